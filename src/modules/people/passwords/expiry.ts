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

/** Why a password that fits does not count any more. */
export type WhyOver = 'set-by-another' | 'too-old';

/**
 * Whether a password only leads to the page where its owner chooses a new one, and why: another person chose it (ASVS 5.0 6.4.1), or the policy
 * sets a longest life and it has outlived it. Undefined for one that counts. Pupils’ passwords come from the school.
 */
export async function whyPasswordIsOver(
  parts: Pick<ModuleParts, 'settingOf'>,
  db: ReadHandle,
  facts: Pick<SignInFacts, 'account' | 'pupil'>,
  now: Temporal.Instant,
): Promise<WhyOver | undefined> {
  const { account, pupil } = facts;
  if (account === undefined || account.password_set_at === null || pupil) return undefined;
  if (account.set_by_another === 1) return 'set-by-another';
  const days = await parts.settingOf(db, passwordDays);
  if (days === 0) return undefined;
  const end = Temporal.Instant.from(account.password_set_at).add({ hours: 24 * days });
  return Temporal.Instant.compare(end, now) <= 0 ? 'too-old' : undefined;
}
