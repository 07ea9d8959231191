import { z } from 'zod';

import { hashPassword, passwordMatches, passwordProblem } from '../../../platform/auth/passwords.ts';
import type { Limit, RateLimits } from '../../../platform/auth/rate-limits.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { passwordField } from '../fields.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { changeAccount } from '../store.ts';
import { logInSubject } from './set-log-in.ts';

/** A browser left open must not become a place to guess the old password. */
const TRIES: Limit = { name: 'change-password', times: 10, seconds: 900 };

/** Makes the command with which people change their own password. Every session begun before is over: `personActor` sees to that. */
export function makeChangePassword(limits: RateLimits) {
  return command({
    name: 'people.change-password',
    input: z.strictObject({
      current: passwordField('Enter the password you have now'),
      password: passwordField('Enter a new password'),
    }),
    events: peopleEvents,
    load: async (db, _input, { actor, now }) =>
      actor.kind === 'person' ? logInSubject(db, actor.person, now) : undefined,
    policy: mayUseOwnAccount,
    prepare: async (input, subject): Promise<{ hash: string } | { field: string; problem: string }> => {
      await limits.use(TRIES, subject.person);
      if (!(await passwordMatches(input.current, subject.account?.password_hash ?? undefined))) {
        return { field: 'current', problem: 'This is not the password you have now' };
      }
      const problem = passwordProblem(input.password, [...subject.about, subject.loginName]);
      if (problem !== undefined) return { field: 'password', problem };
      return { hash: await hashPassword(input.password) };
    },
    effect: async ({ db, subject, prepared, now }) => {
      if (subject.account === undefined) return failed('', 'You have no log-in to change');
      if ('problem' in prepared) return failed(prepared.field, prepared.problem);
      await changeAccount(db, subject.account, { password_hash: prepared.hash, password_set_at: now.toString() });
      return done(undefined, { name: 'password-set', subject: subject.person, data: { own: true } });
    },
    changesFilter: false,
  });
}
