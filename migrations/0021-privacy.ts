import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * What is past its time, and copies of what is held about somebody. A batch is what is to go by one warrant, and each signature under it; what
 * was taken out of it is kept until a day, with the reason. `deletion_warrant_person` says whom the records of a warrant are about, so that a
 * legal hold on somebody wins over a warrant that is signed already. A request for a copy has its pieces, gathered and decided one by one.
 */

const guard = (table: string): string =>
  `create trigger ${table}_no_delete before delete on ${table}
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = '${table}' and r.row_id = old.id)
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = '${table}' and h.row_id = old.id and h.released_at is null); end`;

const still = (table: string, words: string): string =>
  `create trigger ${table}_no_update before update on ${table} begin select raise(abort, '${words}'); end`;

export const migration: Migration = {
  name: '0021-privacy',
  statements: [
    `create table deletion_warrant_person (
      school_id text not null, warrant_id text not null, person_id text not null,
      primary key (school_id, warrant_id, person_id))`,
    `create trigger deletion_warrant_person_no_delete before delete on deletion_warrant_person
      begin select raise(abort, 'a warrant is kept'); end`,
    `create table visit_clearing (
      school_id text primary key, removed integer not null, before_day text not null, last_at text not null)`,
    `create table retention_batch (
      id text primary key, school_id text not null, class_code text not null, state text not null, version integer not null,
      begun_at text not null, begun_by text not null, record_count integer not null, row_count integer not null,
      oldest_day text not null, newest_day text not null, warrant_id text, approved_at text, approved_records integer)`,
    `create index retention_batch_state on retention_batch (school_id, state, begun_at)`,
    `create index retention_batch_class on retention_batch (school_id, class_code, state)`,
    `create table retention_line (
      id text primary key, school_id text not null, batch_id text not null, table_name text not null, row_id text not null,
      due_on text not null, outcome text not null)`,
    `create index retention_line_batch on retention_line (school_id, batch_id, due_on)`,
    `create table retention_signature (
      id text primary key, school_id text not null, batch_id text not null, place integer not null, by_id text not null, at text not null,
      unique (school_id, batch_id, place))`,
    `create table retention_kept (
      id text primary key, school_id text not null, class_code text not null, table_name text not null, row_id text not null,
      until_day text not null, reason text not null, kept_by text not null, kept_at text not null)`,
    `create index retention_kept_row on retention_kept (school_id, class_code, until_day)`,
    `create table hold_reason (
      id text primary key, school_id text not null, about text not null, what text not null, reason text not null,
      review_on text not null)`,
    `create table subject_request (
      id text primary key, school_id text not null, number integer not null, version integer not null, state text not null,
      person_id text not null, asked_as text not null, asker text not null, identity_check text not null, received_on text not null,
      due_on text not null, extended_on text, wants text not null, made_by text not null, made_at text not null, gathered_at text,
      signed_by text, signed_at text, copy_hash text, given_on text, closed_at text, unique (school_id, number))`,
    `create index subject_request_state on subject_request (school_id, state, due_on)`,
    `create table subject_step (
      id text primary key, school_id text not null, request_id text not null, version integer not null, at text not null,
      by_id text not null, kind text not null, words text not null)`,
    `create index subject_step_request on subject_step (school_id, request_id, version)`,
    `create table subject_piece (
      id text primary key, school_id text not null, request_id text not null, module text not null, piece_key text not null,
      about_day text not null, readers text not null, not_for text not null, title text not null, original text not null,
      decision text not null, exemption text, reason text not null, given text not null, decided_by text, decided_at text,
      version integer not null, unique (school_id, request_id, module, piece_key))`,
    `create table subject_word (
      id text primary key, school_id text not null, request_id text not null, words text not null, stands_for text not null,
      added_by text not null, added_at text not null, ended_at text)`,
    `create index subject_word_request on subject_word (school_id, request_id)`,
    ...[
      'retention_batch',
      'retention_line',
      'retention_signature',
      'retention_kept',
      'hold_reason',
      'subject_request',
      'subject_step',
      'subject_piece',
      'subject_word',
    ].map(guard),
    still('retention_signature', 'a signature is not changed'),
    still('subject_step', 'the history of a request is append-only'),
  ],
};
