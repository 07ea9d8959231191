import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { deletionTables, retentionTables } from './tables.ts';

/** Legal holds as people look at them: the hold (platform/deletion), and why it stands. */

/** One hold; undefined when there is none. */
export async function loadHold(db: ReadHandle, id: string) {
  return deletionTables.read(db).select('legal_hold').where('id', '=', id).selectAll().executeTakeFirst();
}

/** A hold in words. */
export interface Hold {
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly what: string;
  readonly reason: string;
  readonly reviewOn: string | undefined;
  readonly placedBy: string;
  readonly placedAt: string;
  readonly releasedAt: string | null;
}

/** Holds in force, newest first; then the last that were released. */
export async function allHolds(db: ReadHandle, mostReleased: number): Promise<readonly Hold[]> {
  const t = deletionTables.read(db);
  const inForce = await t
    .select('legal_hold')
    .where('released_at', 'is', null)
    .selectAll()
    .orderBy('placed_at', 'desc')
    .orderBy('id')
    .execute();
  const released = await t
    .select('legal_hold')
    .where('released_at', 'is not', null)
    .selectAll()
    .orderBy('released_at', 'desc')
    .orderBy('id')
    .limit(mostReleased)
    .execute();
  const rows = [...inForce, ...released];
  const reasons = new Map<string, { what: string; reason: string; review_on: string }>();
  for (let at = 0; at < rows.length; at += 200) {
    const found = await retentionTables
      .read(db)
      .select('hold_reason')
      .where(
        'id',
        'in',
        rows.slice(at, at + 200).map((row) => row.id),
      )
      .selectAll()
      .execute();
    for (const row of found) reasons.set(row.id, row);
  }
  return rows.map((row) => {
    const why = reasons.get(row.id);
    return {
      id: row.id,
      table: row.table_name,
      row: row.row_id,
      what: why?.what ?? 'A record',
      reason: why?.reason ?? 'Laid by the command line; the reason is not in Schoolgate.',
      reviewOn: why?.review_on,
      placedBy: row.placed_by,
      placedAt: row.placed_at,
      releasedAt: row.released_at,
    };
  });
}
