import { z } from 'zod';

import type { WebSessions } from '../../../platform/auth/web-sessions.ts';
import { query } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';

/** Makes the query behind "Where you are signed in". */
export function makeOwnSessions(sessions: WebSessions) {
  return query({
    name: 'people.own-sessions',
    input: z.object({}),
    events: peopleEvents,
    load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor : undefined),
    policy: mayUseOwnAccount,
    answer: async (_db, { subject }) =>
      (await sessions.list(subject.person)).map((one) => ({ ...one, isThis: one.id === subject.session?.id })),
    leaves: 'People look at where they themselves are signed in.',
  });
}
