import { allowed, both, confirmedLately, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import { mayUseOwnAccount } from '../policy.ts';
import type { SignInFacts } from './facts.ts';

/** May change how they themselves sign in: somebody who works here, and showed lately that it is they. */
export function mayChangeSignIn(actor: Actor): Verdict {
  return both(mayUseOwnAccount(actor), confirmedLately(actor));
}

/** May make recovery codes: they stand in for a second step, so there must be one. */
export function mayMakeRecoveryCodes(actor: Actor, facts: Pick<SignInFacts, 'hasApp' | 'passkeys'>): Verdict {
  if (!facts.hasApp && facts.passkeys.length === 0) {
    return refused('Recovery codes stand in for your second step. Set up an authenticator app or a passkey first.');
  }
  return mayChangeSignIn(actor);
}

/** What would be left of somebody's second steps, and whether they must have one. */
export interface LastFactor {
  readonly mustHave: boolean;
  /** How many apps and passkeys stay. */
  readonly left: number;
}

/** May take an app or a passkey of their own away: not the last one where the sign-in needs a second step. */
export function mayRemoveFactor(actor: Actor, { mustHave, left }: LastFactor): Verdict {
  if (mustHave && left === 0) {
    return refused(
      'Your role needs a second step at sign-in, and this is your last one. Add another first, then take this one away.',
    );
  }
  return mayChangeSignIn(actor);
}

/** Only the sign-in itself, before anybody is signed in. */
export function onlyAtSignIn(actor: Actor): Verdict {
  return actor.kind === 'visitor' ? allowed : refused('You are signed in already.');
}
