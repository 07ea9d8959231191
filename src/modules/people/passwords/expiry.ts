import { z } from 'zod';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts, Setting } from '../../module.ts';
import { calendarOf, type SchoolCalendar } from '../../school/index.ts';
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

/** How long passwords last by the policy in force. */
export interface PasswordLife {
  /** The day of the school on which one that was set then ends: it is over from the first minute of that day, so that nobody is shut out in the middle of one. */
  readonly endsOn: (setAt: Temporal.Instant) => Temporal.PlainDate;
  /** After "older than": "366 days", "a term". */
  readonly words: string;
}

/** How long passwords last by the policy in force; undefined where they do not end by the calendar. */
export async function passwordLife(
  parts: Pick<ModuleParts, 'settingOf'>,
  db: ReadHandle,
): Promise<PasswordLife | undefined> {
  switch (await parts.settingOf(db, passwordChange)) {
    case 'on-compromise':
      return undefined;
    case 'termly': {
      const calendar = await calendarOf(db);
      return { endsOn: (setAt) => endOfTermFor(calendar, schoolDay(setAt)), words: 'a term' };
    }
    case 'yearly':
      return ofDays(366);
    case 'regular':
      return ofDays(await parts.settingOf(db, passwordDays));
  }
}

const ofDays = (days: number): PasswordLife => ({
  endsOn: (setAt) => schoolDay(setAt).add({ days }),
  words: `${String(days)} days`,
});

/** The first day of the term after the one that a password chosen on `day` is for. One chosen in the holidays is for the term to come. */
function endOfTermFor(calendar: SchoolCalendar, day: Temporal.PlainDate): Temporal.PlainDate {
  const next = calendar.termFor(day).to.add({ days: 1 });
  return calendar.termAt(day) === undefined ? calendar.termFor(next).to.add({ days: 1 }) : next;
}

/** Why a password that fits does not count any more. */
export type WhyOver = 'set-by-another' | 'too-old';

/** Whether a password counts no more, and why: another person chose it (ASVS 5.0 6.4.1), or it has outlived what the policy gives it. Undefined for one that counts. */
export function whyOver(
  password: { readonly setAt: Temporal.Instant; readonly byAnother: boolean },
  life: PasswordLife | undefined,
  now: Temporal.Instant,
): WhyOver | undefined {
  if (password.byAnother) return 'set-by-another';
  if (life === undefined) return undefined;
  return Temporal.PlainDate.compare(life.endsOn(password.setAt), schoolDay(now)) <= 0 ? 'too-old' : undefined;
}

/** Whether somebody's password only leads to the page where its owner chooses a new one, and why. Undefined for one that counts. Pupils’ passwords come from the school. */
export async function whyPasswordIsOver(
  parts: Pick<ModuleParts, 'settingOf'>,
  db: ReadHandle,
  facts: Pick<SignInFacts, 'account' | 'pupil'>,
  now: Temporal.Instant,
): Promise<WhyOver | undefined> {
  const { account, pupil } = facts;
  if (account === undefined || account.password_set_at === null || pupil) return undefined;
  const password = {
    setAt: Temporal.Instant.from(account.password_set_at),
    byAnother: account.set_by_another === 1,
  };
  return whyOver(password, await passwordLife(parts, db), now);
}
