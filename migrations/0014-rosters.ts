import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Rosters of every kind: who somebody is beyond their name (UPN, date of birth, legal name), the journal of an import (so that it can be
 * gone on with or undone), and the meaning of the columns of a school's own files.
 */
export const migration: Migration = {
  name: '0014-rosters',
  statements: [
    `create table person_identity (
      person_id text primary key, school_id text not null, upn text, birth_date text, legal_given text, legal_family text,
      file_key text, version integer not null)`,
    `create index person_identity_school on person_identity (school_id)`,
    `alter table roster_draft add column format text`,
    `alter table roster_draft add column choices text`,
    `alter table roster_import add column state text`,
    `alter table roster_import add column by_kind text`,
    `alter table roster_import add column by_id text`,
    `alter table roster_import add column source text`,
    `alter table roster_import add column moved_at text`,
    `alter table roster_import add column steps integer`,
    `create table roster_step (
      id text primary key, school_id text not null, import_id text not null, position integer not null, size integer not null,
      state text not null, changes text not null, undo text not null)`,
    `create unique index roster_step_position on roster_step (school_id, import_id, position)`,
    `create index roster_step_state on roster_step (school_id, import_id, state)`,
    `create table roster_mapping (
      id text primary key, school_id text not null, headings text not null, mapping text not null, changed_at text not null,
      version integer not null)`,
    `create unique index roster_mapping_headings on roster_mapping (school_id, headings)`,
  ],
};
