import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { instantOrNone } from '../../platform/time/clock.ts';
import { retentionTables } from './tables.ts';

/** When a list of records past their time last had all its signatures, between two instants, the later one not included; undefined when none had. */
export async function lastSignedDeletion(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await retentionTables
    .read(db)
    .select('retention_batch')
    .where('state', '=', 'signed')
    .where('approved_at', '>=', from.toString())
    .where('approved_at', '<', until.toString())
    .select('approved_at')
    .orderBy('approved_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return instantOrNone(row?.approved_at ?? null);
}
