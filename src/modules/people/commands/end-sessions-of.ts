import { z } from 'zod';

import type { WebSessions } from '../../../platform/auth/web-sessions.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { mayEndSessionsOf } from '../policy.ts';
import { findPersonRow } from '../store.ts';

/**
 * Makes the command with which the school signs somebody else out everywhere (ASVS 5.0 7.4.5): a laptop that was stolen, a browser left open
 * in a classroom. Sessions are machinery: they end first, then the trail says so. Their password stays; they can sign in again.
 */
export function makeEndSessionsOf(sessions: WebSessions) {
  return command({
    name: 'people.end-sessions-of',
    input: z.strictObject({ person: recordId<'person'>() }),
    events: peopleEvents,
    load: (db, { person }) => findPersonRow(db, person),
    policy: (actor, row) => mayEndSessionsOf(actor, { person: row.id, kind: row.kind }),
    prepare: async ({ person }) => ({ ended: await sessions.endAll(person) }),
    effect: ({ input, prepared }) =>
      Promise.resolve(
        prepared.ended === 0
          ? failed('', 'They are signed in nowhere')
          : done(undefined, { name: 'sessions-ended', subject: input.person, data: { sessions: prepared.ended } }),
      ),
    changesFilter: false,
  });
}
