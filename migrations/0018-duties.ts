import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Recurring duties. What a duty is stands in the code; here stand the school's terms, what the school set differently, and each time a duty
 * fell due. A duty falls due once for a period: (school, duty, period_key) is unique, so that a job that ran twice made nothing twice. What
 * was done, and why one was waived, stands in `duty_change`, which is only added to.
 */

const guard = (table: string, key: string): string =>
  `create trigger ${table}_no_delete before delete on ${table}
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = '${table}' and r.row_id = old.${key})
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = '${table}' and h.row_id = old.${key} and h.released_at is null); end`;

const still = (table: string, words: string): string =>
  `create trigger ${table}_no_update before update on ${table} begin select raise(abort, '${words}'); end`;

export const migration: Migration = {
  name: '0018-duties',
  statements: [
    `create table school_term (
      id text primary key, school_id text not null, school_year integer not null, name text not null,
      from_day text not null, to_day text not null, break_from text not null, break_to text not null,
      version integer not null, entered_by text not null, entered_at text not null,
      unique (school_id, school_year, name))`,
    `create table duty_beginning (
      school_id text primary key, on_day text not null, noted_at text not null)`,
    `create table duty_setting (
      id text primary key, school_id text not null, duty text not null, version integer not null, period text, owner text,
      applies integer not null, reason text not null, set_by text not null, set_at text not null,
      unique (school_id, duty, version))`,
    `create table duty_occurrence (
      id text primary key, school_id text not null, duty text not null, period text not null, period_key text not null,
      from_day text not null, to_day text not null, due_day text not null, state text not null, version integer not null,
      stage integer not null, made_at text not null, closed_at text, done_day text, days_late integer, way text,
      evidence text, figure text, closed_by text,
      unique (school_id, duty, period_key))`,
    `create index duty_occurrence_state on duty_occurrence (school_id, state, due_day, duty)`,
    `create index duty_occurrence_duty on duty_occurrence (school_id, duty, due_day)`,
    `create index duty_occurrence_closed on duty_occurrence (school_id, duty, state, closed_at)`,
    `create table duty_change (
      id text primary key, school_id text not null, occurrence_id text not null, version integer not null, kind text not null,
      at text not null, by_id text not null, words text not null, facts text not null)`,
    `create index duty_change_occurrence on duty_change (school_id, occurrence_id, version)`,
    `create table duty_file (
      id text primary key, school_id text not null, occurrence_id text not null, name text not null, content text not null,
      kind text not null, bytes integer not null, added_by text not null, added_at text not null)`,
    `create index duty_file_occurrence on duty_file (school_id, occurrence_id, added_at)`,
    `create table duty_feed (
      id text primary key, school_id text not null, person_id text not null, token_hash text not null, made_at text not null,
      ended_at text, ended_by text)`,
    `create unique index duty_feed_token on duty_feed (token_hash)`,
    `create index duty_feed_person on duty_feed (school_id, person_id, made_at)`,
    guard('duty_beginning', 'school_id'),
    ...['school_term', 'duty_setting', 'duty_occurrence', 'duty_change', 'duty_file', 'duty_feed'].map((table) =>
      guard(table, 'id'),
    ),
    still('duty_beginning', 'the day on which duties began does not change'),
    still('duty_setting', 'a change of a duty is a new row'),
    still('duty_change', 'the history of a duty is append-only'),
    still('duty_file', 'a file of a duty is not changed'),
  ],
};
