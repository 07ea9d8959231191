import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * A warrant says which records each of its rows is part of, and whom each record is about: so a legal hold keeps back the records that it lies on, and the others go.
 * `kept_back` marks what stayed when the warrant was executed: no restore deletes it by this warrant. Warrants from before name no records: a hold keeps all of each.
 * A legal hold says of which class its record is and whom it is about, as it was when it was laid: ids with commas between; null where nobody knows.
 */
export const migration: Migration = {
  name: '0023-privacy',
  statements: [
    `alter table deletion_warrant_row add column records text not null default ''`,
    `alter table deletion_warrant_row add column kept_back integer not null default 0`,
    `alter table deletion_warrant_person add column records text not null default ''`,
    `alter table deletion_warrant_person add column kept_back integer not null default 0`,
    `alter table hold_reason add column class_code text not null default ''`,
    `alter table hold_reason add column people text`,
    `create index deletion_warrant_person_person on deletion_warrant_person (school_id, person_id)`,
    `create index filter_request_decided on filter_request (school_id, decided_at)`,
    `create index subject_request_closed on subject_request (school_id, closed_at)`,
  ],
};
