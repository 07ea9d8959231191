import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Sign-in in full: authenticator apps, recovery codes, passkeys, the devices that somebody has signed in on, and how far a sign-in has come.
 * `secret`, `offered` and `hashes` are sealed. `offered` is shown to its owner and counts for nothing until a code of it has been given.
 */
export const migration: Migration = {
  name: '0010-sign-in',
  statements: [
    `create table authenticator (
      person_id text primary key, school_id text not null, secret text, offered text, offered_at text, enrolled_at text,
      last_step integer not null, version integer not null)`,
    `create index authenticator_school on authenticator (school_id, enrolled_at)`,
    `create table recovery_codes (
      person_id text primary key, school_id text not null, hashes text not null, made_at text not null, version integer not null)`,
    `create table passkey (
      id text primary key, school_id text not null, person_id text not null, credential_id text not null, public_key text not null,
      counter integer not null, transports text not null, name text not null, synced integer not null, made_at text not null,
      used_at text, removed_at text, version integer not null)`,
    `create unique index passkey_credential on passkey (credential_id)`,
    `create index passkey_person on passkey (school_id, person_id, removed_at)`,
    `create table web_device (
      device_hash text not null, person_id text not null, school_id text not null, words text not null,
      first_seen text not null, last_seen text not null, primary key (device_hash, person_id))`,
    `create index web_device_person on web_device (person_id, last_seen)`,
    `create index web_device_seen on web_device (last_seen)`,
    `alter table web_session add column session_id text not null default ''`,
    `alter table web_session add column stage text not null default 'open'`,
    `alter table web_session add column means text not null default 'password'`,
    `alter table web_session add column confirmed_at text`,
  ],
};
