import { z } from 'zod';

import type { Limit, RateLimits } from '../../../../platform/auth/rate-limits.ts';
import { command, done, failed } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { codeField } from '../code-field.ts';
import { ownFacts } from '../facts.ts';
import { stepOfCode } from '../one-time-codes.ts';
import { mayChangeSignIn } from '../policy.ts';
import { hashOfCode, newRecoveryCodes } from '../recovery-codes.ts';
import { keepAuthenticator, keepRecoveryCodes } from '../store.ts';
import { tellOwner } from '../tell-owner.ts';

/** Codes tried while an app is set up. */
const TRIES: Limit = { name: 'enrol-authenticator', times: 20, seconds: 900 };

/**
 * Makes the command that takes an authenticator app into use: the first code proves that app and Schoolgate hold the same secret. Gives ten new
 * recovery codes, to be shown once; those there were before stop working.
 */
export function makeEnrolAuthenticator(limits: RateLimits) {
  return command({
    name: 'people.enrol-authenticator',
    input: z.strictObject({ code: codeField() }),
    events: peopleEvents,
    load: ownFacts,
    policy: mayChangeSignIn,
    prepare: async (_input, { person }, ids) => {
      await limits.use(TRIES, person);
      return newRecoveryCodes(ids);
    },
    effect: async ({ db, input, subject, prepared, now, newId }) => {
      const { app, person } = subject;
      if (typeof app?.offered !== 'string') return failed('', 'There is no app to set up. Start again');
      const step = stepOfCode({ secret: app.offered, lastStep: 0 }, input.code, now);
      if (step === undefined) {
        return failed(
          'code',
          'This is not the code the app shows now. Check that your phone’s time is right, and try the next code',
        );
      }
      const changes = {
        secret: app.offered,
        offered: null,
        offered_at: null,
        enrolled_at: now.toString(),
        last_step: step,
      };
      await keepAuthenticator(db, person, app, changes);
      const hashes = prepared.map((code) => hashOfCode(person, code));
      await keepRecoveryCodes(db, person, subject.recovery, { hashes, madeAt: now });
      if (subject.hasApp) await tellOwner({ db, now, newId }, subject);
      return done(
        { codes: prepared },
        { name: 'authenticator-enrolled', subject: person, data: { replaced: subject.hasApp } },
        { name: 'recovery-codes-made', subject: person, data: { codes: hashes.length } },
      );
    },
    changesFilter: false,
  });
}
