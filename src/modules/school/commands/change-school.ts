import { z } from 'zod';

import { command, done, failed, nothing, query } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { optionalText, text, wholeNumber } from '../../../platform/forms/fields.ts';
import { schoolEvents } from '../events.ts';
import { mayChangeSchool } from '../policy.ts';
import { changeSchool, findSchool, sitesOf } from '../store.ts';

/** The school's own record, before it is changed. */
export const showSchool = query({
  name: 'school.show-school',
  input: z.object({}),
  events: schoolEvents,
  load: (db) => findSchool(db),
  policy: mayChangeSchool,
  answer: async (db, { subject }) => ({ school: subject, sites: await sitesOf(db) }),
  leaves: 'The school’s name and web address are public.',
});

/** Changes the school's name and the address of its website, if nobody else did meanwhile. */
export const changeSchoolRecord = command({
  name: 'school.change-school',
  input: z.strictObject({
    name: text('the school’s name', 200),
    website: optionalText('the address of its website', 200),
    version: wholeNumber('the version', 1, 1_000_000),
  }),
  events: schoolEvents,
  load: (db) => findSchool(db),
  policy: mayChangeSchool,
  prepare: nothing,
  effect: async ({ db, input }) => {
    const address = URL.parse(input.website);
    if (input.website !== '' && (address === null || !/^https?:$/.test(address.protocol))) {
      return failed('website', 'The address must begin with https://, or be left empty');
    }
    await changeOne(changeSchool(db, input));
    return done(undefined, { name: 'school-changed', subject: db.school, data: {} });
  },
  changesFilter: true,
});
