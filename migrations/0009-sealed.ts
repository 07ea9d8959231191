import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * Text about people is sealed from here on, and what stands already is sealed in this step (docs/decisions/0018). The two triggers that keep
 * what was written as it was would refuse that: they are taken away for it and put back as they were, in the same transaction.
 * `casework_key` holds the ids of the keys, never a key.
 */
export const migration: Migration = {
  name: '0009-sealed',
  statements: [
    `create table casework_key (key_id text primary key, made_at text not null)`,
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
