import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { optionalText, text } from '../../../platform/forms/fields.ts';
import { schoolEvents } from '../events.ts';
import { addSchool, findSchool } from '../store.ts';

/** Adds a school from the machine's own command line: demonstrations, and builders of tests. People use the set-up link. */
export const addSchoolByHand = command({
  name: 'school.add-school',
  input: z.strictObject({
    name: text('the school’s name', 200),
    website: optionalText('the address of its website', 200),
  }),
  events: schoolEvents,
  load: async (db) => ({ exists: (await findSchool(db)) !== undefined }),
  policy: onlyMachine('command-line'),
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    if (subject.exists) return failed('', 'This school is set up already');
    await addSchool(db, { ...input, siteId: newId(), now });
    return done(db.school, { name: 'school-added', subject: db.school, data: { way: 'command-line' } });
  },
  changesFilter: true,
});
