import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE, schoolDay } from '../../platform/time/clock.ts';
import { lastGovernorSignOff } from '../incidents/index.ts';
import { lastWeekReview } from '../monitoring/index.ts';
import { lastVerifiedBackup } from '../safekeeping/index.ts';
import { lastApproval } from '../policy/index.ts';
import { lastLookedThrough } from '../privacy/index.ts';
import { lastFinishedReview, selfReviewComplete } from '../standards/index.ts';
import type { ModuleParts } from '../module.ts';
import type { MeasureCode } from './duty.ts';

/** What a part of the program saw. */
export interface Observation {
  readonly at: Temporal.Instant;
  /** What was seen, in words of the program: never anything that somebody wrote. */
  readonly figure: string;
}

/** Asks the newest observation from `from` on and before `until`; undefined when there is none. */
type Measure = (
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
  parts: Whole,
) => Promise<Observation | undefined>;

/** The other modules: some are asked what is left to do. */
export type Whole = Pick<ModuleParts, 'whole'>;

/** Each measure, and the part of Schoolgate that observes: pages and evidence name it. */
export const measures: Readonly<Record<MeasureCode, { readonly observer: string; readonly find: Measure }>> = {
  'backup-verified': {
    observer: 'the nightly backup',
    find: async (db, from, until) => {
      const at = await lastVerifiedBackup(db, from, until);
      return at === undefined ? undefined : { at, figure: 'a backup was taken, read back and compared' };
    },
  },
  'week-reviewed': {
    observer: 'the page on which the week is reviewed',
    find: async (db, from, until) => {
      const at = await lastWeekReview(db, from, until);
      return at === undefined ? undefined : { at, figure: 'the week’s monitoring was reviewed' };
    },
  },
  'log-signed-by-governor': {
    observer: 'the page on which the incident log is signed',
    find: async (db, from, until) => {
      const at = await lastGovernorSignOff(db, from, until);
      return at === undefined ? undefined : { at, figure: 'a governor signed the log without names' };
    },
  },
  'review-signed': {
    observer: 'the page on which the yearly review is signed',
    find: async (db, from, until) => {
      const at = await lastFinishedReview(db, from, until);
      return at === undefined ? undefined : { at, figure: 'all four signed the review of filtering and monitoring' };
    },
  },
  'self-review-complete': {
    observer: 'the self-review',
    find: async (db, from, until) => {
      const at = await selfReviewComplete(db, from, until);
      return at === undefined ? undefined : { at, figure: 'every aspect has a level and says why' };
    },
  },
  'policy-approved': {
    observer: 'the page on which governors approve the policy',
    find: async (db, from, until) => {
      const at = await lastApproval(db, from, until);
      return at === undefined ? undefined : { at, figure: 'governors approved a version of the policy' };
    },
  },
  'deletion-signed': {
    observer: 'the page on which deletions are signed',
    find: async (db, from, until, parts) => {
      const at = await lastLookedThrough(parts, db, from, until);
      return at === undefined
        ? undefined
        : { at, figure: 'all records past their time were looked through and signed for' };
    },
  },
};

/**
 * What a measure saw for a period: the newest observation in its days, else the newest after them and before the next period begins. That one
 * is late, and still counts.
 */
export async function observed(
  db: ReadHandle,
  measure: MeasureCode,
  period: {
    readonly from: Temporal.PlainDate;
    readonly to: Temporal.PlainDate;
    /** The first day that counts for the next period; undefined while there is none. */
    readonly next: Temporal.PlainDate | undefined;
  },
  now: Temporal.Instant,
  parts: Whole,
): Promise<(Observation & { readonly day: Temporal.PlainDate }) | undefined> {
  const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
  const end = startOf(period.to.add({ days: 1 }));
  const { find } = measures[measure];
  let found = await find(db, startOf(period.from), earlier(end, now), parts);
  const last = period.next === undefined ? now : earlier(startOf(period.next), now);
  if (found === undefined && Temporal.Instant.compare(end, last) < 0) found = await find(db, end, last, parts);
  return found === undefined ? undefined : { ...found, day: schoolDay(found.at) };
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}
