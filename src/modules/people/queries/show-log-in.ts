import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { logInSubject } from '../commands/set-log-in.ts';
import { peopleEvents } from '../events.ts';
import { maySetLogIn } from '../policy.ts';

/** The log-in of another person, before it is set. The same policy as the setting of it. */
export const showLogIn = query({
  name: 'people.show-log-in',
  input: z.object({ person: recordId<'person'>() }),
  events: peopleEvents,
  load: (db, { person }, { now }) => logInSubject(db, person, now),
  policy: (actor, subject) => maySetLogIn(actor, subject),
  answer: (_db, { subject }) =>
    Promise.resolve({
      person: subject.person,
      name: subject.name,
      pupil: subject.kind === 'pupil',
      loginName: subject.loginName,
      hasPassword: subject.hasPassword,
    }),
  leaves: (_value, { subject }) => [{ name: 'person-viewed', subject: subject.person, data: { part: 'log-in' } }],
});
