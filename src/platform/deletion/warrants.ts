import { machinery, machineryIn } from '../db/machinery.ts';
import type { WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import type { Ids, SchoolId } from '../ids/ids.ts';
import { guardedTables } from './guarded-tables.ts';
import { keyOf, namedByRecord, namedTogether, type WarrantRecord, type WarrantRow } from './named-rows.ts';

export { rowsFingerprint, type WarrantRecord, type WarrantRow } from './named-rows.ts';

/**
 * Deletion warrants (contracts.md, "Deletion"). A warrant names rows by table and id, and who approved that they go. Executing it deletes
 * exactly those, in the transaction of the command that does so. A legal hold wins: where the warrant says which record its rows are part of, the records that
 * it lies on stay and the others go; else all of it stays. The command writes the warrant's id, count and fingerprint into the chain, never what was deleted.
 */

export interface Warrant {
  readonly id: string;
  readonly school: string;
  readonly state: 'approved' | 'executed';
  /** Code of the retention class, or why else. */
  readonly reason: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly executedAt: string | null;
  /** Without what a legal hold kept back. */
  readonly rows: readonly WarrantRow[];
}

interface WarrantTables {
  deletion_warrant: {
    id: string;
    school_id: string;
    /** `executing` is seen by no other transaction: the triggers let rows go while it lasts. */
    state: 'approved' | 'executing' | 'executed';
    reason: string;
    approved_by: string;
    approved_at: string;
    executed_at: string | null;
  };
  deletion_warrant_row: {
    school_id: string;
    warrant_id: string;
    table_name: string;
    row_id: string;
    /** The records that it is part of: numbers in the warrant, with commas between; '' where the warrant does not say. */
    records: string;
    kept_back: number;
  };
  deletion_warrant_person: {
    school_id: string;
    warrant_id: string;
    person_id: string;
    /** The records that are about them, in the same way. */
    records: string;
    kept_back: number;
  };
  legal_hold: {
    id: string;
    school_id: string;
    table_name: string;
    row_id: string;
    placed_by: string;
    placed_at: string;
    released_by: string | null;
    released_at: string | null;
  };
  deletion_secret: { name: string; value: string };
}

/** Rows of any guarded table, as far as deleting goes. */
type GuardedTables = Readonly<Record<string, Readonly<Record<string, string>>>>;

const AT_ONCE = 200;

/**
 * Writes down an approved warrant: of rows that go or stay together, or of `records` of which each goes or stays by itself. A row that is part of
 * several stays with any of them. Throws TypeError for a table whose rows no warrant removes, and for an empty or doubled list.
 */
export async function approveWarrant(
  handle: WriteHandle,
  warrant: Pick<Warrant, 'id' | 'reason' | 'approvedBy'> & { readonly at: Temporal.Instant } & (
      { readonly rows: readonly WarrantRow[] } | { readonly records: readonly WarrantRecord[] }
    ),
): Promise<void> {
  const { rows, people } = 'rows' in warrant ? namedTogether(warrant.rows) : namedByRecord(warrant.records);
  if (rows.length === 0) throw new TypeError('a deletion warrant names at least one row');
  if (new Set(rows.map(keyOf)).size !== rows.length) throw new TypeError('a deletion warrant names each row once');
  for (const { table } of rows) demandGuarded(table);
  const db = machineryIn<WarrantTables>(handle);
  await db
    .insertInto('deletion_warrant')
    .values({
      id: warrant.id,
      school_id: handle.school,
      state: 'approved',
      reason: warrant.reason,
      approved_by: warrant.approvedBy,
      approved_at: warrant.at.toString(),
      executed_at: null,
    })
    .execute();
  const own = { school_id: handle.school, warrant_id: warrant.id, kept_back: 0 };
  for (const some of inPieces(rows)) {
    await db
      .insertInto('deletion_warrant_row')
      .values(some.map(({ table, id, records }) => ({ ...own, table_name: table, row_id: id, records })))
      .execute();
  }
  for (const some of inPieces(people)) {
    await db
      .insertInto('deletion_warrant_person')
      .values(some.map(({ id, records }) => ({ ...own, person_id: id, records })))
      .execute();
  }
}

/** What became of an execution. `held` names what a legal hold kept: all of it, or beside what was deleted. */
export type Execution =
  | {
      readonly is: 'executed';
      readonly deleted: number;
      readonly named: readonly WarrantRow[];
      readonly held: readonly WarrantRow[];
    }
  | { readonly is: 'held'; readonly rows: readonly WarrantRow[] }
  | { readonly is: 'not-approved' };

/**
 * Deletes what an approved warrant names, in the handle's transaction: all, or only those of its rows that are in `only`, which a restore knows from the warrant's
 * file. A row that is gone already is no failure. What a legal hold keeps is kept back for good: it goes only by another warrant.
 */
export async function executeWarrant(
  handle: WriteHandle,
  warrant: { readonly id: string; readonly at: Temporal.Instant; readonly only?: readonly WarrantRow[] },
): Promise<Execution> {
  const db = machineryIn<WarrantTables>(handle);
  const begun = await db
    .updateTable('deletion_warrant')
    .set({ state: 'executing' })
    .where('school_id', '=', handle.school)
    .where('id', '=', warrant.id)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  if (begun.numUpdatedRows !== 1n) return { is: 'not-approved' };
  const named = await rowsNamed(handle, warrant.id);
  const about = await peopleNamed(handle, warrant.id);
  const held = await heldAmong(handle, [...named, ...about.filter((one) => !named.some((row) => same(row, one)))]);
  const heldKeys = new Set(held.map(keyOf));
  const kept = new Set([...named, ...about].filter((one) => heldKeys.has(keyOf(one))).flatMap((one) => one.records));
  if (kept.has('')) {
    await setState(handle, warrant.id, { state: 'approved', executed_at: null });
    return { is: 'held', rows: held };
  }
  const only = warrant.only === undefined ? undefined : new Set(warrant.only.map(keyOf));
  const stays = (row: (typeof named)[number]): boolean =>
    row.records.some((record) => kept.has(record)) || only?.has(keyOf(row)) === false;
  const going = named.filter((row) => !stays(row));
  await keepBack(handle, warrant.id, {
    rows: named.filter(stays),
    people: about.filter((one) => heldKeys.has(keyOf(one))),
  });
  let deleted = 0;
  const records = machineryIn<GuardedTables>(handle);
  for (const [table, rows] of Map.groupBy(going, (row) => row.table)) {
    const key = demandGuarded(table);
    for (const some of inPieces(rows)) {
      const result = await records
        .deleteFrom(table)
        .where('school_id', '=', handle.school)
        .where(
          key,
          'in',
          some.map((row) => row.id),
        )
        .executeTakeFirst();
      deleted += Number(result.numDeletedRows);
    }
  }
  await setState(handle, warrant.id, { state: 'executed', executed_at: warrant.at.toString() });
  return { is: 'executed', deleted, named: going, held };
}

/** The rows of a warrant, each with its record. */
async function rowsNamed(handle: WriteHandle, warrant: string) {
  const rows = await machineryIn<WarrantTables>(handle)
    .selectFrom('deletion_warrant_row')
    .select(['table_name', 'row_id', 'records'])
    .where('school_id', '=', handle.school)
    .where('warrant_id', '=', warrant)
    .execute();
  return rows.map((row) => ({ table: row.table_name, id: row.row_id, records: row.records.split(',') }));
}

/** Whom the records of a warrant are about, as rows that a hold may lie on, each with those records. */
async function peopleNamed(handle: WriteHandle, warrant: string) {
  const rows = await machineryIn<WarrantTables>(handle)
    .selectFrom('deletion_warrant_person')
    .select(['person_id', 'records'])
    .where('school_id', '=', handle.school)
    .where('warrant_id', '=', warrant)
    .execute();
  return rows.map((row) => ({ table: 'person', id: row.person_id, records: row.records.split(',') }));
}

/** Marks what stays: a restore must not delete it by this warrant, and it stands in no proof. */
async function keepBack(
  handle: WriteHandle,
  warrant: string,
  { rows, people }: { readonly rows: readonly WarrantRow[]; readonly people: readonly WarrantRow[] },
): Promise<void> {
  const db = machineryIn<WarrantTables>(handle);
  for (const [table, some] of Map.groupBy(rows, (row) => row.table)) {
    for (const piece of inPieces(some)) {
      await db
        .updateTable('deletion_warrant_row')
        .set({ kept_back: 1 })
        .where('school_id', '=', handle.school)
        .where('warrant_id', '=', warrant)
        .where('table_name', '=', table)
        .where(
          'row_id',
          'in',
          piece.map((row) => row.id),
        )
        .execute();
    }
  }
  for (const piece of inPieces(people)) {
    await db
      .updateTable('deletion_warrant_person')
      .set({ kept_back: 1 })
      .where('school_id', '=', handle.school)
      .where('warrant_id', '=', warrant)
      .where(
        'person_id',
        'in',
        piece.map((one) => one.id),
      )
      .execute();
  }
}

const same = (a: WarrantRow, b: WarrantRow): boolean => a.table === b.table && a.id === b.id;

async function setState(
  handle: WriteHandle,
  id: string,
  values: Pick<WarrantTables['deletion_warrant'], 'state' | 'executed_at'>,
): Promise<void> {
  await machineryIn<WarrantTables>(handle)
    .updateTable('deletion_warrant')
    .set(values)
    .where('school_id', '=', handle.school)
    .where('id', '=', id)
    .execute();
}

async function heldAmong(handle: WriteHandle, rows: readonly WarrantRow[]): Promise<WarrantRow[]> {
  const held: WarrantRow[] = [];
  for (const [table, some] of Map.groupBy(rows, (row) => row.table)) {
    for (const piece of inPieces(some)) {
      const found = await machineryIn<WarrantTables>(handle)
        .selectFrom('legal_hold')
        .select('row_id')
        .where('school_id', '=', handle.school)
        .where('table_name', '=', table)
        .where('released_at', 'is', null)
        .where(
          'row_id',
          'in',
          piece.map((row) => row.id),
        )
        .execute();
      held.push(...found.map((row) => ({ table, id: row.row_id })));
    }
  }
  return held;
}

/** Lays a legal hold on a row: no warrant deletes it until the hold is released. */
export async function placeHold(
  handle: WriteHandle,
  hold: WarrantRow & { readonly holdId: string; readonly by: string; readonly at: Temporal.Instant },
): Promise<void> {
  demandGuarded(hold.table);
  await machineryIn<WarrantTables>(handle)
    .insertInto('legal_hold')
    .values({
      id: hold.holdId,
      school_id: handle.school,
      table_name: hold.table,
      row_id: hold.id,
      placed_by: hold.by,
      placed_at: hold.at.toString(),
      released_by: null,
      released_at: null,
    })
    .execute();
}

/** Releases every hold on a row, or that of one id, and says how many there were. Holds that others laid for reasons of their own stand each by itself. */
export async function releaseHolds(
  handle: WriteHandle,
  hold: WarrantRow & { readonly holdId?: string; readonly by: string; readonly at: Temporal.Instant },
): Promise<number> {
  let which = machineryIn<WarrantTables>(handle)
    .updateTable('legal_hold')
    .set({ released_by: hold.by, released_at: hold.at.toString() });
  if (hold.holdId !== undefined) which = which.where('id', '=', hold.holdId);
  const result = await which
    .where('school_id', '=', handle.school)
    .where('table_name', '=', hold.table)
    .where('row_id', '=', hold.id)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Every warrant of the store with its rows, oldest first. Ids only. */
export async function allWarrants(store: Store, school: SchoolId): Promise<readonly Warrant[]> {
  const { reading } = machinery<WarrantTables>(store);
  const warrants = await reading
    .selectFrom('deletion_warrant')
    .selectAll()
    .where('school_id', '=', school)
    .orderBy('approved_at')
    .orderBy('id')
    .execute();
  const rows = await reading
    .selectFrom('deletion_warrant_row')
    .selectAll()
    .where('school_id', '=', school)
    .where('kept_back', '=', 0)
    .execute();
  const byWarrant = Map.groupBy(rows, (row) => row.warrant_id);
  return warrants.map((row) => ({
    id: row.id,
    school: row.school_id,
    state: row.state === 'executed' ? 'executed' : 'approved',
    reason: row.reason,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at,
    executedAt: row.executed_at,
    rows: (byWarrant.get(row.id) ?? []).map((one) => ({ table: one.table_name, id: one.row_id })),
  }));
}

/**
 * The secret that marks warrant files as ours: kept in the records, so that every backup holds it and nobody who can only write into the
 * backup folder can make a file that deletes something. Made on the first call, which must come before the first backup.
 */
export async function deletionSecret(store: Store, ids: Ids): Promise<string> {
  const tables = machinery<WarrantTables>(store);
  const there = await tables.reading.selectFrom('deletion_secret').select('value').executeTakeFirst();
  if (there !== undefined) return there.value;
  return tables.transaction(async (db) => {
    const made = ids.secret(32);
    await db
      .insertInto('deletion_secret')
      .values({ name: 'warrant-files', value: made })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return (await db.selectFrom('deletion_secret').select('value').executeTakeFirstOrThrow()).value;
  });
}

function demandGuarded(table: string): string {
  const key = Object.hasOwn(guardedTables, table) ? guardedTables[table] : undefined;
  if (key === undefined) throw new TypeError(`no deletion warrant removes rows of ${table}`);
  return key;
}

function inPieces<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) pieces.push(items.slice(at, at + AT_ONCE));
  return pieces;
}
