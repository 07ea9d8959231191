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
 * Self-reviews against standards: each answer is a row of its own, the newest counts. Reviews of filtering and monitoring: what is written in each section, what was
 * decided, what is to be done, who signed which version. The standards themselves are files.
 */
export const migration: Migration = {
  name: '0022-standards',
  statements: [
    `create table standard_answer (
      school_id text not null, id text not null, standard text not null, edition text not null, requirement text not null, words_sha256 text not null,
      level integer, commentary text not null, action text not null, answered_at text not null, answered_by text not null,
      primary key (school_id, id))`,
    `create index standard_answer_requirement on standard_answer (school_id, standard, requirement, answered_at)`,
    guarded('standard_answer'),
    `create table standard_local_id (
      school_id text not null, id text not null, standard text not null, requirement text not null, local_id text not null,
      set_at text not null, set_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create index standard_local_id_standard on standard_local_id (school_id, standard)`,
    guarded('standard_local_id'),
    `create table filtering_review (
      school_id text not null, id text not null, kind text not null, cause text not null, year text not null, state text not null,
      version integer not null, reason text not null, opened_at text not null, opened_by text not null, due_day text not null,
      evidence text not null, measured_at text not null, offered_sha256 text, finished_at text,
      primary key (school_id, id))`,
    `create index filtering_review_state on filtering_review (school_id, state, due_day)`,
    guarded('filtering_review'),
    `create table filtering_review_cause (
      school_id text not null, id text not null, review_id text not null, source text not null, what text not null, href text not null,
      happened_at text not null,
      primary key (school_id, id))`,
    `create unique index filtering_review_cause_source on filtering_review_cause (school_id, source)`,
    `create index filtering_review_cause_review on filtering_review_cause (school_id, review_id)`,
    guarded('filtering_review_cause'),
    `create table filtering_review_part (
      school_id text not null, id text not null, review_id text not null, section text not null, words text not null,
      written_at text not null, written_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create index filtering_review_part_review on filtering_review_part (school_id, review_id)`,
    guarded('filtering_review_part'),
    `create table filtering_review_decision (
      school_id text not null, id text not null, review_id text not null, what text not null, verdict text not null, for_whom text not null,
      why text not null, decided_at text not null, decided_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create index filtering_review_decision_review on filtering_review_decision (school_id, review_id)`,
    guarded('filtering_review_decision'),
    `create table filtering_review_action (
      school_id text not null, id text not null, review_id text not null, what text not null, owner_id text not null, due_day text not null,
      added_at text not null, added_by text not null, ended_at text, done_at text, done_by text, outcome text,
      primary key (school_id, id))`,
    `create index filtering_review_action_due on filtering_review_action (school_id, done_at, due_day)`,
    `create index filtering_review_action_review on filtering_review_action (school_id, review_id)`,
    guarded('filtering_review_action'),
    `create table filtering_review_signature (
      school_id text not null, id text not null, review_id text not null, capacity text not null, person_id text not null, sha256 text not null,
      signed_at text not null, ended_at text,
      primary key (school_id, id))`,
    `create index filtering_review_signature_review on filtering_review_signature (school_id, review_id)`,
    guarded('filtering_review_signature'),
    `create table filtering_review_move (
      school_id text not null, id text not null, review_id text not null, version integer not null, action text not null, from_state text not null,
      to_state text not null, words text not null, moved_at text not null, moved_by text not null,
      primary key (school_id, id))`,
    `create unique index filtering_review_move_version on filtering_review_move (school_id, review_id, version)`,
    guarded('filtering_review_move'),
  ],
};
