import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Text about people is sealed from here on, and what stands already is sealed in this step (docs/decisions/0018). The two triggers that keep
 * what was written as it was would refuse that: they are taken away for it and put back as they were, in the same transaction.
 * `casework_key` holds the ids of the keys, never a key; `casework_sheet` who has a sheet of which key in the safe; `incident_file` the files
 * of a case, whose contents lie sealed in the data folder.
 */
export const migration: Migration = {
  name: '0009-sealed',
  statements: [
    `create table casework_key (key_id text primary key, made_at text not null)`,
    `create table casework_sheet (
      id text primary key, school_id text not null, key_id text not null, person_id text not null, shown_at text not null,
      kept_at text)`,
    `create index casework_sheet_key on casework_sheet (school_id, key_id, kept_at)`,
    `create table incident_file (
      id text primary key, school_id text not null, incident_id text not null, name text not null, content text not null,
      kind text not null, bytes integer not null, added_by text not null, added_at text not null)`,
    `create index incident_file_incident on incident_file (school_id, incident_id, added_at)`,
    `create trigger incident_file_no_update before update on incident_file
      begin select raise(abort, 'a file of a case is not changed'); end`,
    `create trigger incident_file_no_delete before delete on incident_file
      begin select raise(abort, 'a record is deleted only by an approved deletion warrant, and never under a legal hold')
      where not exists (
        select 1 from deletion_warrant_row r join deletion_warrant w on w.school_id = r.school_id and w.id = r.warrant_id
        where w.state = 'executing' and r.school_id = old.school_id and r.table_name = 'incident_file' and r.row_id = old.id)
      or exists (
        select 1 from legal_hold h
        where h.school_id = old.school_id and h.table_name = 'incident_file' and h.row_id = old.id and h.released_at is null); end`,
    `drop trigger incident_entry_no_update`,
    `drop trigger incident_details_no_update`,
  ],
  seals: {
    columns: {
      incident: ['place', 'linked_because', 'device', 'clause', 'details'],
      incident_person: ['typed_name'],
      incident_entry: ['words', 'facts'],
      incident_sanction: ['clause'],
      incident_task: ['words', 'done_words'],
      filter_event: ['words'],
      alert: ['closing_words'],
      monitoring_review: ['words'],
      filter_rule: ['reason'],
      filter_request: ['reason', 'decision_reason'],
      person: ['email'],
      roster_draft: ['files'],
    },
    afterwards: [
      `create trigger incident_entry_no_update before update on incident_entry
        begin select raise(abort, 'the chronology is append-only'); end`,
      `create trigger incident_details_no_update before update of details, reported_at, reporter, number on incident
        begin select raise(abort, 'what was reported is not changed: a correction is a new entry'); end`,
    ],
  },
};
