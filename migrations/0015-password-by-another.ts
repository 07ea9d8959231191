import type { Migration } from '../src/platform/db/migrations.ts';

/** Whether a password was set by somebody else than its owner: then its owner chooses another at the next sign-in with it. */
export const migration: Migration = {
  name: '0015-password-by-another',
  statements: [`alter table account add column set_by_another integer not null default 0`],
};
