import type { Migration } from '../src/platform/db/migrations.ts';

/**
 * The hash of the text that governors approved is kept with the approval: the chair signs, and the head publishes, that text and no other. Of drafts that were approved
 * before it is not known: they go back to governors.
 */
export const migration: Migration = {
  name: '0024-policy',
  statements: [`alter table policy_draft add column approved_sha256 text`],
};
