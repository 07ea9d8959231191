import type { Ruleset, RulesetPerson } from '../ruleset/ruleset.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { checkCredential, readBasic, type PeopleIndex } from './network-credential.ts';
import type { SessionsTable } from './sessions-table.ts';

/** Who is asking, as the filter sees it. */
export interface Identity {
  /** What the engine is asked about: null when nobody has signed in. */
  readonly personId: string | null;
  /** Null when nobody is known, also for somebody signed in whom the ruleset lacks. */
  readonly person: RulesetPerson | null;
  readonly knownBy: 'credential' | 'sign-in' | 'network';
  /** Code of the profile that holds. */
  readonly profile: string;
}

export type Identification =
  | { readonly kind: 'known'; readonly identity: Identity }
  /** A credential was offered and is wrong: never served as somebody else instead. */
  | { readonly kind: 'wrong-credential' }
  /** Too many wrong ones from this address: not looked at. */
  | { readonly kind: 'too-many' };

/** What stands in for a profile while no ruleset has ever been valid. */
export const NO_PROFILE = 'none';

/**
 * Finds out who asks, in this order (contracts.md, "The filter's own door"): network credential, sign-in at the gate from this
 * address, the network's default. A person who is signed in but no longer in the ruleset is nobody: the strictest profile holds.
 */
export function identify(
  ruleset: Ruleset | undefined,
  people: PeopleIndex,
  sessions: SessionsTable,
  attempts: AttemptLimit,
  asking: { readonly address: string; readonly proxyAuthorization: string | undefined; readonly nowMs: number },
): Identification {
  if (asking.proxyAuthorization !== undefined) {
    if (attempts.closed(asking.address)) return { kind: 'too-many' };
    const offered = readBasic(asking.proxyAuthorization);
    const person = offered === undefined ? undefined : checkCredential(people, offered);
    if (person === undefined) {
      attempts.failed(asking.address);
      return { kind: 'wrong-credential' };
    }
    return known(person.id, person, 'credential', person.profile);
  }
  const session = sessions.at(asking.address, asking.nowMs);
  if (session !== undefined) {
    const person = people.byId.get(session.person);
    return person === undefined
      ? known(session.person, null, 'sign-in', ruleset?.strictestProfile ?? NO_PROFILE)
      : known(person.id, person, 'sign-in', person.profile);
  }
  return known(null, null, 'network', ruleset?.networkProfile ?? NO_PROFILE);
}

function known(
  personId: string | null,
  person: RulesetPerson | null,
  knownBy: Identity['knownBy'],
  profile: string,
): Identification {
  return { kind: 'known', identity: { personId, person, knownBy, profile } };
}
