import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * A gate sign-in counts when its own computer confirms it; sign-in with the school's Google or Microsoft; resets of a password or a second
 * step. `sso_provider.secret` is sealed. Of a reset's link and code only SHA-256 is kept.
 */
export const migration: Migration = {
  name: '0011-gate-sso-resets',
  statements: [
    `alter table gate_session add column confirm_hash text`,
    `create table sso_provider (
      id text primary key, school_id text not null, kind text not null, client_id text not null, secret text not null,
      domain text not null, tenant text not null, state text not null, changed_by text not null, changed_at text not null,
      version integer not null)`,
    `create unique index sso_provider_kind on sso_provider (school_id, kind)`,
    `create table sso_group (
      id text primary key, school_id text not null, kind text not null, group_ref text not null, role text not null,
      added_by text not null, added_at text not null, confirmed_by text, confirmed_at text, ended_at text, version integer not null)`,
    `create index sso_group_kind on sso_group (school_id, kind, ended_at)`,
    `create table sso_group_role (
      id text primary key, school_id text not null, person_id text not null, group_id text not null, role text not null,
      role_period text not null, given_at text not null, ended_at text)`,
    `create index sso_group_role_person on sso_group_role (school_id, person_id, ended_at)`,
    `create index sso_group_role_group on sso_group_role (school_id, group_id, ended_at)`,
    `create table sso_identity (
      id text primary key, school_id text not null, person_id text not null, kind text not null, issuer text not null,
      subject text not null, bound_at text not null, ended_at text)`,
    `create index sso_identity_subject on sso_identity (school_id, issuer, subject)`,
    `create index sso_identity_person on sso_identity (school_id, person_id, ended_at)`,
    `create table account_reset (
      id text primary key, school_id text not null, person_id text not null, what text not null, key_post integer not null,
      state text not null, asked_kind text not null, asked_by text not null, asked_at text not null, way text not null,
      code_hash text, confirmed_by text, confirmed_at text, link_hash text, link_until text, ended_at text, ended_by text,
      version integer not null)`,
    `create index account_reset_person on account_reset (school_id, person_id, state)`,
    `create index account_reset_state on account_reset (school_id, state, asked_at)`,
    `create unique index account_reset_link on account_reset (link_hash)`,
  ],
};
