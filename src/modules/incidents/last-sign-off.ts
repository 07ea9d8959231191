import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { incidentTables } from './store.ts';

/** When the log without names, which governors see, was last signed in this time; undefined when it was not. For the duty "a governor checks the incident log". */
export async function lastGovernorSignOff(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await incidentTables
    .read(db)
    .select('incident_sign_off')
    .where('view_kind', '=', 'redacted')
    .where('signed_at', '>=', from.toString())
    .where('signed_at', '<=', until.toString())
    .select('signed_at')
    .orderBy('signed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : Temporal.Instant.from(row.signed_at);
}
