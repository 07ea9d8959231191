import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { owned, stamp } from './tables.ts';

/** When somebody last reviewed the week in this time; undefined when nobody did. For the duty "review the week’s monitoring". */
export async function lastWeekReview(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await owned
    .read(db)
    .select('monitoring_review')
    .where('reviewed_at', '>=', stamp(from))
    .where('reviewed_at', '<=', stamp(until))
    .select('reviewed_at')
    .orderBy('reviewed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : Temporal.Instant.from(row.reviewed_at);
}
