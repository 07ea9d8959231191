import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Backups, the keys that open them, and deletion warrants. From here on a row of a guarded table goes only while a warrant that names it is
 * being executed, in that very transaction (no other ever sees the state `executing`), and never while a legal hold lies on it.
 */

/** Tables whose rows only a warrant removes, each with the column that a warrant names a row by. */
const guarded = [
  ['account', 'person_id'],
  ['alert', 'id'],
  ['class_member', 'id'],
  ['filter_own_list', 'id'],
  ['filter_request', 'id'],
  ['filter_rule', 'id'],
  ['gate_session', 'id'],
  ['guardian', 'id'],
  ['incident', 'id'],
  ['incident_entry', 'id'],
  ['incident_person', 'id'],
  ['incident_sanction', 'id'],
  ['incident_sign_off', 'id'],
  ['incident_task', 'id'],
  ['internet_stop', 'id'],
  ['monitoring_review', 'id'],
  ['network_credential', 'id'],
  ['person', 'id'],
  ['person_role', 'id'],
  ['policy_pack', 'id'],
  ['policy_review', 'id'],
  ['policy_setting', 'id'],
  ['roster_draft', 'id'],
  ['roster_import', 'id'],
  ['school_class', 'id'],
] as const;

const guard = (table: string, key: string): string =>
  `create trigger ${table}_no_delete before delete on ${table}
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = '${table}' and r.row_id = old.${key})
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = '${table}' and h.row_id = old.${key} and h.released_at is null); end`;

export const migration: Migration = {
  name: '0008-safekeeping',
  statements: [
    `create table backup_key (
      id text primary key, school_id text not null, person_id text not null, recipient text not null, fingerprint text not null,
      made_at text not null, ended_at text)`,
    `create index backup_key_person on backup_key (school_id, person_id, ended_at)`,
    `create table backup_run (
      id text primary key, school_id text not null, asked_by text, asked_at text not null, state text not null, started_at text,
      ended_at text, file text, bytes integer, sha256 text, keys text not null, trouble text, beat_at text,
      parts_done integer not null, parts integer not null)`,
    `create index backup_run_state on backup_run (school_id, state, asked_at)`,
    `create table deletion_warrant (
      id text primary key, school_id text not null, state text not null, reason text not null, approved_by text not null,
      approved_at text not null, executed_at text)`,
    `create index deletion_warrant_state on deletion_warrant (school_id, state)`,
    `create table deletion_warrant_row (
      school_id text not null, warrant_id text not null, table_name text not null, row_id text not null,
      primary key (school_id, warrant_id, table_name, row_id))`,
    `create index deletion_warrant_row_row on deletion_warrant_row (school_id, table_name, row_id)`,
    `create table legal_hold (
      id text primary key, school_id text not null, table_name text not null, row_id text not null, placed_by text not null,
      placed_at text not null, released_by text, released_at text)`,
    `create index legal_hold_row on legal_hold (school_id, table_name, row_id)`,
    `create table deletion_secret (name text primary key, value text not null)`,
    `drop trigger incident_no_delete`,
    `drop trigger incident_entry_no_delete`,
    `drop trigger incident_sign_off_no_delete`,
    ...guarded.map(([table, key]) => guard(table, key)),
  ],
};
