import { z } from 'zod';

import { command, done, failed } from '../../../../platform/commands/command.ts';
import { text } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { ownFacts } from '../../second-factor/facts.ts';
import { mayChangeSignIn } from '../../second-factor/policy.ts';
import { hashOfCode, newRecoveryCodes } from '../../second-factor/recovery-codes.ts';
import { keepRecoveryCodes } from '../../second-factor/store.ts';
import { tellOwner } from '../../second-factor/tell-owner.ts';
import { registeredPasskeyField } from '../credential-field.ts';
import { addPasskey } from '../store.ts';
import type { Passkeys } from '../verify.ts';

/** How many passkeys one person may have. */
const MOST = 20;

/**
 * Makes the command with which people add a passkey of their own. With their first second step they get recovery codes, to be shown once:
 * from then on their password alone does not sign them in.
 */
export function makeAddPasskey(keys: Passkeys) {
  return command({
    name: 'people.add-passkey',
    input: z.strictObject({ name: text('a name for this passkey', 60), credential: registeredPasskeyField() }),
    events: peopleEvents,
    load: ownFacts,
    policy: mayChangeSignIn,
    prepare: async (input, { person }, ids) => ({
      made: await keys.made(person, input.credential),
      codes: newRecoveryCodes(ids),
    }),
    effect: async ({ db, input, subject, prepared, now, newId }) => {
      const { person, passkeys, recovery } = subject;
      if (prepared.made === undefined)
        return failed('', 'The passkey could not be checked. Open the page again and try once more');
      if (passkeys.length >= MOST) return failed('', 'You have 20 passkeys. Take one away first');
      const { credential_id } = prepared.made;
      if (passkeys.some((one) => one.credential_id === credential_id))
        return failed('', 'You added this passkey before');
      const id = newId<'passkey'>();
      await addPasskey(db, { ...prepared.made, id, person_id: person, name: input.name, made_at: now.toString() });
      await tellOwner({ db, now, newId }, subject);
      const added = { name: 'passkey-added', subject: person, data: { passkey: id } } as const;
      if (subject.hasApp || passkeys.length > 0) return done(noCodes, added);
      const hashes = prepared.codes.map((code) => hashOfCode(person, code));
      await keepRecoveryCodes(db, person, recovery, { hashes, madeAt: now });
      return done({ codes: prepared.codes }, added, {
        name: 'recovery-codes-made',
        subject: person,
        data: { codes: hashes.length },
      });
    },
    changesFilter: false,
  });
}

const noCodes: { readonly codes: readonly string[] } = { codes: [] };
