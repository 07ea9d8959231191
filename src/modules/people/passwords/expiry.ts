import { z } from 'zod';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { ModuleParts, Setting } from '../../module.ts';
import type { SignInFacts } from '../second-factor/facts.ts';

/**
 * How long a password lasts. Off unless a policy sets it: the national advice is to change a password when somebody may know it, and not by the
 * calendar (NCSC; NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0 6.2.10). Some schools' policies promise a change each term or year all the same.
 */
export const passwordDays: Setting<number> = {
  code: 'password-days',
  sentence:
    'After how many days those who work here choose a new password; 0 is never, which is the national advice. A year is 365, a term about 120.',
  schema: z
    .int()
    .min(0)
    .max(1000)
    .refine((days) => days === 0 || days >= 30, 'Choose 0, or 30 days to 1,000'),
  fallback: 0,
};

/** True when the policy sets a longest life of passwords and this one has outlived it. Pupils’ passwords come from the school. */
export async function passwordIsOver(
  parts: Pick<ModuleParts, 'settingOf'>,
  db: ReadHandle,
  facts: Pick<SignInFacts, 'account' | 'pupil'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const setAt = facts.account?.password_set_at;
  if (typeof setAt !== 'string' || facts.pupil) return false;
  const days = await parts.settingOf(db, passwordDays);
  if (days === 0) return false;
  return Temporal.Instant.compare(Temporal.Instant.from(setAt).add({ hours: 24 * days }), now) <= 0;
}
