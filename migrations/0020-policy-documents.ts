import type { Migration } from '../src/platform/db/migrations.ts';

/** Rows of these go by a deletion warrant only, in the words of 0016. */
const guarded = (table: string): string => `create trigger ${table}_no_delete before delete on ${table}
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = '${table}' and r.row_id = old.id)
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = '${table}' and h.row_id = old.id and h.released_at is null); end`;

/**
 * The policy as a document with a life: drafts with what is changed in them, the consultation with its comments, approval and signature, and who has read and
 * acknowledged which edition. A draft's clauses are those it was made from (`document`) with the changes in force laid over them.
 */
export const migration: Migration = {
  name: '0020-policy-documents',
  statements: [
    `create table policy_draft (
      school_id text not null, id text not null, state text not null, version integer not null, base_pack text, document text not null,
      why text not null, from_setting text, began_at text not null, began_by text not null,
      consult_from text, consult_until text, consult_groups text, approved_at text, approved_by text, signed_at text, signed_by text,
      published_at text, published_by text, pack_id text,
      primary key (school_id, id))`,
    `create index policy_draft_state on policy_draft (school_id, state)`,
    `create index policy_draft_pack on policy_draft (school_id, pack_id)`,
    guarded('policy_draft'),
    `create table policy_draft_change (
      school_id text not null, id text not null, draft_id text not null, clause_id text not null, how text not null, clause text not null,
      reason text not null, changed_at text not null, changed_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create index policy_draft_change_draft on policy_draft_change (school_id, draft_id)`,
    guarded('policy_draft_change'),
    `create table policy_draft_move (
      school_id text not null, id text not null, draft_id text not null, place integer not null, action text not null, from_state text not null,
      to_state text not null, note text not null, moved_at text not null, moved_by text not null,
      primary key (school_id, id))`,
    `create unique index policy_draft_move_place on policy_draft_move (school_id, draft_id, place)`,
    guarded('policy_draft_move'),
    `create table policy_comment (
      school_id text not null, id text not null, draft_id text not null, clause_id text, of_group text not null, person_id text,
      words text not null, made_at text not null, recorded_by text not null, answered_at text, answered_by text, outcome text, answer text,
      primary key (school_id, id))`,
    `create index policy_comment_draft on policy_comment (school_id, draft_id)`,
    guarded('policy_comment'),
    `create table policy_acknowledgement (
      school_id text not null, id text not null, pack_id text not null, person_id text not null, acknowledged_at text not null,
      primary key (school_id, id))`,
    `create unique index policy_acknowledgement_once on policy_acknowledgement (school_id, pack_id, person_id)`,
    guarded('policy_acknowledgement'),
    `create table policy_reminder (
      school_id text not null, id text not null, pack_id text not null, person_id text not null, reminded_at text not null, reminded_by text not null,
      primary key (school_id, id))`,
    `create index policy_reminder_pack on policy_reminder (school_id, pack_id)`,
    guarded('policy_reminder'),
  ],
};
