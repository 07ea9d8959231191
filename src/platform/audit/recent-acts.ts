import { inSchool } from '../db/school-scope.ts';
import type { AnyKysely } from '../db/store.ts';
import type { SchoolId } from '../ids/ids.ts';

/** One row of the trail, as far as figures look at it. */
export interface Act {
  readonly subject: string;
  readonly actor: string;
  readonly at: Temporal.Instant;
  /** What the row says besides, as its event declares it: JSON, as it is stored. */
  readonly data: string;
}

/** Acts of these kinds among the `newest` rows of a school's trail, the latest first. Bounded, so that a page need not wait for years of rows. */
export async function recentActs(
  reading: AnyKysely,
  school: SchoolId,
  asked: { readonly events: readonly string[]; readonly newest: number },
): Promise<readonly Act[]> {
  const db = inSchool(reading, school);
  const head = await db.selectFrom('audit_head').select('seq').where('school_id', '=', school).executeTakeFirst();
  const rows = await db
    .selectFrom('audit_event')
    .select(['subject', 'actor', 'at', 'data'])
    .where('school_id', '=', school)
    .where('seq', '>', Number(head?.['seq'] ?? 0) - asked.newest)
    .where('event', 'in', [...asked.events])
    .orderBy('seq', 'desc')
    .execute();
  return rows.map((row) => ({
    subject: String(row['subject']),
    actor: String(row['actor']),
    at: Temporal.Instant.from(String(row['at'])),
    data: String(row['data']),
  }));
}
