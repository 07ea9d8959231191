import { z } from 'zod';

import { both } from '../../../platform/access/access.ts';
import { hashPassword } from '../../../platform/auth/passwords.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { passwordField } from '../fields.ts';
import { newPasswordProblem } from '../passwords/new-password.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { mayChangeSignIn } from '../second-factor/policy.ts';
import { tellOwner } from '../second-factor/tell-owner.ts';
import { changePasswordOf } from '../store.ts';
import { logInSubject } from './set-log-in.ts';

/**
 * The first password of somebody who has signed in without one until now, with a passkey or by the school's own service. There is no old one to ask
 * for, so they must have shown within ten minutes that it is they (ASVS 5.0 7.5.1). Every session begun before is over: `personActor` sees to that.
 */
export const chooseFirstPassword = command({
  name: 'people.choose-first-password',
  input: z.strictObject({ password: passwordField('Enter a new password') }),
  events: peopleEvents,
  load: async (db, _input, { actor, now }) =>
    actor.kind === 'person' ? logInSubject(db, actor.person, now) : undefined,
  policy: (actor) => both(mayUseOwnAccount(actor), mayChangeSignIn(actor)),
  prepare: async (input, subject): Promise<{ hash: string } | { problem: string }> => {
    if (subject.hasPassword) return { problem: 'You have a password. Change it under “My account”' };
    const problem = await newPasswordProblem(input.password, {
      hash: undefined,
      about: [...subject.about, subject.loginName],
    });
    return problem === undefined ? { hash: await hashPassword(input.password) } : { problem };
  },
  effect: async ({ db, subject, prepared, now, newId }) => {
    if (subject.account === undefined) return failed('', 'You have no log-in to change');
    if ('problem' in prepared) return failed('password', prepared.problem);
    await tellOwner({ db, now, newId }, { person: subject.person, email: subject.email });
    await changePasswordOf(db, subject.account, { hash: prepared.hash, byAnother: false }, now);
    return done(undefined, { name: 'password-set', subject: subject.person, data: { own: true } });
  },
  changesFilter: false,
});
