import { z } from 'zod';

import type { WebSessions } from '../../../platform/auth/web-sessions.ts';
import { command, done } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';

/** Makes the command that ends all sessions of the person who asks. Sessions are machinery: they end first, then the trail says so. */
export function makeSignOutEverywhere(sessions: WebSessions) {
  return command({
    name: 'people.sign-out-everywhere',
    input: z.strictObject({}),
    events: peopleEvents,
    load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
    policy: mayUseOwnAccount,
    prepare: async (_input, person) => ({ ended: await sessions.endAll(person) }),
    effect: ({ subject, prepared }) =>
      Promise.resolve(done(undefined, { name: 'signed-out-everywhere', subject, data: { sessions: prepared.ended } })),
    changesFilter: false,
  });
}
