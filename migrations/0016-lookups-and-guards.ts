import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * A pupil's number and the key of a school's own file are sealed, so a keyed hash stands beside each: by it they are looked up, and unique in
 * a school. `looks_up` marks the casework key that is behind the hashes. And records that were made after migration 0008 are guarded as those
 * of before: a row goes only while a warrant that names it is being executed. Warrants, holds and the list of casework keys never go.
 */

/** Tables whose rows only a warrant removes, each with the column that a warrant names a row by. */
const guarded = [
  ['account_reset', 'id'],
  ['authenticator', 'person_id'],
  ['backup_key', 'id'],
  ['casework_sheet', 'id'],
  ['mail_choice', 'person_id'],
  ['mail_stopped', 'id'],
  ['passkey', 'id'],
  ['person_identity', 'person_id'],
  ['post_cover', 'id'],
  ['post_holder', 'id'],
  ['recovery_codes', 'person_id'],
  ['roster_mapping', 'id'],
  ['roster_step', 'id'],
  ['school', 'school_id'],
  ['site', 'id'],
  ['sso_group', 'id'],
  ['sso_group_role', 'id'],
  ['sso_identity', 'id'],
  ['sso_provider', 'id'],
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

const never = (table: string, words: string): string =>
  `create trigger ${table}_no_delete before delete on ${table} begin select raise(abort, '${words}'); end`;

export const migration: Migration = {
  name: '0016-lookups-and-guards',
  statements: [
    `alter table casework_key add column looks_up integer not null default 0`,
    `update casework_key set looks_up = 1
      where key_id = (select key_id from casework_key order by made_at, key_id limit 1)`,
    `alter table person_identity add column upn_hash text`,
    `alter table person_identity add column file_key_hash text`,
    `create unique index person_identity_upn on person_identity (school_id, upn_hash)`,
    `create unique index person_identity_file_key on person_identity (school_id, file_key_hash)`,
    ...guarded.map(([table, key]) => guard(table, key)),
    never('casework_key', 'what was sealed with a key needs its name'),
    never('deletion_warrant', 'a warrant is kept'),
    never('deletion_warrant_row', 'a warrant is kept'),
    never('legal_hold', 'a hold is released, not removed'),
  ],
  looksUp: {
    person_identity: { key: 'person_id', columns: { upn: 'upn_hash', file_key: 'file_key_hash' } },
  },
};
