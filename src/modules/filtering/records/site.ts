import { tables, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { SiteRow } from '../tables.ts';

/** By itself, because a restore reaches it before the casework key is there. */
const siteTables = tables<{ filter_site: SiteRow }>('filter_site');

/** The epoch of the school's rulesets; undefined while the filter has not been set up. Grows with a restore (contracts.md). */
export async function epochOf(db: ReadHandle): Promise<number | undefined> {
  const row = await siteTables.read(db).select('filter_site').select('epoch').executeTakeFirst();
  return row?.epoch;
}

/**
 * Raises the epoch after a restore, in the restore's own command, and returns it; 0 while there is no filter. It is the minute of the restore as
 * a number (202611230910), or one more than it was if that is higher: so two restores of one backup give two epochs, and a filter elsewhere
 * that has seen numbers of the first never sees them run backwards.
 */
export async function raiseEpoch(db: WriteHandle, now: Temporal.Instant): Promise<number> {
  const before = await epochOf(db);
  if (before === undefined) return 0;
  const minute = Number(now.toString({ smallestUnit: 'minute' }).replaceAll(/\D/g, ''));
  const epoch = Math.max(before + 1, minute);
  await siteTables.write(db).update('filter_site').set({ epoch }).execute();
  return epoch;
}
