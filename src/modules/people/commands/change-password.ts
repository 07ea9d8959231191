import { z } from 'zod';

import { hashPassword, passwordMatches } from '../../../platform/auth/passwords.ts';
import type { Limit, RateLimits } from '../../../platform/auth/rate-limits.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { passwordField } from '../fields.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { changePasswordOf } from '../store.ts';
import { optionalText } from '../../../platform/forms/fields.ts';
import { newPasswordProblem } from '../passwords/new-password.ts';
import { passkeysOf } from '../passkeys/store.ts';
import { hasOnlyPasskeys } from '../second-factor/facts.ts';
import { stepOfCode } from '../second-factor/one-time-codes.ts';
import { findAuthenticator, keepAuthenticator } from '../second-factor/store.ts';
import { tellOwner } from '../second-factor/tell-owner.ts';
import { logInSubject } from './set-log-in.ts';

/** A browser left open must not become a place to guess the old password. */
export const TRIES: Limit = { name: 'change-password', times: 10, seconds: 900 };

/** Makes the command with which people change their own password: the old one, and a code of their app where they have one (ASVS 5.0 6.2.3). Whose second step is a passkey alone does it by choose-password.ts. Every session begun before is over: `personActor` sees to that. */
export function makeChangePassword(limits: RateLimits) {
  return command({
    name: 'people.change-password',
    input: z.strictObject({
      current: passwordField('Enter the password you have now'),
      password: passwordField('Enter a new password'),
      code: optionalText('the six digits', 40),
    }),
    events: peopleEvents,
    load: async (db, _input, { actor, now }) => {
      const subject = actor.kind === 'person' ? await logInSubject(db, actor.person, now) : undefined;
      if (subject === undefined) return undefined;
      const app = await findAuthenticator(db, subject.person);
      const passkeys = await passkeysOf(db, subject.person);
      return { ...subject, app, needsPasskey: hasOnlyPasskeys({ hasApp: typeof app?.secret === 'string', passkeys }) };
    },
    policy: mayUseOwnAccount,
    prepare: async (input, subject): Promise<{ hash: string } | { field: string; problem: string }> => {
      if (subject.needsPasskey)
        return { field: '', problem: 'Your passkey is asked for first. Open “Change your password”' };
      await limits.use(TRIES, subject.person);
      if (!(await passwordMatches(input.current, subject.account?.password_hash ?? undefined))) {
        return { field: 'current', problem: 'This is not the password you have now' };
      }
      const about = [...subject.about, subject.loginName];
      const problem = await newPasswordProblem(input.password, { hash: subject.account?.password_hash, about });
      if (problem !== undefined) return { field: 'password', problem };
      return { hash: await hashPassword(input.password) };
    },
    effect: async ({ db, input, subject, prepared, now, newId }) => {
      if (subject.account === undefined) return failed('', 'You have no log-in to change');
      if ('problem' in prepared) return failed(prepared.field, prepared.problem);
      const { app } = subject;
      if (app !== undefined && app.secret !== null) {
        const step = stepOfCode({ secret: app.secret, lastStep: app.last_step }, input.code, now);
        if (step === undefined) return failed('code', 'Enter the six digits that the app shows now');
        await keepAuthenticator(db, subject.person, app, { last_step: step });
      }
      await tellOwner({ db, now, newId }, { person: subject.person, email: subject.email });
      await changePasswordOf(db, subject.account, { hash: prepared.hash, byAnother: false }, now);
      return done(undefined, { name: 'password-set', subject: subject.person, data: { own: true } });
    },
    changesFilter: false,
  });
}
