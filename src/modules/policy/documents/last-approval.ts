import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { instantOrNone } from '../../../platform/time/clock.ts';
import { documentTables } from './tables.ts';

/**
 * When governors last approved a version between two instants, the later one not included; undefined when they did not. One that was withdrawn afterwards does not count, and
 * neither does one that opened by itself because a setting changed: nobody reviewed the rest of the policy for it.
 */
export async function lastApproval(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await documentTables
    .read(db)
    .select('policy_draft')
    .where('approved_at', '>=', from.toString())
    .where('approved_at', '<', until.toString())
    .where('state', '!=', 'withdrawn')
    .where('from_setting', 'is', null)
    .select('approved_at')
    .orderBy('approved_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return instantOrNone(row?.approved_at ?? null);
}
