import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { text } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { mayListPeople } from '../policy.ts';
import { classesOf } from '../store.ts';

/** The classes of one name that go on. */
export const classesNamed = query({
  name: 'people.classes-named',
  input: z.strictObject({ name: text('the name of the class', 100) }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayListPeople,
  answer: async (db, { input }) => (await classesOf(db)).filter((one) => one.name === input.name),
  leaves: 'The names of classes say nothing about anybody.',
});
