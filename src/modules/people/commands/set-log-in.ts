import { z } from 'zod';

import { hashPassword, PASSWORD_MIN, passwordProblem } from '../../../platform/auth/passwords.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { schoolName } from '../../school/index.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { loginNameField, passwordField } from '../fields.ts';
import { findPerson, holdersOf } from '../lists.ts';
import { maySetLogIn } from '../policy.ts';
import { addAccount, changePasswordOf, findAccount, findPersonRow, loginNameIsFree } from '../store.ts';

/** A pupil's password comes from the school and opens only the gate, so it may be shorter (our rule; NCSC: length over composition). */
export const PUPIL_PASSWORD_MIN = 6;

/** What the policy and the page must know about a log-in before it is set. */
export async function logInSubject(db: ReadHandle, person: PersonId, now: Temporal.Instant) {
  const row = await findPersonRow(db, person);
  const summary = await findPerson(db, person, now);
  if (row === undefined || summary === undefined) return undefined;
  const account = await findAccount(db, person);
  return {
    person,
    kind: row.kind,
    roles: summary.roles,
    name: summary.name,
    email: row.email,
    hasPassword: typeof account?.password_hash === 'string',
    headVacant: (await holdersOf(db, 'head', now)).length === 0,
    loginName: account?.login_name ?? row.email ?? '',
    about: [row.given_name, row.family_name, row.display_name, row.email ?? '', await schoolName(db)],
    account,
  };
}

/**
 * Sets the log-in name and password of another person. It ends what was begun with the old one (actor.ts). A password that one person chose for
 * another who works here is known to two: it opens the web app only as far as the page where its owner chooses their own. A pupil's comes from
 * the school for good, and the machine's own command line (a demonstration) is nobody who would know it.
 */
export const setLogIn = command({
  name: 'people.set-log-in',
  input: z.strictObject({
    person: recordId<'person'>(),
    loginName: loginNameField(),
    password: passwordField('Enter a password for them'),
  }),
  events: peopleEvents,
  load: (db, { person }, { now }) => logInSubject(db, person, now),
  policy: (actor, subject) => maySetLogIn(actor, subject),
  prepare: async (input, subject) => {
    const problem = passwordProblem(
      input.password,
      [...subject.about, input.loginName],
      subject.kind === 'pupil' ? PUPIL_PASSWORD_MIN : PASSWORD_MIN,
    );
    return problem === undefined ? { hash: await hashPassword(input.password) } : { problem };
  },
  effect: async ({ db, actor, input, subject, prepared, now }) => {
    if ('problem' in prepared) return failed('password', prepared.problem);
    if (!(await loginNameIsFree(db, input.loginName, input.person))) {
      return failed('loginName', 'Somebody else signs in with this name. Choose another');
    }
    const { account, kind } = subject;
    const byAnother = actor.kind === 'person' && actor.person !== input.person && kind !== 'pupil';
    const set: PeopleEvent = { name: 'password-set', subject: input.person, data: { own: false } };
    if (account === undefined) {
      const opened = { person: input.person, sort: kind, loginName: input.loginName, hash: prepared.hash, byAnother };
      return done(input.person, await addAccount(db, opened, now), set);
    }
    const name = { login_name: input.loginName, closed_at: null };
    await changePasswordOf(db, account, { hash: prepared.hash, byAnother }, now, name);
    return done(input.person, set);
  },
  changesFilter: true,
});
