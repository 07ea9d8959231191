import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * The school, and the people in it. Days are ISO text; `until_day` is the first day on which a role, a membership or a link no longer counts.
 */
export const migration: Migration = {
  name: '0002-school-and-people',
  statements: [
    `create table school (
      school_id text primary key, name text not null, website text not null, created_at text not null, version integer not null)`,
    `create table site (id text primary key, school_id text not null, name text not null, created_at text not null)`,
    `create index site_school on site (school_id)`,
    `create table set_up_link (
      token_hash text primary key, school_id text not null, made_at text not null, until text not null, spent_at text)`,
    `create table person (
      id text primary key, school_id text not null, kind text not null, given_name text not null, family_name text not null,
      display_name text not null, sort_name text not null, email text, year_group text, sourced_id text, left_on text,
      created_at text not null, version integer not null)`,
    `create unique index person_of_school on person (school_id, id)`,
    `create index person_kind on person (school_id, kind, left_on)`,
    `create index person_name on person (school_id, sort_name)`,
    `create unique index person_sourced on person (school_id, sourced_id)`,
    `create table person_role (
      id text primary key, school_id text not null, person_id text not null, role text not null, from_day text not null,
      until_day text)`,
    `create index person_role_person on person_role (school_id, person_id)`,
    `create index person_role_role on person_role (school_id, role)`,
    `create table school_class (
      id text primary key, school_id text not null, name text not null, year_group text, sourced_id text, ended_on text,
      version integer not null)`,
    `create index school_class_name on school_class (school_id, name)`,
    `create unique index school_class_sourced on school_class (school_id, sourced_id)`,
    `create table class_member (
      id text primary key, school_id text not null, class_id text not null, person_id text not null, part text not null,
      from_day text not null, until_day text)`,
    `create index class_member_class on class_member (school_id, class_id)`,
    `create index class_member_person on class_member (school_id, person_id)`,
    `create table guardian (
      id text primary key, school_id text not null, contact_id text not null, pupil_id text not null, relation text not null,
      from_day text not null, until_day text)`,
    `create index guardian_pupil on guardian (school_id, pupil_id)`,
    `create index guardian_contact on guardian (school_id, contact_id)`,
    `create table account (
      person_id text primary key, school_id text not null, login_name text not null, password_hash text, password_set_at text,
      closed_at text, version integer not null)`,
    `create unique index account_login on account (school_id, login_name)`,
    `create index account_name on account (login_name)`,
    `create table roster_import (
      id text primary key, school_id text not null, at text not null, fingerprint text not null, joiners integer not null,
      movers integer not null, leavers integer not null, refusals integer not null)`,
    `create table roster_draft (
      id text primary key, school_id text not null, person_id text not null, at text not null, state text not null, files text not null)`,
    `create index roster_draft_school on roster_draft (school_id, state)`,
    `create index roster_import_at on roster_import (school_id, at)`,
  ],
};
