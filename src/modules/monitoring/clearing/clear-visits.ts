import type { Kysely } from 'kysely';

import { machinery, machineryIn } from '../../../platform/db/machinery.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Store } from '../../../platform/db/store.ts';
import type { AlertEventRow, AlertRow, EventRow, GapRow } from '../tables.ts';

/**
 * Visits are machinery: there are millions, so no warrant names them, and they go by themselves after their year. In small batches, each a
 * transaction of its own that also counts what it removed: the trail gets one row when all is done, right also after a stop half-way.
 * What stays: visits of somebody under a legal hold, and those that belong to an alert, which go with it.
 */

/** What the clearing under way has removed so far. One row a school, emptied when the trail has been told. */
interface ClearingRow {
  school_id: string;
  removed: number;
  before_day: string;
  last_at: string;
}

interface Tables {
  filter_event: EventRow;
  alert: AlertRow;
  alert_event: AlertEventRow;
  spool_gap: GapRow;
  legal_hold: { school_id: string; table_name: string; row_id: string; released_at: string | null };
  visit_clearing: ClearingRow;
}

/** Where the next batch goes on: what stays is not looked at twice. */
export interface Place {
  readonly at: string;
  readonly id: string;
}

export const FROM_THE_START: Place = { at: '', id: '' };

export interface Cleared {
  readonly removed: number;
  /** Undefined when nothing older is left. */
  readonly next: Place | undefined;
}

/** Removes at most `most` visits from before an instant, after `place`. */
export async function clearBatch(
  store: Store,
  school: string,
  asked: { readonly before: string; readonly day: string; readonly place: Place; readonly most: number },
): Promise<Cleared> {
  return machinery<Tables>(store).transaction(async (db) => {
    const held = await heldPeople(db, school);
    const rows = await db
      .selectFrom('filter_event')
      .select(['id', 'at', 'person_id'])
      .where('school_id', '=', school)
      .where('at', '<', asked.before)
      .where((is) =>
        is.or([is('at', '>', asked.place.at), is.and([is('at', '=', asked.place.at), is('id', '>', asked.place.id)])]),
      )
      .orderBy('at')
      .orderBy('id')
      .limit(asked.most)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return { removed: 0, next: undefined };
    const free = rows.filter((row) => row.person_id === null || !held.has(row.person_id)).map((row) => row.id);
    const ofAlerts = await inAlerts(db, school, free);
    const going = free.filter((id) => !ofAlerts.has(id));
    if (going.length > 0) {
      await db.deleteFrom('filter_event').where('school_id', '=', school).where('id', 'in', going).execute();
      await count(db, { school_id: school, removed: going.length, before_day: asked.day, last_at: last.at });
    }
    return { removed: going.length, next: { at: last.at, id: last.id } };
  });
}

/** Removes which visits belonged to alerts that are gone, and old holes in the spool: at most `most` of each. True when there may be more. */
export async function clearLeftovers(
  store: Store,
  school: string,
  asked: { readonly before: string; readonly most: number },
): Promise<boolean> {
  return machinery<Tables>(store).transaction(async (db) => {
    const orphans = await db
      .selectFrom('alert_event')
      .select('event_id')
      .where('school_id', '=', school)
      .where('at', '<', asked.before)
      .where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom('alert')
              .select('alert.id')
              .whereRef('alert.school_id', '=', 'alert_event.school_id')
              .whereRef('alert.id', '=', 'alert_event.alert_id'),
          ),
        ),
      )
      .limit(asked.most)
      .execute();
    if (orphans.length > 0) {
      const ids = orphans.map((row) => row.event_id);
      await db.deleteFrom('alert_event').where('school_id', '=', school).where('event_id', 'in', ids).execute();
    }
    const gaps = await db
      .selectFrom('spool_gap')
      .select('id')
      .where('school_id', '=', school)
      .where('noticed_at', '<', asked.before)
      .limit(asked.most)
      .execute();
    if (gaps.length > 0) {
      const ids = gaps.map((row) => row.id);
      await db.deleteFrom('spool_gap').where('school_id', '=', school).where('id', 'in', ids).execute();
    }
    return orphans.length === asked.most || gaps.length === asked.most;
  });
}

/** Whether something was removed of which the trail does not know yet. */
export async function untold(store: Store, school: string): Promise<boolean> {
  const row = await machinery<Tables>(store)
    .reading.selectFrom('visit_clearing')
    .select('removed')
    .where('school_id', '=', school)
    .executeTakeFirst();
  return (row?.removed ?? 0) > 0;
}

/** What was removed since the trail was last told, and begins to count anew: in the transaction of the command that tells it. */
export async function takeCount(
  handle: WriteHandle,
): Promise<{ readonly removed: number; readonly beforeDay: string; readonly lastAt: string } | undefined> {
  const db = machineryIn<Tables>(handle);
  const row = await db
    .selectFrom('visit_clearing')
    .selectAll()
    .where('school_id', '=', handle.school)
    .executeTakeFirst();
  if (row === undefined || row.removed === 0) return undefined;
  await db.updateTable('visit_clearing').set({ removed: 0 }).where('school_id', '=', handle.school).execute();
  return { removed: row.removed, beforeDay: row.before_day, lastAt: row.last_at };
}

async function heldPeople(db: Kysely<Tables>, school: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('legal_hold')
    .select('row_id')
    .where('school_id', '=', school)
    .where('table_name', '=', 'person')
    .where('released_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.row_id));
}

async function inAlerts(db: Kysely<Tables>, school: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('alert_event')
    .select('event_id')
    .where('school_id', '=', school)
    .where('event_id', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.event_id));
}

async function count(db: Kysely<Tables>, row: ClearingRow): Promise<void> {
  await db
    .insertInto('visit_clearing')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('school_id').doUpdateSet((is) => ({
        removed: is('visit_clearing.removed', '+', row.removed),
        before_day: row.before_day,
        last_at: row.last_at,
      })),
    )
    .execute();
}
