import { z } from 'zod';

import { both } from '../../../platform/access/access.ts';
import { hashPassword } from '../../../platform/auth/passwords.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { logInSubject } from '../commands/set-log-in.ts';
import { peopleEvents } from '../events.ts';
import { passwordField } from '../fields.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { mayChangeSignIn } from '../second-factor/policy.ts';
import { changePasswordOf } from '../store.ts';
import { newPasswordProblem } from './new-password.ts';

/** At sign-in, where the old password is over: the new one in its place. The old one was given a moment ago, so it is not asked again. */
export const replacePassword = command({
  name: 'people.replace-password',
  input: z.strictObject({ password: passwordField('Enter a new password') }),
  events: peopleEvents,
  load: async (db, _input, { actor, now }) =>
    actor.kind === 'person' ? logInSubject(db, actor.person, now) : undefined,
  policy: (actor) => both(mayUseOwnAccount(actor), mayChangeSignIn(actor)),
  prepare: async (input, subject): Promise<{ hash: string } | { problem: string }> => {
    const about = [...subject.about, subject.loginName];
    const problem = await newPasswordProblem(input.password, { hash: subject.account?.password_hash, about });
    return problem === undefined ? { hash: await hashPassword(input.password) } : { problem };
  },
  effect: async ({ db, subject, prepared, now }) => {
    if (subject.account === undefined) return failed('', 'You have no log-in to change');
    if ('problem' in prepared) return failed('password', prepared.problem);
    await changePasswordOf(db, subject.account, { hash: prepared.hash, byAnother: false }, now);
    return done(undefined, { name: 'password-set', subject: subject.person, data: { own: true } });
  },
  changesFilter: false,
});
