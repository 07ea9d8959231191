import { z } from 'zod';

import { command, done, failed } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { onlyAtSignIn } from '../../second-factor/policy.ts';
import { shownPasskeyField } from '../credential-field.ts';
import { changePasskey, findPasskey } from '../store.ts';
import type { Passkeys } from '../verify.ts';

/**
 * Makes the command that takes a passkey at sign-in. It asked for a PIN, a finger or a face, so it is something held and something known or
 * been: both factors at once. A counter that does not grow is a copy, and refused (WebAuthn level 3, 6.1.1).
 */
export function makeUsePasskey(keys: Passkeys) {
  return command({
    name: 'people.use-passkey',
    input: z.strictObject({ credential: shownPasskeyField() }),
    events: peopleEvents,
    load: (db, { credential }) => findPasskey(db, credential.id),
    policy: onlyAtSignIn,
    prepare: async (input, row) => ({ counter: await keys.shown('sign-in', input.credential, row) }),
    effect: async ({ db, subject, prepared, now }) => {
      if (prepared.counter === undefined)
        return failed('', 'This passkey did not work. Try again, or use your password');
      await changePasskey(db, subject, { counter: prepared.counter, used_at: now.toString() });
      return done(subject.person_id, {
        name: 'passkey-used',
        subject: subject.person_id,
        data: { passkey: subject.id },
      });
    },
    changesFilter: false,
  });
}
