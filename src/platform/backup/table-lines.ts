import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { sql } from 'kysely';

import type { AnyKysely } from '../db/store.ts';
import type { Column, StoreKind, TableShape } from './schema-of.ts';

/** Rows as lines of JSON: columns by name, rows by key, the same bytes from either store. */

/** Rows read before pages get their turn: SQLite is synchronous. */
const ROWS_AT_ONCE = 200;

/** A table's rows as batches of whole lines, in the order of its key. Gives way to other work after each batch. */
export async function* tableLines(
  db: AnyKysely,
  kind: StoreKind,
  table: TableShape,
): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
  const order = table.order.map((column) => orderOf(kind, table, column));
  const rows = db
    .selectFrom(table.name)
    .select(table.columns.map((column) => column.name))
    .orderBy(sql`${sql.join(order)}`)
    .stream(ROWS_AT_ONCE);
  let text = '';
  let count = 0;
  for await (const row of rows) {
    text += `${lineOf(table.columns, row)}\n`;
    count += 1;
    if (count === ROWS_AT_ONCE) {
      yield { text, rows: count };
      text = '';
      count = 0;
      await setImmediate();
    }
  }
  if (count > 0) yield { text, rows: count };
}

function orderOf(kind: StoreKind, table: TableShape, column: string) {
  const isText = table.columns.some((one) => one.name === column && one.type === 'text');
  // PostgreSQL sorts text as its locale says; SQLite, and we, by bytes.
  return kind === 'postgresql' && isText ? sql`${sql.ref(column)} collate "C"` : sql`${sql.ref(column)}`;
}

/** One row as JSON, its columns in the given order. */
export function lineOf(columns: readonly Column[], row: Readonly<Record<string, unknown>>): string {
  const values: Record<string, string | number | null> = {};
  for (const { name, type } of columns) values[name] = valueOf(name, type, row[name]);
  return JSON.stringify(values);
}

function valueOf(name: string, type: Column['type'], value: unknown): string | number | null {
  if (value === null) return null;
  if (type === 'text' && typeof value === 'string') return value;
  if (type !== 'text') {
    // The PostgreSQL client gives eight-byte numbers as text.
    const number = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number) && (type === 'real' || Number.isSafeInteger(number))) {
      return number;
    }
  }
  throw new TypeError(`the column ${name} holds something that is no ${type}`);
}

/** Counts and hashes what passes. */
export interface Tally {
  add(bytes: string | Uint8Array): void;
  result(): { readonly bytes: number; readonly sha256: string };
}

/** Makes one. */
export function tally(): Tally {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    add(more) {
      hash.update(more);
      bytes += typeof more === 'string' ? Buffer.byteLength(more) : more.length;
    },
    result: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}
