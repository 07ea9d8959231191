import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { schoolName } from '../../school/index.ts';
import { peopleEvents } from '../events.ts';
import { findPerson } from '../lists.ts';
import { classesTaught, findAccount } from '../store.ts';

/** Whom a session or a log-in stands for today. The web app asks it for itself, before anybody is an actor. */
export const whoSignsIn = query({
  name: 'people.who-signs-in',
  input: z.strictObject({ person: recordId<'person'>() }),
  events: peopleEvents,
  load: (db, { person }, { now }) => findPerson(db, person, now),
  policy: onlyMachine('job', 'web'),
  answer: async (db, { input, subject, now }) => {
    const account = await findAccount(db, input.person);
    return {
      summary: subject,
      /** False once the log-in was closed: a session that is still open ends with it. */
      open: account?.closed_at === null,
      passwordSetAt: account?.password_set_at ?? null,
      classes: await classesTaught(db, input.person, schoolDay(now).toString()),
      school: await schoolName(db),
    };
  },
  leaves: 'The web app finds out on each page who is signed in; nobody is shown anything by it.',
});
