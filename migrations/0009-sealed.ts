import type { Migration } from '../src/platform/db/migrations.ts';

/** Which casework keys the records are sealed with (ids only). */
export const migration: Migration = {
  name: '0009-sealed',
  statements: [`create table casework_key (key_id text primary key, made_at text not null)`],
};
