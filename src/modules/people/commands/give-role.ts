import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { findPerson, holdersOf } from '../lists.ts';
import { mayGiveRoles } from '../policy.ts';
import { addAccount, addRole, findAccount, findPersonRow, loginNameIsFree } from '../store.ts';
import { givenRoles } from '../words.ts';

/** Gives an adult a role from today. */
export const giveRole = command({
  name: 'people.give-role',
  input: z.strictObject({
    person: recordId<'person'>('Choose a person from the list'),
    role: choice(givenRoles, 'Choose a role from the list'),
  }),
  events: peopleEvents,
  load: async (db, { person }, { now }) => {
    const found = await findPerson(db, person, now);
    return found === undefined
      ? undefined
      : { person: found, headVacant: (await holdersOf(db, 'head', now)).length === 0 };
  },
  policy: (actor, subject) => mayGiveRoles(actor, { person: subject.person.id, headVacant: subject.headVacant }),
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    const row = await findPersonRow(db, input.person);
    if (row?.kind !== 'adult') return failed('person', 'Only adults who work with the school can hold a role');
    if (subject.person.roles.includes(input.role)) return failed('role', 'They hold this role already');
    const today = schoolDay(now).toString();
    await addRole(db, { id: newId(), person: input.person, role: input.role, from: today, until: null });
    const made: PeopleEvent[] = [];
    if (row.email !== null && (await findAccount(db, input.person)) === undefined) {
      if (await loginNameIsFree(db, row.email, input.person)) {
        made.push(await addAccount(db, { person: input.person, sort: 'adult', loginName: row.email, hash: null }, now));
      }
    }
    const given: PeopleEvent = { name: 'role-given', subject: input.person, data: { role: input.role, from: today } };
    return done(input.person, given, ...made);
  },
  changesFilter: true,
});
