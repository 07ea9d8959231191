import { z } from 'zod';

import { holds } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { messageEvents } from '../events.ts';
import { maySeeReturned } from '../policy.ts';
import { stillStopped } from '../still-stopped.ts';

/** The addresses from which mail came back and that somebody still has. Parents and carers are named to the office only. */
export const seeReturned = query({
  name: 'messages.see-returned',
  input: z.object({}),
  events: messageEvents,
  load: wholeSchool,
  policy: maySeeReturned,
  answer: async (db, { actor, now }) => {
    return (await stillStopped(db, now)).map(({ stop, person }) => {
      const named = person !== undefined && (holds(actor, 'office') || person.roles.length > 0);
      return {
        id: stop.id,
        since: stop.since,
        why: stop.why,
        person: named ? { id: person.id, name: person.name } : undefined,
        address: named || holds(actor, 'office') ? stop.address : undefined,
      };
    });
  },
  leaves: (shown) =>
    shown.flatMap(({ person }) =>
      person === undefined ? [] : [{ name: 'returned-mail-viewed' as const, subject: person.id, data: {} }],
    ),
});
