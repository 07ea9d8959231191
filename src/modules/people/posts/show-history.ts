import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { maySeePosts } from '../policy.ts';
import { adultsHere } from '../posts.ts';
import { postHistory } from './holders.ts';

/** Who held which post, and when. */
export const showPostHistory = query({
  name: 'people.show-post-history',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: maySeePosts,
  answer: async (db, { now }) => ({ periods: await postHistory(db), today: schoolDay(now).toString() }),
  leaves: 'Who held a post is known to the whole school and stands in its policy.',
});

/** The adults who could take a post, for the form. */
export const beforeGivingPost = query({
  name: 'people.before-giving-post',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: maySeePosts,
  answer: async (db, { now }) => ({ adults: await adultsHere(db, now), today: schoolDay(now).toString() }),
  leaves: 'It shows the names of those who work here, whom every colleague may look up.',
});
