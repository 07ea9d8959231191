import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * What the filter reported, how far the spool has been read, the alerts that came of it, and the weekly reviews.
 * Instants are UTC text with milliseconds. One event has one key for ever: filter, boot, worker, sequence.
 */
export const migration: Migration = {
  name: '0005-monitoring',
  statements: [
    `create table filter_event (
      school_id text not null, id text primary key, filter_id text not null, boot_id text not null, worker integer not null,
      seq integer not null, type text not null, at text not null, taken_in_at text not null, person_id text, known_by text not null,
      address text not null, profile text not null, ruleset text not null, host text not null, port integer, scheme text,
      tier integer, rule text, list text, clause text, url text not null, visits integer not null, words text not null,
      follow_up text, followed_at text)`,
    `create unique index filter_event_key on filter_event (school_id, filter_id, boot_id, worker, seq)`,
    `create index filter_event_person on filter_event (school_id, person_id, at)`,
    `create index filter_event_at on filter_event (school_id, at, type, visits)`,
    `create index filter_event_blocked on filter_event (school_id, at) where type = 'blocked'`,
    `create index filter_event_waiting on filter_event (school_id, follow_up, at) where followed_at is null and follow_up is not null`,

    `create table intake_position (
      school_id text not null, file text not null, position integer not null, primary key (school_id, file))`,
    `create table intake_writer (
      school_id text not null, filter_id text not null, boot_id text not null, worker integer not null, last_seq integer not null,
      damaged integer not null, primary key (school_id, filter_id, boot_id, worker))`,
    `create table spool_gap (
      school_id text not null, id text primary key, gap_key text not null, kind text not null, events integer not null,
      since text, noticed_at text not null, file text not null, line integer)`,
    `create unique index spool_gap_key on spool_gap (school_id, gap_key)`,
    `create index spool_gap_noticed on spool_gap (school_id, noticed_at)`,

    `create table alert (
      school_id text not null, id text primary key, subject_key text not null, person_id text, address text not null,
      kind text not null, severity text not null, rank integer not null, state text not null, events integer not null,
      first_at text not null, last_at text not null, raised_at text not null, mailed_at text, closed_at text, closed_by text,
      closing_reason text, closing_words text, incident_id text, version integer not null)`,
    `create unique index alert_open on alert (school_id, subject_key, kind) where state = 'open'`,
    `create index alert_state on alert (school_id, state, rank, last_at)`,
    `create index alert_closed on alert (school_id, closed_at)`,
    `create table alert_event (
      school_id text not null, event_id text primary key, alert_id text not null, at text not null)`,
    `create index alert_event_alert on alert_event (school_id, alert_id, at)`,

    `create table monitoring_review (
      school_id text not null, id text primary key, from_at text not null, until_at text not null, reviewed_by text not null,
      reviewed_at text not null, findings text not null, words text not null)`,
    `create index monitoring_review_at on monitoring_review (school_id, reviewed_at)`,
  ],
};
