import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { filteringTables } from '../tables.ts';

/** The epoch of the school's rulesets; undefined while the filter has not been set up. Grows with a restore (contracts.md). */
export async function epochOf(db: ReadHandle): Promise<number | undefined> {
  const row = await filteringTables.read(db).select('filter_site').select('epoch').executeTakeFirst();
  return row?.epoch;
}
