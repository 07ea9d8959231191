import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { countingStates, type Values } from './entry.ts';
import type { Finding } from './evidence.ts';
import { entriesOf, noFilter } from './lists.ts';
import type { Moment, RegisterShape, Shows } from './shape.ts';
import { entryOf } from './store.ts';

/** The newest entries that are looked at one by one: such registers are short. */
const MOST_LOOKED_AT = 1000;

/** Whether what had to follow within so many hours did, and nothing that is still open is already too late. */
export async function inTimeOf(
  db: ReadHandle,
  shape: RegisterShape,
  shows: Extract<Shows, { kind: 'in-time' }>,
  now: Temporal.Instant,
): Promise<Finding> {
  const query = await entriesOf(db, shape.code, { ...noFilter, states: countingStates });
  const rows = await query
    .selectAll()
    .orderBy('about_day', 'desc')
    .orderBy('number', 'desc')
    .limit(MOST_LOOKED_AT)
    .execute();
  let late = 0;
  let looked = 0;
  for (const { values } of rows.map(entryOf)) {
    // The safer reading of a missing time: it began with its day, and ended with its day.
    const from = momentIn(values, shows.from, 'start');
    if (from === undefined) continue;
    looked += 1;
    const to = momentIn(values, shows.to, 'end') ?? now;
    if (from.until(to).total('hours') > shows.hours) late += 1;
  }
  if (looked === 0) return { met: 'none', figure: 'No entry has a moment to count from' };
  return {
    met: late === 0,
    figure: `${String(looked - late)} of ${String(looked)} within ${String(shows.hours)} hours`,
  };
}

function momentIn(values: Values, moment: Moment, missing: 'start' | 'end'): Temporal.Instant | undefined {
  const date = values[moment.date];
  const time = moment.time === undefined ? undefined : values[moment.time];
  if (typeof date !== 'string') return undefined;
  const clock = typeof time === 'string' ? time : missing === 'start' ? '00:00' : '23:59';
  return Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime: Temporal.PlainTime.from(clock) })
    .toInstant();
}
