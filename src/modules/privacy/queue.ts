import type { Actor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { readingTogether, readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { DueRecord, ModuleParts, RetentionClass, SchoolgateModule } from '../module.ts';
import { deletionTables, retentionTables } from './tables.ts';

/**
 * What is past its time: asked of the modules that own the records, less what a legal hold, a person's other records or a signer's own
 * decision keeps. Nothing of it is stored until somebody signs.
 */

/** What one list shows and one signature covers: what a person can look through. */
export const MOST_RECORDS = 200;
/** What one warrant may name (safekeeping): a record and its parts. */
const MOST_ROWS = 20_000;
/** Beyond this a count says "or more". */
export const MOST_COUNTED = 1_000;

/** A class that somebody signs for. */
export interface SignedClass extends RetentionClass {
  readonly due: NonNullable<RetentionClass['due']>;
  readonly signers: readonly (readonly Role[])[];
}

export type Whole = Pick<ModuleParts, 'whole'>;

/** The classes that somebody signs for, in the order of their modules. */
export function signedClasses({ whole }: Whole): readonly SignedClass[] {
  return whole()
    .flatMap((module) => module.retention)
    .flatMap((one) =>
      one.due === undefined || one.signers === undefined ? [] : [{ ...one, due: one.due, signers: one.signers }],
    );
}

/** A class as it is in force: how long may be a setting of the school. */
export async function asInForce<One extends RetentionClass>(db: ReadHandle, one: One): Promise<One> {
  return one.inForce === undefined ? one : { ...one, ...(await one.inForce(db)) };
}

/** The class of this code; undefined when there is none that somebody signs for. */
export function signedClass(parts: Whole, code: string): SignedClass | undefined {
  return signedClasses(parts).find((one) => one.code === code);
}

export type KeptBecause = 'hold' | 'kept' | 'named';

/** A record past its time, and what keeps it all the same. */
export interface Waiting {
  readonly record: DueRecord;
  readonly kept?: KeptBecause;
  /** Until when a signer keeps it. */
  readonly until?: string;
}

/** A class with what of it is past its time. */
export interface OfClass {
  readonly one: SignedClass;
  /** All of it, whoever may know of it: for counts. */
  readonly all: readonly DueRecord[];
  /** Oldest first, what the asker may know of. */
  readonly waiting: readonly Waiting[];
}

/** What is past its time of these classes. Holds and what signers keep are read once for all of them, and each class is asked once. */
export async function waitingInEach(
  parts: Whole,
  handle: ReadHandle,
  classes: readonly SignedClass[],
  asking: { readonly actor: Actor; readonly today: Temporal.PlainDate },
): Promise<readonly OfClass[]> {
  const db = readingTogether(handle);
  const found: OfClass[] = [];
  for (const one of classes) {
    const all = await one.due(db, { today: asking.today, most: MOST_COUNTED });
    const records = all.filter((record) => record.mayOpen(asking.actor));
    if (records.length === 0) {
      found.push({ one: await asInForce(db, one), all, waiting: [] });
      continue;
    }
    const waiting = await withWhatKeeps(parts, db, one, { records, today: asking.today });
    found.push({ one: await asInForce(db, one), all, waiting });
  }
  return found;
}

/** What keeps each of these records all the same. */
async function withWhatKeeps(
  parts: Whole,
  db: ReadHandle,
  one: SignedClass,
  of: { readonly records: readonly DueRecord[]; readonly today: Temporal.PlainDate },
): Promise<readonly Waiting[]> {
  const held = await heldRows(db);
  const until = (await keptUntil(db, of.today.toString())).get(one.code);
  const named = await stillNamed(parts.whole(), db, one, of.records);
  return of.records.map((record): Waiting => {
    const on = until?.get(rowKey(record));
    if (isHeld(held, record)) return { record, kept: 'hold' };
    if (on !== undefined) return { record, kept: 'kept', until: on };
    return named.has(record.id) ? { record, kept: 'named' } : { record };
  });
}

/** Of every class, whoever may know of it: what was past its time on a day and is still there, and nothing keeps. For counts and days. */
export async function leftOver(
  parts: Whole,
  handle: ReadHandle,
  today: Temporal.PlainDate,
): Promise<readonly DueRecord[]> {
  const db = readingTogether(handle);
  const left: DueRecord[] = [];
  for (const one of signedClasses(parts)) {
    const records = await one.due(db, { today, most: MOST_COUNTED });
    if (records.length === 0) continue;
    const waiting = await withWhatKeeps(parts, db, one, { records, today });
    left.push(...waiting.flatMap(({ record, kept }) => (kept === undefined ? [record] : [])));
  }
  return left;
}

/** What is past its time of one class, oldest first: all of it that `actor` may know of. */
export async function waitingIn(
  parts: Whole,
  db: ReadHandle,
  one: SignedClass,
  asking: { readonly actor: Actor; readonly today: Temporal.PlainDate },
): Promise<readonly Waiting[]> {
  return (await waitingInEach(parts, db, [one], asking)).flatMap(({ waiting }) => waiting);
}

/** What may go by one signature: the oldest that nothing keeps, as many as a person looks through and a warrant carries. */
export function batchOf(waiting: readonly Waiting[]): readonly DueRecord[] {
  const batch: DueRecord[] = [];
  let rows = 0;
  for (const { record, kept } of waiting) {
    const its = 1 + record.parts.length;
    // One that no warrant carries by itself must not keep the others here for ever: it stays on the list, and the count tells of it.
    if (kept !== undefined || its > MOST_ROWS) continue;
    rows += its;
    if (batch.length === MOST_RECORDS || rows > MOST_ROWS) break;
    batch.push(record);
  }
  return batch;
}

export const rowKey = (row: { readonly table: string; readonly id: string }): string => `${row.table}:${row.id}`;

/** Every row that a legal hold in force lies on. */
export const heldRows = readOnce(async (db): Promise<ReadonlySet<string>> => {
  const rows = await deletionTables
    .read(db)
    .select('legal_hold')
    .select(['table_name', 'row_id'])
    .where('released_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => `${row.table_name}:${row.row_id}`));
});

/** Whether a hold lies on the record, on a part of it, or on somebody whom it is about. */
export function isHeld(held: ReadonlySet<string>, record: DueRecord): boolean {
  if (held.size === 0) return false;
  return (
    held.has(rowKey(record)) ||
    record.parts.some((part) => held.has(rowKey(part))) ||
    record.people.some((person) => held.has(`person:${person}`))
  );
}

/** Until when signers keep which records of each class, as it stands on a day: by class, then by row. */
const keptUntil = readOnce(async (db, today: string): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const rows = await retentionTables
    .read(db)
    .select('retention_kept')
    .select(['class_code', 'table_name', 'row_id', 'until_day'])
    .where('until_day', '>', today)
    .orderBy('until_day')
    .execute();
  const ofClass = Map.groupBy(rows, (row) => row.class_code);
  return new Map(
    [...ofClass].map(([code, its]) => [
      code,
      new Map(its.map((row) => [`${row.table_name}:${row.row_id}`, row.until_day])),
    ]),
  );
});

/** People whom some record names that is kept longer than they: their own record waits for it. */
async function stillNamed(
  modules: readonly SchoolgateModule[],
  db: ReadHandle,
  one: SignedClass,
  records: readonly DueRecord[],
): Promise<ReadonlySet<string>> {
  const people = records.filter((record) => record.table === 'person').map((record) => record.id);
  if (people.length === 0) return new Set();
  const owner = modules.find((module) => module.retention.some((each) => each.code === one.code));
  const found = await Promise.all(
    modules
      .filter((module) => module !== owner)
      .map((module) => module.stillNames?.(db, people) ?? Promise.resolve(new Set<string>())),
  );
  return new Set(found.flatMap((names) => [...names]));
}
