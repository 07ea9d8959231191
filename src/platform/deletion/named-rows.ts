import { createHash } from 'node:crypto';

/** What a deletion warrant names, and how it says which rows go or stay together. */

/** One row: a guarded table, and the row's id in it. */
export interface WarrantRow {
  readonly table: string;
  readonly id: string;
}

/** A record that goes or stays as a whole: its rows, and whom it is about. A legal hold on one of these keeps it. */
export interface WarrantRecord {
  readonly rows: readonly WarrantRow[];
  readonly people: readonly string[];
}

/** Fingerprint of a warrant's rows, whatever their order: what the chain keeps. */
export function rowsFingerprint(rows: readonly WarrantRow[]): string {
  const lines = rows.map(({ table, id }) => `${table}:${id}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

export const keyOf = (row: WarrantRow): string => `${row.table}:${row.id}`;

/** A row, or a person, with the records that it is part of: numbers in the warrant, with commas between; '' is all of it together. */
type Named = WarrantRow & { readonly records: string };
interface AllNamed {
  readonly rows: readonly Named[];
  readonly people: readonly Named[];
}

/** Rows that go or stay together. */
export const namedTogether = (rows: readonly WarrantRow[]): AllNamed => ({
  rows: rows.map((row) => ({ table: row.table, id: row.id, records: '' })),
  people: [],
});

/** Each row and each person once, with the numbers of their records. */
export function namedByRecord(records: readonly WarrantRecord[]): AllNamed {
  const named = (of: (record: WarrantRecord) => readonly WarrantRow[]): readonly Named[] => {
    const found = new Map<string, { readonly row: WarrantRow; readonly records: Set<number> }>();
    records.forEach((record, at) => {
      for (const row of of(record)) {
        const one = found.get(keyOf(row)) ?? { row, records: new Set() };
        found.set(keyOf(row), one);
        one.records.add(at + 1);
      }
    });
    return [...found.values()].map(({ row, records: its }) => ({
      table: row.table,
      id: row.id,
      records: [...its].join(','),
    }));
  };
  return {
    rows: named((record) => record.rows),
    people: named((record) => record.people.map((id) => ({ table: 'person', id }))),
  };
}
