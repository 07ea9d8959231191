import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import type { DutyInForce } from './in-force.ts';
import type { Occurrence } from './occurrence.ts';
import { dutyTables } from './rows.ts';
import { beginningOf, openOccurrences } from './store.ts';
import { before, calendarOf } from '../school/index.ts';
import { windowsOf, type DutyWindow } from './terms/windows.ts';

/** How far back a period that nobody noted is still noted: after a summer in which the machine was off. */
const DAYS_BACK = 60;

/** What the records lack today, compared with the duties in force and the school's terms. */
export interface FallingDue {
  /** Periods that have begun and are not noted yet. */
  readonly missing: readonly { readonly duty: DutyInForce; readonly window: DutyWindow }[];
  /** Open ones whose days moved with the school's terms. */
  readonly moved: readonly { readonly occurrence: Occurrence; readonly window: DutyWindow }[];
  /** Open ones of a duty that does not apply any more, or of a period that it no longer has. */
  readonly dropped: readonly Occurrence[];
}

/** Compares. Empty before the school's duties have begun. */
export async function fallingDue(
  db: ReadHandle,
  duties: ReadonlyMap<string, DutyInForce>,
  now: Temporal.Instant,
): Promise<FallingDue> {
  const began = await beginningOf(db);
  if (began === undefined) return { missing: [], moved: [], dropped: [] };
  const today = schoolDay(now);
  const calendar = await calendarOf(db);
  const back = later(began, today.subtract({ days: DAYS_BACK }));
  const noted = await notedSince(db, back);
  const open = await openOccurrences(db);
  const missing: { duty: DutyInForce; window: DutyWindow }[] = [];
  const moved: { occurrence: Occurrence; window: DutyWindow }[] = [];
  for (const duty of duties.values()) {
    if (!duty.applies) continue;
    const begin = duty.since === undefined ? began : later(began, duty.since);
    const asked = { period: duty.period, by: duty.shape.by ?? ('summer' as const), begin, from: back, until: today };
    const windows = windowsOf(calendar, asked);
    for (const window of windows) {
      if (!noted.has(`${duty.shape.code} ${window.key}`)) missing.push({ duty, window });
    }
    for (const occurrence of open.filter((one) => one.duty === duty.shape.code && one.period === duty.period)) {
      // One that is overdue already stays so: a term that ends later does not make it undone.
      const window = windows.find(({ key }) => key === occurrence.key);
      if (window !== undefined && !window.due.equals(occurrence.due)) moved.push({ occurrence, window });
    }
  }
  const dropped = open.filter((one) => {
    const duty = duties.get(one.duty);
    return duty === undefined || !duty.applies || duty.period !== one.period;
  });
  return { missing, moved, dropped };
}

async function notedSince(db: ReadHandle, back: Temporal.PlainDate): Promise<ReadonlySet<string>> {
  const rows = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('to_day', '>=', back.toString())
    .select(['duty', 'period_key'])
    .limit(20_000)
    .execute();
  // Open ones may have ended long ago; they are noted all the same.
  return new Set(rows.map((row) => `${row.duty} ${row.period_key}`));
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return before(one, other) ? other : one;
}
