import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { runTables } from './tables.ts';

/** When the newest backup of this time that was read back and compared was begun; undefined when there is none. For the duty "backed up each night". */
export async function lastVerifiedBackup(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await runTables
    .read(db)
    .select('backup_run')
    .where('state', '=', 'verified')
    .where('started_at', '>=', from.toString())
    .where('started_at', '<=', until.toString())
    .select('started_at')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const at = row?.started_at ?? null;
  return at === null ? undefined : Temporal.Instant.from(at);
}
