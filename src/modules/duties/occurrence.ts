import { asId, type Id } from '../../platform/ids/ids.ts';
import type { OccurrenceRow } from './rows.ts';
import { before } from '../school/index.ts';
import { isPeriod, keptStates, wayWords, type KeptState, type Period, type ShownState, type Way } from './words.ts';

export type OccurrenceId = Id<'duty'>;

/** One time that a duty fell due. */
export interface Occurrence {
  readonly id: OccurrenceId;
  readonly duty: string;
  readonly period: Period;
  readonly key: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly due: Temporal.PlainDate;
  readonly state: KeptState;
  readonly version: number;
  readonly stage: number;
  readonly closedAt: Temporal.Instant | undefined;
  readonly doneDay: Temporal.PlainDate | undefined;
  /** Days after the due day on which it was done; 0 when it was in time. */
  readonly daysLate: number;
  readonly way: Way | undefined;
  readonly evidence: string;
  readonly figure: string;
  readonly closedBy: string | undefined;
}

/** An occurrence from its row. A code of a version that is newer than this one reads as the nearest that this one knows. */
export function occurrenceOf(row: OccurrenceRow): Occurrence {
  return {
    id: asId(row.id),
    duty: row.duty,
    period: isPeriod(row.period) ? row.period : 'on-event',
    key: row.period_key,
    from: Temporal.PlainDate.from(row.from_day),
    to: Temporal.PlainDate.from(row.to_day),
    due: Temporal.PlainDate.from(row.due_day),
    state: keptStates.find((state) => state === row.state) ?? 'not-applicable',
    version: row.version,
    stage: row.stage,
    closedAt: row.closed_at === null ? undefined : Temporal.Instant.from(row.closed_at),
    doneDay: row.done_day === null ? undefined : Temporal.PlainDate.from(row.done_day),
    daysLate: row.days_late ?? 0,
    way: row.way === null ? undefined : wayOf(row.way),
    evidence: row.evidence ?? '',
    figure: row.figure ?? '',
    closedBy: row.closed_by ?? undefined,
  };
}

function wayOf(code: string): Way {
  return isWay(code) ? code : 'words';
}

function isWay(code: string): code is Way {
  return Object.hasOwn(wayWords, code);
}

/** Its state on a day, as people see it. */
export function shownState(one: Pick<Occurrence, 'state' | 'due' | 'daysLate'>, today: Temporal.PlainDate): ShownState {
  if (one.state === 'open') return before(one.due, today) ? 'overdue' : 'due';
  if (one.state === 'done') return one.daysLate > 0 ? 'done-late' : 'done';
  return one.state;
}

/** Whole days from the due day to `day`; 0 when it is not later. */
export function daysAfter(due: Temporal.PlainDate, day: Temporal.PlainDate): number {
  return Math.max(0, due.until(day, { largestUnit: 'days' }).days);
}

/** Duties of short periods: who does one has made good the older ones that were left open. A term's lesson is not given by the next term's. */
export const caughtUpBy: ReadonlySet<Period> = new Set<Period>(['nightly', 'weekly', 'fortnightly']);
