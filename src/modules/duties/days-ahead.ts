import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { dutiesInForce, type DutyInForce, type SettingsOf } from './in-force.ts';
import { beginningOf, openOccurrences } from './store.ts';
import { before, calendarOf } from '../school/index.ts';
import { windowsOf } from './terms/windows.ts';

/** A duty on the day by which it is to be done: open already, or still to come. */
export interface DayAhead {
  readonly duty: DutyInForce;
  readonly key: string;
  readonly due: Temporal.PlainDate;
  readonly open: boolean;
}

/** What is open, however late, and what falls due until the day `until`; by day. Nightly duties are left out: they are every day's. */
export async function daysAhead(
  db: ReadHandle,
  settings: SettingsOf,
  asked: { readonly now: Temporal.Instant; readonly until: Temporal.PlainDate },
): Promise<readonly DayAhead[]> {
  const today = schoolDay(asked.now);
  const begin = (await beginningOf(db)) ?? today;
  const calendar = await calendarOf(db);
  const duties = await dutiesInForce(db, settings);
  const open = (await openOccurrences(db)).filter((one) => one.period !== 'nightly');
  const noted = new Set(open.map((one) => `${one.duty} ${one.key}`));
  const found: DayAhead[] = open.flatMap((one) => {
    const duty = duties.get(one.duty);
    return duty === undefined ? [] : [{ duty, key: one.key, due: one.due, open: true }];
  });
  for (const duty of duties.values()) {
    if (!duty.applies || duty.period === 'nightly') continue;
    const from = duty.since === undefined || before(duty.since, begin) ? begin : duty.since;
    const windows = windowsOf(calendar, {
      period: duty.period,
      by: duty.shape.by ?? 'summer',
      begin: from,
      from: today,
      until: asked.until,
    });
    for (const window of windows) {
      // What has begun is noted by the job: open, or closed and not ahead any more.
      const begun = !before(today, window.from);
      if (begun || noted.has(`${duty.shape.code} ${window.key}`) || before(asked.until, window.due)) continue;
      found.push({ duty, key: window.key, due: window.due, open: false });
    }
  }
  return found.sort(
    (a, b) => Temporal.PlainDate.compare(a.due, b.due) || a.duty.shape.title.localeCompare(b.duty.shape.title, 'en-GB'),
  );
}
