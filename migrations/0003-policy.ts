import type { Migration } from '../src/platform/db/migrations.ts';

/** The policy: each edition that was loaded, its clauses, the settings with what set them, and the review dates recorded. */
export const migration: Migration = {
  name: '0003-policy',
  statements: [
    `create table policy_pack (
      school_id text not null, id text not null, code text not null, title text not null, edition text not null, about text not null,
      sha256 text not null, document text not null, loaded_at text not null, loaded_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create unique index policy_pack_in_force on policy_pack (school_id) where ended_at is null`,
    `create index policy_pack_loaded on policy_pack (school_id, loaded_at)`,
    `create table policy_clause (
      school_id text not null, pack_id text not null, clause_id text not null, place integer not null, section text not null,
      text text not null, who text not null, kind text not null, area text not null, period text not null,
      control text, covers text, not_covered text,
      primary key (school_id, pack_id, clause_id))`,
    `create index policy_clause_id on policy_clause (school_id, clause_id)`,
    `create table policy_setting (
      school_id text not null, id text not null, code text not null, value text not null, clause_id text, pack_id text,
      set_at text not null, set_by text not null, ended_at text,
      primary key (school_id, id))`,
    `create unique index policy_setting_in_force on policy_setting (school_id, code) where ended_at is null`,
    `create table policy_review (
      school_id text not null, id text not null, review_on text not null, recorded_at text not null, recorded_by text not null,
      primary key (school_id, id))`,
    `create index policy_review_recorded on policy_review (school_id, recorded_at)`,
  ],
};
