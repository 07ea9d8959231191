import { createHash } from 'node:crypto';

import { z } from 'zod';

import { onlyMachine } from '../../platform/access/access.ts';
import { command, done, nothing, wholeSchool } from '../../platform/commands/command.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../module.ts';
import { schoolEvents } from './events.ts';
import {
  addSchool,
  addSetUpLink,
  schoolOfSetUpLink,
  schoolToBe,
  setUpLinkHolds,
  spendSetUpLink,
  theSchools,
} from './store.ts';

/** A set-up link that nobody used is worth nothing after a week. */
const LASTS = Temporal.Duration.from({ hours: 7 * 24 });

/** Only this is kept of a token. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Notes that a set-up link was made. The token itself never reaches the store. */
export const noteSetUpLink = command({
  name: 'school.note-set-up-link',
  input: z.strictObject({ tokenHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  events: schoolEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'set-up'),
  prepare: nothing,
  effect: async ({ db, input, now }) => {
    const until = now.add(LASTS);
    await addSetUpLink(db, { tokenHash: input.tokenHash, madeAt: now, until });
    return done(undefined, {
      name: 'set-up-link-made',
      subject: db.school,
      data: { until: until.round('second').toString() },
    });
  },
  changesFilter: false,
});

/**
 * Makes a one-time link with which the first head or online-safety lead sets up the school: good until it is used, or for seven days.
 * Undefined once a school exists. Each call makes a new link to the same school-to-be; earlier ones that nobody used go on working until
 * their week is over or the school exists.
 */
export async function makeSetUpLink(
  parts: Pick<ModuleParts, 'store' | 'ids' | 'runner' | 'config'>,
): Promise<string | undefined> {
  if ((await theSchools(parts.store)).length > 0) return undefined;
  const token = parts.ids.secret(32);
  await parts.runner.run(
    noteSetUpLink,
    {
      kind: 'job',
      name: 'set-up',
      school: (await schoolToBe(parts.store)) ?? parts.ids.next(),
      request: parts.ids.next(),
    },
    { tokenHash: hashOfToken(token) },
  );
  return `${parts.config.publicUrl}/set-up/${token}`;
}

/** The school that a token may set up now; undefined when it is unknown, used or too old, or a school exists already. */
export async function schoolOfToken(parts: Pick<ModuleParts, 'store' | 'clock'>, token: string) {
  if ((await theSchools(parts.store)).length > 0) return undefined;
  return schoolOfSetUpLink(parts.store, hashOfToken(token), parts.clock.now());
}

/** True while the token may still be spent. */
export function tokenHolds(db: ReadHandle, token: string, now: Temporal.Instant): Promise<boolean> {
  return setUpLinkHolds(db, hashOfToken(token), now);
}

/**
 * Spends the token and makes the school's record, inside the command that also makes its first person. Throws `Refused` SG-CHANGED when
 * the token was spent a moment before. Returns the event to leave.
 */
export async function setUpSchool(
  context: { db: WriteHandle; now: Temporal.Instant },
  given: { token: string; name: string; siteId: string },
) {
  const { db, now } = context;
  await changeOne(spendSetUpLink(db, hashOfToken(given.token), now));
  await addSchool(db, { name: given.name, website: '', siteId: given.siteId, now });
  return { name: 'school-added', subject: db.school, data: { way: 'set-up-link' } } as const;
}
