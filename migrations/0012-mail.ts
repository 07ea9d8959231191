import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Mail that is sent: the outbox holds a kind and its checked fields instead of words, and the state of each message. What waited as words
 * keeps its place and becomes a message that only says that something waits. Addresses whose mail came back; the mail server's state;
 * what each person chose.
 */
export const migration: Migration = {
  name: '0012-mail',
  statements: [
    `drop index mail_outbox_waiting`,
    `alter table mail_outbox add column person_id text`,
    `alter table mail_outbox add column kind text not null default 'carried-over'`,
    `alter table mail_outbox add column fields text`,
    `alter table mail_outbox add column state text not null default 'waiting'`,
    `alter table mail_outbox add column attempts integer not null default 0`,
    `alter table mail_outbox add column unknown_outcomes integer not null default 0`,
    `alter table mail_outbox add column next_at text not null default ''`,
    `alter table mail_outbox add column lease_until text`,
    `alter table mail_outbox add column expires_at text not null default '9999-12-31T00:00:00.000Z'`,
    `alter table mail_outbox add column ended_at text`,
    `alter table mail_outbox add column answer text`,
    `alter table mail_outbox add column digest_id text`,
    `update mail_outbox set subject = '', body = '', fields = null`,
    `update mail_outbox set state = 'sent', ended_at = written_at where written_at is not null`,
    `create index mail_outbox_due on mail_outbox (state, next_at)`,
    `create index mail_outbox_person on mail_outbox (school_id, person_id, state)`,
    `create table mail_stopped (
      id text primary key, school_id text not null, address text not null, person_id text, why text not null,
      stopped_at text not null, noted_at text, lifted_at text)`,
    `create index mail_stopped_address on mail_stopped (school_id, address)`,
    `create table mail_server (
      id text primary key, way text not null, last_good_at text, trouble text, trouble_since text, failures integer not null,
      next_at text)`,
    `create table mail_choice (
      person_id text primary key, school_id text not null, at_time text not null, days text not null, off_topics text not null,
      version integer not null)`,
    `create index mail_choice_school on mail_choice (school_id)`,
  ],
};
