import { z } from 'zod';

import { holds } from '../../../platform/access/access.ts';
import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { stoppedAddresses } from '../../../platform/mail/stopped-addresses.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { findPerson, linkedPeople } from '../lists.ts';
import { mayOpenContacts, mayOpenPerson, maySetLogIn } from '../policy.ts';
import { logInSubject } from '../commands/set-log-in.ts';
import { membershipsOf, pupilsOf } from '../memberships.ts';
import { findPersonRow, rolePeriods } from '../store.ts';

/** One person's record, as much of it as the viewer may see. */
export const openPerson = query({
  name: 'people.open-person',
  input: z.object({ id: recordId<'person'>() }),
  events: peopleEvents,
  load: async (db, { id }, { now }) => {
    const row = await findPersonRow(db, id);
    const summary = await findPerson(db, id, now);
    return row === undefined || summary === undefined ? undefined : { row, summary };
  },
  policy: (actor, { row, summary }) =>
    mayOpenPerson(actor, {
      person: summary.id,
      kind: row.kind,
      classes: summary.pupil?.classes.map((one) => one.id) ?? [],
    }),
  answer: async (db, { actor, subject, now }) => {
    const { row, summary } = subject;
    const today = schoolDay(now).toString();
    const accounts = holds(actor, 'technician', 'lead', 'dsl', 'deputy-dsl', 'head');
    const logIn = accounts ? await logInSubject(db, summary.id, now) : undefined;
    return {
      summary,
      leftOn: row.left_on,
      sourced: row.sourced_id !== null,
      kind: row.kind,
      roles: await rolePeriods(db, summary.id),
      memberships: await membershipsOf(db, summary.id),
      contacts: row.kind === 'pupil' && mayOpenContacts(actor) ? await linkedPeople(db, summary.id, now) : undefined,
      pupils: row.kind === 'contact' ? await pupilsOf(db, summary.id, today) : undefined,
      logIn:
        logIn === undefined
          ? undefined
          : {
              name: logIn.account === undefined ? '' : logIn.account.login_name,
              hasPassword: logIn.hasPassword,
              may: maySetLogIn(actor, logIn),
            },
      cameBack: row.email === null ? undefined : (await stoppedAddresses(db, row.email)).map(({ since }) => since)[0],
      own: actor.kind === 'person' && actor.person === summary.id,
      today,
    };
  },
  leaves: (value, { subject }) =>
    value.own ? [] : [{ name: 'person-viewed', subject: subject.summary.id, data: { part: 'record' } }],
});
