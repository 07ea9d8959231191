import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import { policyTables } from './tables.ts';

/** Loads and saves the days recorded for the policy's next review. */

/** The next review date as somebody recorded it last. */
export async function latestReview(
  db: ReadHandle,
): Promise<{ on: Temporal.PlainDate; recordedAt: Temporal.Instant; recordedBy: string } | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_review')
    .selectAll()
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        on: Temporal.PlainDate.from(row.review_on),
        recordedAt: Temporal.Instant.from(row.recorded_at),
        recordedBy: row.recorded_by,
      };
}

/** Records when the policy is reviewed next. */
export async function saveReview(
  db: WriteHandle,
  review: { id: string; on: Temporal.PlainDate; at: Temporal.Instant; by: string },
): Promise<void> {
  await policyTables.write(db).insert('policy_review', {
    id: review.id,
    review_on: review.on.toString(),
    recorded_at: review.at.toString(),
    recorded_by: review.by,
  });
}
