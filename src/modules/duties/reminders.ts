import type { Setting } from '../module.ts';
import { z } from 'zod';
import { daysAfter, type Occurrence } from './occurrence.ts';
import type { Period } from './words.ts';

/** When people are reminded of a duty, and when the next in line hears that it was not done. */

/** Who has been told so far; each stage includes those before. */
export const stages = ['nobody', 'soon', 'overdue', 'lead', 'head'] as const;
export type Stage = (typeof stages)[number];

/** Days overdue after which the online-safety lead is told. */
export const toLeadDays: Setting<number> = {
  code: 'duty-to-lead-days',
  sentence: 'After how many days overdue the online-safety lead is told of a duty',
  schema: z.int().min(1).max(60),
  fallback: 7,
};

/** Days overdue after which the headteacher is told. */
export const toHeadDays: Setting<number> = {
  code: 'duty-to-head-days',
  sentence: 'After how many days overdue the headteacher is told of a duty',
  schema: z.int().min(1).max(120),
  fallback: 14,
};

/** How many days before its due day a duty is on its owner's home page and in the mail of the day: ours, so that there is time to do it. */
export const noticeDays: Readonly<Record<Period, number>> = {
  nightly: -1,
  weekly: 1,
  fortnightly: 3,
  'half-termly': 10,
  termly: 14,
  annual: 28,
  'two-yearly': 42,
  'in-february': 21,
  'in-november': 21,
  'on-event': 0,
};

/** The stage that an open occurrence has reached on a day, whoever has been told. */
export function stageOn(
  one: Pick<Occurrence, 'due' | 'period'>,
  today: Temporal.PlainDate,
  days: { readonly lead: number; readonly head: number },
): Stage {
  const overdue = daysAfter(one.due, today);
  if (overdue === 0) {
    const left = today.until(one.due, { largestUnit: 'days' }).days;
    return left <= noticeDays[one.period] ? 'soon' : 'nobody';
  }
  // The head is never told before the lead, whatever the settings say.
  if (overdue >= Math.max(days.lead, days.head)) return 'head';
  return overdue >= days.lead ? 'lead' : 'overdue';
}

/** The place of a stage in their order, as it is kept. */
export function stageNumber(stage: Stage): number {
  return stages.indexOf(stage);
}
