import { z } from 'zod';

import type { Role } from '../../../platform/access/roles.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, choices, optionalText, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { yearGroupCodes } from '../../school/index.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { emailField, idsField } from '../fields.ts';
import { holdersOf } from '../lists.ts';
import { mayAddPeople, mayGiveRoles } from '../policy.ts';
import { addAccount, addPerson, addRole, classesOf, joinClass, loginNameIsFree } from '../store.ts';
import { givenRoles } from '../words.ts';

/** Adds a pupil or an adult by hand. Roles other than "staff" are given only by those who may give roles. */
export const addPersonByHand = command({
  name: 'people.add-person',
  input: z.strictObject({
    kind: choice(['pupil', 'adult'], 'Choose whether this is a pupil or an adult'),
    given: text('their given name', 100),
    family: text('their family name', 100),
    display: optionalText('the name people call them', 120),
    email: emailField().or(z.literal('')).default(''),
    yearGroup: choice([...yearGroupCodes, ''], 'Choose the year group').default(''),
    classes: idsField('Choose a class from the list', 40),
    roles: choices(givenRoles, 'Choose roles from the list'),
  }),
  events: peopleEvents,
  load: async (db, _input, { now }) => ({
    classes: await classesOf(db),
    headVacant: (await holdersOf(db, 'head', now)).length === 0,
  }),
  policy: (actor, subject, input) => {
    const verdict = mayAddPeople(actor);
    if (!verdict.allowed || input.roles.every((role) => role === 'staff')) return verdict;
    return mayGiveRoles(actor, { person: undefined, headVacant: subject.headVacant });
  },
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    const today = schoolDay(now).toString();
    const classes = subject.classes.filter((one) => input.classes.includes(one.id));
    if (classes.length !== new Set(input.classes).size) return failed('classes', 'Choose a class from the list');
    const pupil = input.kind === 'pupil';
    if (pupil && input.yearGroup === '') return failed('yearGroup', 'Choose the year group');
    if (!pupil && input.email === '')
      return failed('email', 'Enter their e-mail address: it is the name they sign in with');
    const held: readonly Role[] = pupil ? [] : input.roles.length === 0 ? ['staff'] : input.roles;
    const id = newId<'person'>();
    if (!pupil && !(await loginNameIsFree(db, input.email, id))) {
      return failed('email', 'Somebody has this e-mail address already. Look them up under People');
    }
    await addPerson(
      db,
      {
        id,
        kind: input.kind,
        given: input.given,
        family: input.family,
        display: input.display,
        email: input.email === '' ? null : input.email,
        yearGroup: pupil ? input.yearGroup : null,
        sourcedId: null,
      },
      now,
    );
    for (const role of held) await addRole(db, { id: newId(), person: id, role, from: today, until: null });
    for (const one of classes) {
      await joinClass(db, { id: newId(), classId: one.id, person: id, part: pupil ? 'pupil' : 'teacher', from: today });
    }
    const made: readonly PeopleEvent[] = pupil
      ? []
      : [await addAccount(db, { person: id, sort: 'adult', loginName: input.email, hash: null }, now)];
    const added: PeopleEvent = { name: 'person-added', subject: id, data: { kind: input.kind, way: 'by-hand' } };
    const given = held.map((role): PeopleEvent => ({ name: 'role-given', subject: id, data: { role, from: today } }));
    return done(id, added, ...given, ...made);
  },
  changesFilter: true,
});
