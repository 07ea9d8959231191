import { z } from 'zod';

import type { WebSessions } from '../../../platform/auth/web-sessions.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';

/** Makes the commands that end sessions of the person who asks. Sessions are machinery: they end first, then the trail says so. */
export function makeEndSessions(sessions: WebSessions) {
  return {
    /** One of them, by its name in the list. */
    endOne: command({
      name: 'people.end-session',
      input: z.strictObject({ session: recordId<'session'>() }),
      events: peopleEvents,
      load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
      policy: mayUseOwnAccount,
      prepare: async ({ session }, person) => ({ ended: await sessions.endOne(person, session) }),
      effect: ({ subject, prepared }) =>
        Promise.resolve(
          prepared.ended
            ? done(undefined, { name: 'session-ended', subject, data: {} })
            : failed('', 'You were signed out there already'),
        ),
      changesFilter: false,
    }),
    /** All but the one that asks. */
    endOthers: command({
      name: 'people.end-other-sessions',
      input: z.strictObject({}),
      events: peopleEvents,
      load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor : undefined),
      policy: mayUseOwnAccount,
      prepare: async (_input, actor) => ({ ended: await sessions.endAll(actor.person, actor.session?.id ?? '') }),
      effect: ({ subject, prepared }) =>
        Promise.resolve(
          done(undefined, {
            name: 'signed-out-everywhere',
            subject: subject.person,
            data: { sessions: prepared.ended },
          }),
        ),
      changesFilter: false,
    }),
  };
}
