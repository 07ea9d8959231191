import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { Role } from '../../../platform/access/roles.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { schoolName } from '../../school/index.ts';
import { findPerson } from '../lists.ts';
import { passkeysOf, type PasskeyRow } from '../passkeys/store.ts';
import { findAccount, type AccountRow } from '../store.ts';
import { findAuthenticator, findRecoveryCodes, type AuthenticatorRow } from './store.ts';
import { needsSecondStep } from './who-needs-it.ts';

/** All that is known of how somebody signs in. Secrets included: for commands and queries, never for a page as it is. */
export interface SignInFacts {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string | null;
  readonly school: string;
  readonly roles: readonly Role[];
  readonly staff: boolean;
  readonly pupil: boolean;
  readonly account: AccountRow | undefined;
  readonly app: AuthenticatorRow | undefined;
  readonly hasApp: boolean;
  readonly passkeys: readonly PasskeyRow[];
  readonly recovery:
    { readonly hashes: readonly string[]; readonly madeAt: Temporal.Instant; version: number } | undefined;
  /** True when one of their roles today asks for a second step. */
  readonly mustHave: boolean;
}

/** Reads how a person signs in; undefined when this school has none such. */
export async function signInFacts(
  db: ReadHandle,
  person: PersonId,
  now: Temporal.Instant,
): Promise<SignInFacts | undefined> {
  const summary = await findPerson(db, person, now);
  if (summary === undefined) return undefined;
  const app = await findAuthenticator(db, person);
  return {
    person,
    name: summary.name,
    email: summary.email,
    school: await schoolName(db),
    roles: summary.roles,
    staff: summary.staff,
    pupil: summary.pupil !== null,
    account: await findAccount(db, person),
    app,
    hasApp: typeof app?.secret === 'string',
    passkeys: await passkeysOf(db, person),
    recovery: await findRecoveryCodes(db, person),
    mustHave: needsSecondStep(summary.roles),
  };
}

/**
 * True for somebody whose second step is a passkey and no app: whatever their password alone must not open asks for the passkey, as their sign-in
 * does.
 */
export function hasOnlyPasskeys(facts: Pick<SignInFacts, 'hasApp' | 'passkeys'>): boolean {
  return !facts.hasApp && facts.passkeys.length > 0;
}

/** For `load` of what people do with their own sign-in. */
export const ownFacts = async (
  db: ReadHandle,
  _input: unknown,
  asking: { actor: { kind: string; person?: PersonId }; now: Temporal.Instant },
): Promise<SignInFacts | undefined> =>
  asking.actor.person === undefined ? undefined : signInFacts(db, asking.actor.person, asking.now);
