import type { MachineKey } from '../../../platform/auth/machine-key.ts';
import type { Limit, RateLimits } from '../../../platform/auth/rate-limits.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { Ids } from '../../../platform/ids/ids.ts';
import type { Clock } from '../../../platform/time/clock.ts';

/** How long a page with a passkey's button may stay open. */
const GOOD_FOR_SECONDS = 900;
/** Each challenge answers once: the counter outlives it. */
const ONCE: Limit = { name: 'passkey-challenge', times: 1, seconds: GOOD_FOR_SECONDS + 60 };

/** What a challenge is for: one made for the sign-in does not register a passkey, nor one person's another's. */
export type ChallengeFor = 'sign-in' | `register:${string}` | `confirm:${string}`;

interface Parts {
  readonly key: MachineKey;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: RateLimits;
}

/**
 * A challenge (WebAuthn level 3, 13.4.3): 128 random bits, when it was made, and our mark of both and of what it is for. Nothing is kept until it
 * comes back: a page that is opened and left costs nothing.
 */
export function newChallenge(
  parts: Pick<Parts, 'key' | 'clock' | 'ids'>,
  purpose: ChallengeFor,
): Uint8Array<ArrayBuffer> {
  const random = parts.ids.secret(16);
  const at = String(Math.floor(parts.clock.now().epochMilliseconds / 1000));
  const mark = parts.key.mark(`passkey ${purpose}`, `${random}.${at}`);
  return Uint8Array.from(Buffer.from(`${random}.${at}.${mark}`));
}

/** Says whether a challenge that came back (base64url) is ours, for this, not too old, and here for the first time. */
export async function challengeHolds(parts: Parts, purpose: ChallengeFor, challenge: string): Promise<boolean> {
  const text = Buffer.from(challenge.slice(0, 400), 'base64url').toString('latin1');
  const [random, at, mark, ...more] = text.split('.');
  if (random === undefined || at === undefined || mark === undefined || more.length > 0) return false;
  if (!parts.key.matches(`passkey ${purpose}`, `${random}.${at}`, mark)) return false;
  const age = Math.floor(parts.clock.now().epochMilliseconds / 1000) - Number(at);
  if (!(age >= -60 && age <= GOOD_FOR_SECONDS)) return false;
  try {
    await parts.limits.use(ONCE, text);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
