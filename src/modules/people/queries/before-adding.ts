import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { holdersOf } from '../lists.ts';
import { mayAddPeople, mayGiveRoles } from '../policy.ts';
import { classesOf } from '../store.ts';

/** What the forms for adding a person or a class offer. */
export const beforeAdding = query({
  name: 'people.before-adding',
  input: z.object({ kind: z.enum(['pupil', 'adult']).catch('pupil') }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayAddPeople,
  answer: async (db, { actor, input, now }) => ({
    kind: input.kind,
    classes: await classesOf(db),
    mayGiveRoles: mayGiveRoles(actor, {
      person: undefined,
      headVacant: (await holdersOf(db, 'head', now)).length === 0,
    }).allowed,
  }),
  leaves: 'The names of classes say nothing about anybody.',
});
