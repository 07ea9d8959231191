import { z } from 'zod';

import { holds } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { adultsHere } from '../posts.ts';
import { coversFrom } from './covers.ts';
import { maySeeCovers } from './policy.ts';

/** The covers that concern the one who asks, now and to come; for the head all. */
export const showCovers = query({
  name: 'people.show-covers',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: maySeeCovers,
  answer: async (db, { actor, now }) => {
    const today = schoolDay(now);
    const own = actor.kind === 'person' ? actor.person : '';
    const head = holds(actor, 'head');
    return {
      today: today.toString(),
      own,
      head,
      covers: await coversFrom(db, today.toString(), head ? undefined : own),
      adults: await adultsHere(db, now),
      roles: actor.kind === 'person' ? [...actor.roles] : [],
    };
  },
  leaves: 'Who stands in for whom is told to both, and known to their colleagues.',
});
