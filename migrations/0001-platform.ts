import type { Migration } from '../src/platform/db/migrations.ts';

/** Ground floor: the audit chain, the machinery of the web app, and compile requests. */
export const migration: Migration = {
  name: '0001-platform',
  statements: [
    `create table audit_head (school_id text primary key, seq integer not null, hash text not null)`,
    `create table audit_event (
      school_id text not null, seq integer not null, at text not null, actor_kind text not null, actor text not null,
      request text not null, event text not null, subject_kind text not null, subject text not null, data text not null,
      hash text not null, primary key (school_id, seq))`,
    `create index audit_event_subject on audit_event (school_id, subject_kind, subject, seq)`,
    `create index audit_event_actor on audit_event (school_id, actor, seq)`,
    `create trigger audit_event_no_update before update on audit_event
      begin select raise(abort, 'the audit trail is append-only'); end`,
    `create trigger audit_event_no_delete before delete on audit_event
      begin select raise(abort, 'the audit trail is append-only'); end`,
    `create table filter_change (
      school_id text primary key, change_no integer not null, published_no integer not null)`,
    `create table web_session (
      id_hash text primary key, school_id text not null, person_id text not null, started_at text not null,
      seen_at text not null, ends_at text not null, device text not null)`,
    `create index web_session_person on web_session (person_id)`,
    `create table rate_limit (
      key_hash text primary key, window_start integer not null, used integer not null)`,
    `create table mail_outbox (
      id text primary key, school_id text not null, to_address text not null, subject text not null, body text not null,
      queued_at text not null, written_at text)`,
    `create index mail_outbox_waiting on mail_outbox (queued_at) where written_at is null`,
    `create table refusal_count (day text not null, code text not null, seen integer not null, primary key (day, code))`,
  ],
};
