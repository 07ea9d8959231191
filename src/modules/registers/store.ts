import { asId } from '../../platform/ids/ids.ts';
import { readOnce } from '../../platform/db/read-once.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../platform/db/scoped-tables.ts';
import { z } from 'zod';
import { readState, type EntryColumns } from './entry-columns.ts';
import { entryStates, type Entry, type EntryState, type Values } from './entry.ts';
import { registerTables, type ChangeRow, type EntryRow } from './rows.ts';

/** Values as we wrote them. A schema would take longer than reading the row, and lists read many. Throws when they are not whole. */
function valuesIn(text: string | null): Values {
  if (text === null) return {};
  const read: unknown = JSON.parse(text);
  if (!isValues(read)) throw new TypeError('the values of a register’s entry are not whole');
  return read;
}

function isValues(read: unknown): read is Values {
  return typeof read === 'object' && read !== null && !Array.isArray(read) && Object.values(read).every(isValue);
}

const isValue = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

/** Plain and sealed values together. */
export const valuesOf = (row: Pick<EntryRow, 'plain_values' | 'sealed_values'>): Values => ({
  ...valuesIn(row.plain_values),
  ...valuesIn(row.sealed_values),
});

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids among an entry's values, sealed ones too: the people whom it names, and classes, on which no hold lies and which nobody asks for. */
export const namedIn = (values: Values): readonly string[] =>
  Object.values(values)
    .flat()
    .filter((one) => ID.test(one));

/** A row as an entry. */
export function entryOf(row: EntryRow): Entry {
  return {
    id: asId(row.id),
    register: row.register,
    number: row.number,
    version: row.version,
    state: readState(row.state, entryStates),
    values: valuesOf(row),
    about: row.about_day,
    due: row.due_day,
    title: row.title,
    importedBy: row.import_id,
    addedBy: row.added_by,
    addedAt: row.added_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    closedAt: row.closed_at,
  };
}

/** Imports that are still being taken in, or were put aside half-way: what came by them does not count. */
export const runningImports = readOnce(async (db): Promise<readonly string[]> => {
  const rows = await registerTables
    .read(db)
    .select('register_import')
    .where('state', 'in', ['running', 'dropped'])
    .where('done_count', '>', 0)
    .select('id')
    .execute();
  return rows.map((row) => row.id);
});

/** One entry by its number in its register; undefined when there is none. */
export async function loadEntry(db: ReadHandle, register: string, number: number): Promise<Entry | undefined> {
  const row = await registerTables
    .read(db)
    .select('register_entry')
    .where('register', '=', register)
    .where('number', '=', number)
    .selectAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.import_id !== null && (await runningImports(db)).includes(row.import_id)) return undefined;
  return entryOf(row);
}

/** The next number in a register. Taken inside the write transaction, so that no two entries get the same. */
export async function nextNumber(db: ReadHandle, register: string): Promise<number> {
  const row = await registerTables
    .read(db)
    .select('register_entry')
    .where('register', '=', register)
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.number ?? 0) + 1;
}

/** What is known of a new entry beside its values. */
export interface NewEntry {
  readonly id: string;
  readonly register: string;
  readonly number: number;
  readonly state: EntryState;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly closedAt: Temporal.Instant | null;
  readonly importId: string | null;
}

/** The row of a new entry. */
export function entryRow(entry: NewEntry, columns: EntryColumns): Omit<EntryRow, 'school_id'> {
  const at = entry.at.toString();
  return {
    id: entry.id,
    register: entry.register,
    number: entry.number,
    version: 1,
    state: entry.state,
    ...columns,
    import_id: entry.importId,
    added_by: entry.by,
    added_at: at,
    decided_by: null,
    decided_at: null,
    closed_at: entry.closedAt === null ? null : entry.closedAt.toString(),
    changed_at: at,
  };
}

/** A change of an entry: what became of it, and the line of its history. */
export interface EntryChange {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly state: EntryState;
  readonly words: string;
  /** The fields that changed, as they stood before; null where nothing stood. */
  readonly before: Readonly<Record<string, Values[string] | null>>;
  readonly columns?: EntryColumns;
  readonly decided?: { readonly by: string } | null;
  readonly closedAt?: Temporal.Instant;
}

export const changeKinds = ['corrected', 'closed', 'approved', 'refused', 'struck-out', 'file-added'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Changes an entry and writes the line of its history. Throws `Refused` SG-CHANGED when somebody else was faster. */
export async function changeEntry(db: WriteHandle, entry: Entry, change: EntryChange): Promise<number> {
  const version = entry.version + 1;
  const at = change.at.toString();
  const { decided, closedAt } = change;
  await changeOne(
    registerTables
      .write(db)
      .update('register_entry')
      .set({
        version,
        state: change.state,
        changed_at: at,
        ...change.columns,
        ...(decided === undefined
          ? {}
          : { decided_by: decided === null ? null : decided.by, decided_at: decided === null ? null : at }),
        ...(closedAt === undefined ? {} : { closed_at: closedAt.toString() }),
      })
      .where('id', '=', entry.id)
      .where('version', '=', entry.version)
      .where('state', '=', entry.state),
  );
  await registerTables.write(db).insert('register_change', {
    id: change.id,
    entry_id: entry.id,
    version,
    kind: change.kind,
    at,
    by_id: change.by,
    from_state: entry.state,
    to_state: change.state,
    words: change.words,
    before_values: JSON.stringify(change.before),
  });
  return version;
}

/** A line of an entry's history. */
export interface ChangeLine extends Omit<ChangeRow, 'school_id' | 'before_values'> {
  readonly before: Readonly<Record<string, Values[string] | null>>;
}

const beforeSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]));

/** The history of an entry, oldest first. */
export async function changesOf(db: ReadHandle, entry: string): Promise<readonly ChangeLine[]> {
  const rows = await registerTables
    .read(db)
    .select('register_change')
    .where('entry_id', '=', entry)
    .selectAll()
    .orderBy('version')
    .execute();
  return rows.map(({ before_values: before, ...row }) => ({ ...row, before: beforeSchema.parse(JSON.parse(before)) }));
}

/** Who corrected an entry last; undefined when nobody did. */
export async function lastCorrector(db: ReadHandle, entry: string): Promise<string | undefined> {
  const row = await registerTables
    .read(db)
    .select('register_change')
    .where('entry_id', '=', entry)
    .where('kind', '=', 'corrected')
    .select('by_id')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.by_id;
}

/** The files of an entry, oldest first. */
export async function filesOf(db: ReadHandle, entry: string) {
  return registerTables
    .read(db)
    .select('register_file')
    .where('entry_id', '=', entry)
    .selectAll()
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}
