import { z } from 'zod';

import { allowed, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import { hashPassword, passwordProblem } from '../../../platform/auth/passwords.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { choice, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { schoolName, setUpSchool, tokenHolds } from '../../school/index.ts';
import { emailField, passwordField } from '../fields.ts';
import { setUpEvents } from '../set-up-events.ts';
import { addAccount, addPerson, addRole } from '../store.ts';

/** Only somebody with the link: the route looks the school up by the token, and the load asks whether it still holds. */
function onlyTheLink(actor: Actor, subject: { holds: boolean }): Verdict {
  if (actor.kind === 'visitor' && subject.holds) return allowed;
  return refused('This link has been used or is more than a week old. Restart Schoolgate for a new one.');
}

/**
 * Makes the school, its first person (head or online-safety lead) and their log-in, and spends the one-time link, all or nothing.
 * They are signed in only after they have set up their second step: `admit` sees to that.
 */
export const setUpSchoolByLink = command({
  name: 'people.set-up-school',
  input: z.strictObject({
    token: z.string().min(20).max(100),
    school: text('the school’s name', 200),
    given: text('your given name', 100),
    family: text('your family name', 100),
    email: emailField(),
    role: choice(['head', 'lead'], 'Choose whether you are the headteacher or the online-safety lead'),
    password: passwordField('Enter a password'),
  }),
  events: setUpEvents,
  load: async (db, { token }, { now }) => ({
    holds: (await tokenHolds(db, token, now)) && (await schoolName(db)) === '',
  }),
  policy: onlyTheLink,
  prepare: async (input) => {
    const problem = passwordProblem(input.password, [input.given, input.family, input.email, input.school]);
    return problem === undefined ? { hash: await hashPassword(input.password) } : { problem };
  },
  effect: async ({ db, input, prepared, now, newId }) => {
    if ('problem' in prepared) return failed('password', prepared.problem);
    const today = schoolDay(now).toString();
    const person = newId<'person'>();
    const added = await setUpSchool({ db, now }, { token: input.token, name: input.school, siteId: newId() });
    await addPerson(
      db,
      {
        id: person,
        kind: 'adult',
        given: input.given,
        family: input.family,
        email: input.email,
        yearGroup: null,
        sourcedId: null,
      },
      now,
    );
    await addRole(db, { id: newId(), person, role: input.role, from: today, until: null });
    const opened = { person, sort: 'adult', loginName: input.email, hash: prepared.hash } as const;
    const made = await addAccount(db, opened, now);
    return done(
      person,
      added,
      { name: 'person-added', subject: person, data: { kind: 'adult', way: 'set-up-link' } },
      { name: 'role-given', subject: person, data: { role: input.role, from: today } },
      made,
      { name: 'password-set', subject: person, data: { own: true } },
    );
  },
  changesFilter: true,
});
