import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { instantOrNone, SCHOOL_TIME_ZONE, schoolDay } from '../../platform/time/clock.ts';
import { leftOver, type Whole } from './queue.ts';
import { retentionTables } from './tables.ts';

/**
 * When the records past their time were last looked through, between two instants, the later one not included: a list of them had all its signatures, and of what was past its
 * time by that day nothing is left, in any class, but what is kept or held. One signed list of many is no look through all; what falls due later takes nothing back.
 */
export async function lastLookedThrough(
  parts: Whole,
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const signed = await lastSigned(db, from, until);
  if (signed === undefined) return undefined;
  const days = (await leftOver(parts, db, schoolDay(signed))).map(({ dueOn }) => dueOn);
  const [oldest] = days.toSorted((a, b) => Temporal.PlainDate.compare(a, b));
  if (oldest === undefined) return signed;
  return lastSigned(db, from, oldest.toZonedDateTime(SCHOOL_TIME_ZONE).toInstant());
}

async function lastSigned(
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
