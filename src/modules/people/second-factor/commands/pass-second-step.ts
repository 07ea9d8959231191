import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { codeField } from '../code-field.ts';
import { signInFacts } from '../facts.ts';
import { stepOfCode } from '../one-time-codes.ts';
import { onlyAtSignIn } from '../policy.ts';
import { looksLikeRecoveryCode, withoutCode } from '../recovery-codes.ts';
import { keepAuthenticator, keepRecoveryCodes } from '../store.ts';
import { tellOwner } from '../tell-owner.ts';

/** What was given, and how many recovery codes are left. */
export interface Passed {
  readonly way: 'app-code' | 'recovery-code';
  readonly left: number;
}

const WRONG = 'This code does not work. Enter the six digits that the app shows now; each works once';

/**
 * Takes the second step of a sign-in: a code of the app, accepted once (RFC 6238, 5.2), or a recovery code, spent by it. The caller counts
 * wrong ones. Using a recovery code is told to its owner by mail.
 */
export const passSecondStep = command({
  name: 'people.pass-second-step',
  input: z.strictObject({ person: recordId<'person'>(), code: codeField('Enter the six digits, or a recovery code') }),
  events: peopleEvents,
  load: (db, { person }, { now }) => signInFacts(db, person, now),
  policy: onlyAtSignIn,
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    const { app, person, recovery } = subject;
    if (looksLikeRecoveryCode(input.code)) {
      const left = recovery === undefined ? undefined : withoutCode(recovery.hashes, person, input.code);
      if (recovery === undefined || left === undefined) return failed('code', WRONG);
      await keepRecoveryCodes(db, person, recovery, { hashes: left, madeAt: recovery.madeAt });
      await tellOwner({ db, now, newId }, subject);
      const passed: Passed = { way: 'recovery-code', left: left.length };
      return done(passed, { name: 'recovery-code-used', subject: person, data: { left: left.length } });
    }
    if (app === undefined || typeof app.secret !== 'string') return failed('code', WRONG);
    const step = stepOfCode({ secret: app.secret, lastStep: app.last_step }, input.code, now);
    if (step === undefined) return failed('code', WRONG);
    await keepAuthenticator(db, person, app, { last_step: step });
    const passed: Passed = { way: 'app-code', left: recovery?.hashes.length ?? 0 };
    return done(passed, { name: 'second-step-passed', subject: person, data: {} });
  },
  changesFilter: false,
});
