import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { holdersOf } from '../people/index.ts';
import type { Signer } from './subject/signers.ts';
import { deletionTables, retentionTables, type HoldReasonRow } from './tables.ts';

/** Legal holds as people look at them: the hold (platform/deletion), why it stands, and who may end it. */

/** Whom a hold is about, and who releases it. */
export interface Concerning {
  readonly about: ReadonlySet<string>;
  readonly releaser: Signer;
}

interface Held {
  readonly table: string;
  readonly row: string;
  /** As `hold_reason` has it. */
  readonly people: string | null | undefined;
}

/**
 * Whom a hold is about, as it was when it was laid, and who releases it: the headteacher; where it is about them the chair of governors, and where it is about both the
 * vice-chair. Where nobody knows whom it is about it may be about the headteacher: the chair.
 */
export async function concerning(db: ReadHandle, now: Temporal.Instant): Promise<(hold: Held) => Concerning> {
  const ids = async (role: Signer): Promise<ReadonlySet<string>> =>
    new Set((await holdersOf(db, role, now)).map((one) => one.id));
  const [heads, chairs] = [await ids('head'), await ids('chair')];
  return ({ table, row, people }) => {
    if (table !== 'person' && typeof people !== 'string') return { about: new Set(), releaser: 'chair' };
    const about = new Set(table === 'person' ? [row] : people?.split(','));
    const releaser = about.isDisjointFrom(heads) ? 'head' : about.isDisjointFrom(chairs) ? 'chair' : 'vice-chair';
    return { about, releaser };
  };
}

/** One hold, with whom it is about; undefined when there is none. */
export async function loadHold(db: ReadHandle, id: string, now: Temporal.Instant) {
  const hold = await deletionTables.read(db).select('legal_hold').where('id', '=', id).selectAll().executeTakeFirst();
  if (hold === undefined) return undefined;
  const why = await retentionTables
    .read(db)
    .select('hold_reason')
    .where('id', '=', id)
    .select('people')
    .executeTakeFirst();
  const whose = await concerning(db, now);
  return { ...hold, ...whose({ table: hold.table_name, row: hold.row_id, people: why?.people }) };
}

/** Whether a hold is about whoever looks: they are not told of it. */
export const isAbout = (actor: Actor, { about }: Pick<Concerning, 'about'>): boolean =>
  actor.kind === 'person' && about.has(actor.person);

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
  /** The class of the record; undefined where it is not known, and '' for a person. */
  readonly kind: string | undefined;
  readonly people: string | null | undefined;
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
  const reasons = new Map<string, Omit<HoldReasonRow, 'school_id'>>();
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
      kind: why?.class_code,
      people: why?.people,
    };
  });
}
