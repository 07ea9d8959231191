import type { Migration } from '../src/platform/db/migrations.ts';

/** The incident log: cases, the people in them, the append-only chronology, sanctions, tasks and termly sign-off. */
export const migration: Migration = {
  name: '0006-incidents',
  statements: [
    `create table incident (
      id text primary key, school_id text not null, number integer not null, version integer not null,
      state text not null, branch text, sphere text not null, received_by text not null,
      reported_at text not null, reporter_kind text not null, reporter text not null, source text not null, source_id text,
      danger text not null, happened_on text not null, happened_time text,
      site text not null, place text not null, linked_because text not null, system text not null, device text not null,
      category text not null, risk text, intent text, clause text, year_groups text not null, details text not null,
      assigned_to text, named_deputy text, support text, parents text, parents_at text, sanctioned text, reviewed_at text,
      confirmed_by text, closed_at text,
      unique (school_id, number))`,
    `create index incident_reported on incident (school_id, reported_at)`,
    `create index incident_state on incident (school_id, state, reported_at)`,
    `create index incident_reporter on incident (school_id, reporter, reported_at)`,
    `create index incident_happened on incident (school_id, happened_on, sphere, branch, assigned_to, named_deputy, id)`,
    `create index incident_sphere on incident (school_id, sphere, state, reported_at, id)`,
    `create index incident_seen on incident (
      school_id, state, sphere, branch, assigned_to, named_deputy, danger, id)`,
    `create index incident_assigned on incident (school_id, assigned_to)`,
    `create index incident_deputy on incident (school_id, named_deputy)`,
    `create index incident_source on incident (school_id, source, source_id)`,
    `create table incident_person (
      id text primary key, school_id text not null, incident_id text not null, person_id text, typed_name text not null,
      part text not null, year_group text, added_at text not null, withdrawn_at text)`,
    `create index incident_person_incident on incident_person (school_id, incident_id)`,
    `create index incident_person_person on incident_person (school_id, person_id, part, incident_id)`,
    `create table incident_entry (
      id text primary key, school_id text not null, incident_id text not null, version integer not null, kind text not null,
      at text not null, author_kind text not null, author text not null, words text not null, facts text not null,
      from_state text not null, to_state text not null, corrects text)`,
    `create index incident_entry_incident on incident_entry (school_id, incident_id, version)`,
    `create index incident_entry_kind on incident_entry (school_id, kind, at)`,
    `create trigger incident_entry_no_update before update on incident_entry
      begin select raise(abort, 'the chronology is append-only'); end`,
    `create trigger incident_entry_no_delete before delete on incident_entry
      begin select raise(abort, 'the chronology is append-only'); end`,
    `create trigger incident_details_no_update before update of details, reported_at, reporter, number on incident
      begin select raise(abort, 'what was reported is not changed: a correction is a new entry'); end`,
    `create trigger incident_no_delete before delete on incident
      begin select raise(abort, 'an incident is deleted only by a deletion warrant'); end`,
    `create table incident_sanction (
      id text primary key, school_id text not null, incident_id text not null, entry_id text not null, person_id text not null,
      code text not null, from_at text, until_at text, clause text, stop_id text, given_by text not null, given_at text not null,
      ended_at text)`,
    `create index incident_sanction_incident on incident_sanction (school_id, incident_id)`,
    `create table incident_task (
      id text primary key, school_id text not null, incident_id text not null, person_id text not null, words text not null,
      asked_by text not null, asked_at text not null, done_at text, done_words text not null)`,
    `create index incident_task_person on incident_task (school_id, person_id, done_at, asked_at)`,
    `create index incident_task_incident on incident_task (school_id, incident_id)`,
    `create table incident_sign_off (
      id text primary key, school_id text not null, term text not null, view_kind text not null, view_hash text not null,
      row_count integer not null, signed_by text not null, signed_as text not null, signed_at text not null)`,
    `create index incident_sign_off_term on incident_sign_off (school_id, term, signed_at)`,
    `create trigger incident_sign_off_no_update before update on incident_sign_off
      begin select raise(abort, 'a signature is not changed'); end`,
    `create trigger incident_sign_off_no_delete before delete on incident_sign_off
      begin select raise(abort, 'a signature is not removed'); end`,
  ],
};
