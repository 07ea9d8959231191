import { z } from 'zod';

import { both } from '../../../platform/access/access.ts';
import { hashPassword, passwordMatches } from '../../../platform/auth/passwords.ts';
import type { RateLimits } from '../../../platform/auth/rate-limits.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { passwordField } from '../fields.ts';
import { newPasswordProblem } from '../passwords/new-password.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { hasOnlyPasskeys, signInFacts } from '../second-factor/facts.ts';
import { mayChangeSignIn } from '../second-factor/policy.ts';
import { tellOwner } from '../second-factor/tell-owner.ts';
import { changePasswordOf } from '../store.ts';
import { TRIES } from './change-password.ts';
import { logInSubject } from './set-log-in.ts';

/**
 * Makes the command for a password that is not changed with a code of an app: the first one of somebody who has signed in without, with a passkey or
 * by the school's own service; and another, with the old one, of somebody whose second step is a passkey. They must have shown within ten minutes that
 * it is they, which is by the passkey where they have one (ASVS 5.0 6.2.3, 7.5.1). Every session begun before is over: `personActor` sees to that.
 */
export function makeChoosePassword(limits: RateLimits) {
  return command({
    name: 'people.choose-password',
    input: z.strictObject({
      current: z.string().max(1000).default(''),
      password: passwordField('Enter a new password'),
    }),
    events: peopleEvents,
    load: async (db, _input, { actor, now }) => {
      if (actor.kind !== 'person') return undefined;
      const subject = await logInSubject(db, actor.person, now);
      const facts = await signInFacts(db, actor.person, now);
      return subject === undefined || facts === undefined
        ? undefined
        : { ...subject, onlyPasskeys: hasOnlyPasskeys(facts) };
    },
    policy: (actor) => both(mayUseOwnAccount(actor), mayChangeSignIn(actor)),
    prepare: async (input, subject): Promise<{ hash: string } | { field: string; problem: string }> => {
      const hash = subject.account?.password_hash ?? undefined;
      if (hash !== undefined) {
        if (!subject.onlyPasskeys) {
          return { field: '', problem: 'You have a password. Change it under “My account”' };
        }
        await limits.use(TRIES, subject.person);
        if (!(await passwordMatches(input.current, hash))) {
          return { field: 'current', problem: 'This is not the password you have now' };
        }
      }
      const about = [...subject.about, subject.loginName];
      const problem = await newPasswordProblem(input.password, { hash, about });
      return problem === undefined ? { hash: await hashPassword(input.password) } : { field: 'password', problem };
    },
    effect: async ({ db, subject, prepared, now, newId }) => {
      if (subject.account === undefined) return failed('', 'You have no log-in to change');
      if ('problem' in prepared) return failed(prepared.field, prepared.problem);
      await tellOwner({ db, now, newId }, { person: subject.person, email: subject.email });
      await changePasswordOf(db, subject.account, { hash: prepared.hash, byAnother: false }, now);
      return done(undefined, { name: 'password-set', subject: subject.person, data: { own: true } });
    },
    changesFilter: false,
  });
}
