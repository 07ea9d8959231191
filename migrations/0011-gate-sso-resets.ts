import type { Migration } from '../src/platform/db/migrations.ts';

/** A gate sign-in counts when its own computer confirms it. */
export const migration: Migration = {
  name: '0011-gate-sso-resets',
  statements: [`alter table gate_session add column confirm_hash text`],
};
