import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * A warrant says which records each of its rows is part of, and whom each record is about: so a legal hold keeps back the records that it lies on, and the others go.
 * `kept_back` marks what stayed when the warrant was executed: no restore deletes it by this warrant. Warrants from before name no records: a hold keeps all of each.
 */
export const migration: Migration = {
  name: '0023-privacy',
  statements: [
    `alter table deletion_warrant_row add column records text not null default ''`,
    `alter table deletion_warrant_row add column kept_back integer not null default 0`,
    `alter table deletion_warrant_person add column records text not null default ''`,
    `alter table deletion_warrant_person add column kept_back integer not null default 0`,
  ],
};
