import { z } from 'zod';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { ModuleParts, Setting } from '../../module.ts';
import type { SignInFacts } from '../second-factor/facts.ts';

/**
 * When passwords change, by the policy. Off unless a policy says otherwise: the national advice is to change a password when somebody may know it, and not by the
 * calendar (NCSC; NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0 6.2.10). Some schools' policies promise a change each term or year all the same.
 */
export const passwordChange: Setting<'on-compromise' | 'termly' | 'yearly' | 'regular'> = {
  code: 'password-change',
  sentence: 'When passwords change',
  schema: z.enum(['on-compromise', 'termly', 'yearly', 'regular']),
  fallback: 'on-compromise',
  words: {
    'on-compromise': 'When somebody else may know them',
    termly: 'Each term',
    yearly: 'Each year',
    regular: 'At intervals that the school sets',
  },
};

/** The interval where the policy leaves it to the school. A year is ours. */
export const passwordDays: Setting<number> = {
  code: 'password-days',
  sentence: 'How many days a password lasts, where the policy leaves the interval to the school.',
  schema: z.int().min(30).max(1000),
  fallback: 366,
};

/** How old a password may grow, in days, by the policy in force; undefined where passwords do not end by the calendar. A term is 120 days at most. */
export async function passwordLife(parts: Pick<ModuleParts, 'settingOf'>, db: ReadHandle): Promise<number | undefined> {
  switch (await parts.settingOf(db, passwordChange)) {
    case 'on-compromise':
      return undefined;
    case 'termly':
      return 120;
    case 'yearly':
      return 366;
    case 'regular':
      return parts.settingOf(db, passwordDays);
  }
}

/** Why a password that fits does not count any more. */
export type WhyOver = 'set-by-another' | 'too-old';

/**
 * Whether a password only leads to the page where its owner chooses a new one, and why: another person chose it (ASVS 5.0 6.4.1), or it has
 * outlived what the policy gives it. Undefined for one that counts. Pupils’ passwords come from the school.
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
  const days = await passwordLife(parts, db);
  if (days === undefined) return undefined;
  const end = Temporal.Instant.from(account.password_set_at).add({ hours: 24 * days });
  return Temporal.Instant.compare(end, now) <= 0 ? 'too-old' : undefined;
}
