import { z } from 'zod';

import { allowed, refused } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { settingOf } from '../../policy/index.ts';
import { filteringEvents } from '../events.ts';
import { confirmBy, nonceSpent, sessionEnd } from '../records/gate-sessions.ts';
import { epochOf } from '../records/site.ts';
import { gateDayEnds } from '../settings.ts';
import { filteringTables, stamp } from '../tables.ts';
import { stopSubject } from './stop-person.ts';

/**
 * Records that somebody whose name and password were right is at a client address until the end of the school day. The ticket's nonce is
 * spent with it: a second use fails. The caller appends the line to the session log after the commit.
 */
export const signInAtGate = command({
  name: 'filtering.sign-in-at-gate',
  input: z.object({
    person: recordId<'person'>(),
    address: z.string().min(1).max(64),
    nonce: z.string().min(8).max(64),
    /** SHA-256 (hex) of the code that the browser brings back to the gate. */
    confirm: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  events: { 'signed-in-at-gate': filteringEvents['signed-in-at-gate'] },
  load: (db, input, { now }) => stopSubject(db, input.person, now),
  policy: (actor) =>
    actor.kind === 'visitor' ? allowed : refused('People sign in at the gate themselves, with their own password.'),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, input, newId }) => {
    const epoch = await epochOf(db);
    if (epoch === undefined) return failed('', 'The filter is not ready yet. Try again in a minute.');
    if (await nonceSpent(db, input.nonce))
      return failed('nonce', 'This page was used already. Go back to the start page.');
    const until = sessionEnd(now, await settingOf(db, gateDayEnds));
    const id = newId<'gate-session'>();
    await filteringTables.write(db).insert('gate_session', {
      id,
      person_id: input.person,
      address: input.address,
      nonce: input.nonce,
      started_at: stamp(now),
      ends_at: stamp(until),
      confirm_hash: input.confirm,
    });
    const line = {
      op: 'in' as const,
      address: input.address,
      person: String(input.person),
      until: stamp(until),
      session: String(id),
      confirm: { sha256: input.confirm, by: stamp(confirmBy(now)) },
    };
    return done(
      { epoch, line },
      { name: 'signed-in-at-gate', subject: input.person, data: { session: id, until: stamp(until) } },
    );
  },
});
