import { z } from 'zod';

import type { Actor } from '../../../../platform/access/access.ts';
import { command, done, nothing } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { recordId, text } from '../../../../platform/forms/fields.ts';
import type { Id } from '../../../../platform/ids/ids.ts';
import { peopleEvents } from '../../events.ts';
import { mayUseOwnAccount } from '../../policy.ts';
import { signInFacts, type SignInFacts } from '../../second-factor/facts.ts';
import { mayRemoveFactor } from '../../second-factor/policy.ts';
import { keepRecoveryCodes } from '../../second-factor/store.ts';
import { tellOwner } from '../../second-factor/tell-owner.ts';
import { changePasskey, type PasskeyRow } from '../store.ts';

/** One of the passkeys of whoever asks; another's is not found. */
export async function ownPasskey(
  db: ReadHandle,
  { passkey }: { passkey: Id<'passkey'> },
  { actor, now }: { actor: Actor; now: Temporal.Instant },
): Promise<{ facts: SignInFacts; row: PasskeyRow } | undefined> {
  if (actor.kind !== 'person') return undefined;
  const facts = await signInFacts(db, actor.person, now);
  const row = facts?.passkeys.find((one) => one.id === passkey);
  return facts === undefined || row === undefined ? undefined : { facts, row };
}

/** Gives a passkey another name. */
export const renamePasskey = command({
  name: 'people.rename-passkey',
  input: z.strictObject({ passkey: recordId<'passkey'>(), name: text('a name for this passkey', 60) }),
  events: peopleEvents,
  load: ownPasskey,
  policy: mayUseOwnAccount,
  prepare: nothing,
  effect: async ({ db, input, subject }) => {
    await changePasskey(db, subject.row, { name: input.name });
    return done(undefined, {
      name: 'passkey-renamed',
      subject: subject.facts.person,
      data: { passkey: subject.row.id },
    });
  },
  changesFilter: false,
});

/** Takes a passkey away. What it was verified with is forgotten; that it was there stays. */
export const removePasskey = command({
  name: 'people.remove-passkey',
  input: z.strictObject({ passkey: recordId<'passkey'>() }),
  events: peopleEvents,
  load: ownPasskey,
  policy: (actor, { facts }) =>
    mayRemoveFactor(actor, { mustHave: facts.mustHave, left: facts.passkeys.length - 1 + (facts.hasApp ? 1 : 0) }),
  prepare: nothing,
  effect: async ({ db, subject, now, newId }) => {
    const { facts, row } = subject;
    await changePasskey(db, row, { removed_at: now.toString(), public_key: '' });
    if (facts.recovery !== undefined && !facts.hasApp && facts.passkeys.length === 1) {
      await keepRecoveryCodes(db, facts.person, facts.recovery, { hashes: [], madeAt: facts.recovery.madeAt });
    }
    await tellOwner({ db, now, newId }, facts);
    return done(undefined, { name: 'passkey-removed', subject: facts.person, data: { passkey: row.id } });
  },
  changesFilter: false,
});
