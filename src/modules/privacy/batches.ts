import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { rowsFingerprint } from '../../platform/deletion/warrants.ts';
import { placeToSign } from './policy.ts';
import { signedClass, type SignedClass, type Whole } from './queue.ts';
import { deletionTables, retentionTables, type BatchRow, type LineRow } from './tables.ts';

/** A batch with who has signed, and what class it is of. */
export interface BatchInHand {
  readonly batch: BatchRow;
  readonly one: SignedClass;
  /** Who signed in which place. */
  readonly signed: ReadonlyMap<number, string>;
  readonly signatures: readonly { readonly place: number; readonly by: string; readonly at: string }[];
  /** In which place somebody may sign now; undefined when in none. */
  readonly placeOf: (actor: Actor) => number | undefined;
}

/** The same with what it names. */
export interface BatchSubject extends BatchInHand {
  readonly lines: readonly LineRow[];
}

/** Loads a batch; undefined when there is none, or when this version knows its class no more. */
export async function batchSubject(parts: Whole, db: ReadHandle, id: string): Promise<BatchSubject | undefined> {
  const t = retentionTables.read(db);
  const batch = await t.select('retention_batch').where('id', '=', id).selectAll().executeTakeFirst();
  const [inHand] = batch === undefined ? [] : await inHandOf(parts, db, [batch]);
  if (inHand === undefined) return undefined;
  const lines = await t
    .select('retention_line')
    .where('batch_id', '=', id)
    .selectAll()
    .orderBy('due_on')
    .orderBy('id')
    .execute();
  return { ...inHand, lines };
}

/** Batches that wait for a signature, newest first, in two queries however many they are. */
export async function batchesToSign(parts: Whole, db: ReadHandle, most: number): Promise<readonly BatchInHand[]> {
  return inHandOf(parts, db, await batchesIn(db, 'signing', most));
}

async function inHandOf(parts: Whole, db: ReadHandle, batches: readonly BatchRow[]): Promise<readonly BatchInHand[]> {
  if (batches.length === 0) return [];
  const signatures = await retentionTables
    .read(db)
    .select('retention_signature')
    .where(
      'batch_id',
      'in',
      batches.map((batch) => batch.id),
    )
    .select(['batch_id', 'place', 'by_id as by', 'at'])
    .orderBy('at')
    .execute();
  const ofBatch = Map.groupBy(signatures, (row) => row.batch_id);
  return batches.flatMap((batch): readonly BatchInHand[] => {
    const one = signedClass(parts, batch.class_code);
    if (one === undefined) return [];
    const its = ofBatch.get(batch.id) ?? [];
    const signed = new Map(its.map((row) => [row.place, row.by]));
    return [{ batch, one, signed, signatures: its, placeOf: (actor) => placeToSign(actor, one.signers, signed) }];
  });
}

/** What became of a warrant: its rows' fingerprint as the trail has it, and when it was executed. What a legal hold kept back is not in it. */
export async function proofOf(
  db: ReadHandle,
  warrant: string,
): Promise<{ readonly rows: number; readonly list: string; readonly executedAt: string | null } | undefined> {
  const t = deletionTables.read(db);
  const row = await t.select('deletion_warrant').where('id', '=', warrant).select(['executed_at']).executeTakeFirst();
  if (row === undefined) return undefined;
  const rows = await t
    .select('deletion_warrant_row')
    .where('warrant_id', '=', warrant)
    .where('kept_back', '=', 0)
    .select(['table_name as table', 'row_id as id'])
    .execute();
  return { rows: rows.length, list: rowsFingerprint(rows), executedAt: row.executed_at };
}

/** How many records of each of these batches a legal hold kept back when the others went; batches of which it kept none are left out. */
export async function keptBack(
  db: ReadHandle,
  batches: readonly Pick<BatchRow, 'id' | 'warrant_id'>[],
): Promise<ReadonlyMap<string, number>> {
  const batchOf = new Map(
    batches.flatMap((one) => (one.warrant_id === null ? [] : [[one.warrant_id, one.id] as const])),
  );
  if (batchOf.size === 0) return new Map();
  const kept = await deletionTables
    .read(db)
    .select('deletion_warrant_row')
    .where('warrant_id', 'in', [...batchOf.keys()])
    .where('kept_back', '=', 1)
    .select(['warrant_id', 'table_name', 'row_id'])
    .execute();
  if (kept.length === 0) return new Map();
  const rows = new Set(kept.map((row) => `${batchOf.get(row.warrant_id) ?? ''} ${row.table_name}:${row.row_id}`));
  const lines = await retentionTables
    .read(db)
    .select('retention_line')
    .where('batch_id', 'in', [...new Set(kept.map((row) => batchOf.get(row.warrant_id) ?? ''))])
    .where('outcome', '=', 'warranted')
    .select(['batch_id', 'table_name', 'row_id'])
    .execute();
  const stayed = lines.filter((line) => rows.has(`${line.batch_id} ${line.table_name}:${line.row_id}`));
  return new Map([...Map.groupBy(stayed, (line) => line.batch_id)].map(([batch, its]) => [batch, its.length]));
}

/** Batches, newest first: those that wait for a signature, and the last that were signed. */
export async function batchesIn(
  db: ReadHandle,
  state: 'signing' | 'signed',
  most: number,
): Promise<readonly BatchRow[]> {
  return retentionTables
    .read(db)
    .select('retention_batch')
    .where('state', '=', state)
    .selectAll()
    .orderBy('begun_at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
}
