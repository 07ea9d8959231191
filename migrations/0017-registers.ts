import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * One table for the entries of every register, the declared ones and a school's own. What an entry holds is JSON: the plain values, and beside
 * them the sealed ones. `title`, `search`, `facets` and the days are made from the plain values when an entry is saved, so that lists are
 * narrowed and sorted by the database. An entry is changed only with a row of `register_change`, which holds what stood there before.
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
  name: '0017-registers',
  statements: [
    `create table register_entry (
      id text primary key, school_id text not null, register text not null, number integer not null, version integer not null,
      state text not null, about_day text not null, due_day text, counts_from text, title text not null, search text not null,
      facets text not null, gaps integer not null, plain_values text not null, sealed_values text, import_id text,
      added_by text not null, added_at text not null, decided_by text, decided_at text, closed_at text, changed_at text not null,
      unique (school_id, register, number))`,
    `create index register_entry_about on register_entry (school_id, register, about_day, number)`,
    `create index register_entry_state on register_entry (school_id, register, state, about_day, number)`,
    `create index register_entry_title on register_entry (school_id, register, title, number)`,
    `create index register_entry_gaps on register_entry (school_id, register, gaps)`,
    `create index register_entry_due on register_entry (school_id, due_day, state, register)`,
    `create index register_entry_waiting on register_entry (school_id, state, register, added_by)`,
    `create index register_entry_keeping on register_entry (school_id, register, counts_from)`,
    `create index register_entry_adder on register_entry (school_id, register, added_by, number)`,
    `create table register_change (
      id text primary key, school_id text not null, entry_id text not null, version integer not null, kind text not null,
      at text not null, by_id text not null, from_state text not null, to_state text not null, words text not null,
      before_values text not null)`,
    `create index register_change_entry on register_change (school_id, entry_id, version)`,
    `create table register_own (
      id text primary key, school_id text not null, code text not null, version integer not null, shape text not null,
      made_by text not null, made_at text not null, unique (school_id, code, version))`,
    `create table register_file (
      id text primary key, school_id text not null, entry_id text not null, name text not null, content text not null,
      kind text not null, bytes integer not null, added_by text not null, added_at text not null)`,
    `create index register_file_entry on register_file (school_id, entry_id, added_at)`,
    `create table register_import (
      id text primary key, school_id text not null, register text not null, content text not null, state text not null,
      row_count integer not null, done_count integer not null, asked_by text not null, asked_at text not null, ended_at text)`,
    `create index register_import_state on register_import (school_id, state, register)`,
    ...['register_entry', 'register_change', 'register_own', 'register_file', 'register_import'].map(guard),
    still('register_change', 'the history of an entry is append-only'),
    still('register_own', 'a change of a register is a new version of it'),
    still('register_file', 'a file of an entry is not changed'),
  ],
};
