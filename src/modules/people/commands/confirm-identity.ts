import { z } from 'zod';

import { passwordMatches } from '../../../platform/auth/passwords.ts';
import type { Limit, RateLimits } from '../../../platform/auth/rate-limits.ts';
import type { WebSessions } from '../../../platform/auth/web-sessions.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { optionalText } from '../../../platform/forms/fields.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { ownPath } from '../own-paths.ts';
import { shownPasskeyField } from '../passkeys/credential-field.ts';
import { changePasskey, type PasskeyRow } from '../passkeys/store.ts';
import type { Passkeys } from '../passkeys/verify.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { hasOnlyPasskeys, ownFacts, type SignInFacts } from '../second-factor/facts.ts';
import { stepOfCode } from '../second-factor/one-time-codes.ts';
import { keepAuthenticator } from '../second-factor/store.ts';

/** A browser left open must not become a place to guess. */
const TRIES: Limit = { name: 'confirm-identity', times: 10, seconds: 900 };

const given = z.strictObject({
  password: z.string().max(1000).default(''),
  code: optionalText('the six digits', 40),
  credential: z.union([z.literal('').transform(() => undefined), shownPasskeyField()]).optional(),
  next: z.string().max(1000).default('/'),
});
type Given = z.infer<typeof given>;

type Shown =
  | { readonly by: 'password' | 'none' }
  | { readonly by: 'passkey'; readonly counter: number; readonly row: PasskeyRow }
  | { readonly by: 'app-code'; readonly step: number };

/**
 * Makes the command with which somebody who is signed in shows again that it is they, for acts that ask for it: by their password, by their
 * passkey, or, where they have no password here, by a code of their app. Whose second step is a passkey alone confirms by that alone. It counts for ten minutes. The session is machinery: it is marked
 * first, then the trail says so.
 */
export function makeConfirmIdentity(parts: {
  limits: RateLimits;
  sessions: WebSessions;
  clock: Clock;
  keys: Passkeys;
}) {
  const check = async (input: Given, facts: SignInFacts): Promise<Shown> => {
    if (input.credential !== undefined) {
      const { credential } = input;
      const row = facts.passkeys.find((one) => one.credential_id === credential.id);
      const counter =
        row === undefined ? undefined : await parts.keys.shown(`confirm:${facts.person}`, credential, row);
      return row === undefined || counter === undefined ? { by: 'none' } : { by: 'passkey', counter, row };
    }
    if (hasOnlyPasskeys(facts)) return { by: 'none' };
    const hash = facts.account?.password_hash;
    // A code alone is for those who have no password here: they came in by the school's own sign-in.
    if (typeof hash !== 'string' && typeof facts.app?.secret === 'string') {
      const app = { secret: facts.app.secret, lastStep: facts.app.last_step };
      const step = stepOfCode(app, input.code, parts.clock.now());
      return step === undefined ? { by: 'none' } : { by: 'app-code', step };
    }
    return { by: (await passwordMatches(input.password, hash ?? undefined)) ? 'password' : 'none' };
  };

  return command({
    name: 'people.confirm-identity',
    input: given,
    events: peopleEvents,
    load: async (db, _input, asking) => {
      const facts = await ownFacts(db, _input, asking);
      const session = asking.actor.kind === 'person' ? asking.actor.session?.id : undefined;
      return facts === undefined ? undefined : { facts, session };
    },
    policy: mayUseOwnAccount,
    prepare: async (input, { facts, session }): Promise<Shown> => {
      await parts.limits.use(TRIES, facts.person);
      const shown = await check(input, facts);
      if (shown.by !== 'none' && session !== undefined) {
        await parts.sessions.confirm(session);
        await parts.limits.forget(TRIES, facts.person);
      }
      return shown;
    },
    effect: async ({ db, input, subject, prepared, now }) => {
      const { facts } = subject;
      if (prepared.by === 'none') {
        if (input.credential !== undefined)
          return failed(
            '',
            `This passkey did not work. Try again${hasOnlyPasskeys(facts) ? '' : ', or use your password'}`,
          );
        if (hasOnlyPasskeys(facts))
          return failed('', 'Use your passkey. If you do not have it, sign out and sign in again with a recovery code');
        return typeof facts.account?.password_hash === 'string'
          ? failed('password', 'This is not your password')
          : failed('code', 'This is not the code the app shows now');
      }
      if (prepared.by === 'passkey') {
        await changePasskey(db, prepared.row, { counter: prepared.counter, used_at: now.toString() });
      }
      if (prepared.by === 'app-code') {
        await keepAuthenticator(db, facts.person, facts.app, { last_step: prepared.step });
      }
      return done(
        { to: ownPath(input.next) },
        { name: 'identity-confirmed', subject: facts.person, data: { by: prepared.by } },
      );
    },
    changesFilter: false,
  });
}
