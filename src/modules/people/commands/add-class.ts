import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { choice, text } from '../../../platform/forms/fields.ts';
import { yearGroupCodes } from '../../school/index.ts';
import { peopleEvents } from '../events.ts';
import { mayAddPeople } from '../policy.ts';
import { addClass, findClassByName } from '../store.ts';

/** Adds a class by hand. Its year group may be left empty: some classes are mixed. */
export const addClassByHand = command({
  name: 'people.add-class',
  input: z.strictObject({
    name: text('the name of the class', 100),
    yearGroup: choice([...yearGroupCodes, ''], 'Choose the year group').default(''),
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayAddPeople,
  prepare: nothing,
  effect: async ({ db, input, newId }) => {
    if ((await findClassByName(db, input.name)) !== undefined) return failed('name', 'There is a class of this name');
    const id = newId<'class'>();
    await addClass(db, {
      id,
      name: input.name,
      yearGroup: input.yearGroup === '' ? null : input.yearGroup,
      sourcedId: null,
    });
    return done(id, { name: 'class-added', subject: id, data: { way: 'by-hand' } });
  },
  changesFilter: false,
});
