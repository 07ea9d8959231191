import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { owned, stamp } from './tables.ts';

/** Alerts of a period, and how long they stayed open. Numbers only. */
export interface AlertTimes {
  readonly raised: number;
  readonly open: number;
  /** Hours from raised to closed of the middle one; undefined when none was closed. */
  readonly medianHours: number | undefined;
  readonly slowestHours: number | undefined;
}

/** So many alerts are looked at, the newest: a year of a school has fewer. */
const MOST = 5000;

/** The alerts raised since an instant. */
export async function alertTimes(db: ReadHandle, from: Temporal.Instant): Promise<AlertTimes> {
  const rows = await owned
    .read(db)
    .select('alert')
    .where('raised_at', '>=', stamp(from))
    .select(['raised_at', 'closed_at'])
    .orderBy('raised_at', 'desc')
    .limit(MOST)
    .execute();
  const hours = rows
    .flatMap(({ raised_at: raised, closed_at: closed }) =>
      closed === null
        ? []
        : [
            (Temporal.Instant.from(closed).epochMilliseconds - Temporal.Instant.from(raised).epochMilliseconds) /
              3_600_000,
          ],
    )
    .sort((a, b) => a - b);
  return {
    raised: rows.length,
    open: rows.length - hours.length,
    medianHours: hours[Math.floor((hours.length - 1) / 2)],
    slowestHours: hours.at(-1),
  };
}
