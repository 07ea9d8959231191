import { sql } from 'kysely';

import type { AnyKysely } from '../db/store.ts';
import { leftBehind } from './carried-tables.ts';

/** Which of the two stores a connection speaks to. */
export type StoreKind = 'sqlite' | 'postgresql';

export interface Column {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'real';
}

/** A table as a backup sees it: columns by name, and those that put its rows in one order on both stores. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly order: readonly string[];
}

/** The tables of this database that a backup carries, by name. Throws on a column of a type that the format does not know. */
export async function carriedTables(db: AnyKysely, kind: StoreKind): Promise<readonly TableShape[]> {
  const columns = kind === 'sqlite' ? await sqliteColumns(db) : await postgresqlColumns(db);
  const shapes = new Map<string, ColumnRow[]>();
  for (const row of columns) {
    if (row.table in leftBehind) continue;
    shapes.set(row.table, [...(shapes.get(row.table) ?? []), row]);
  }
  return [...shapes].sort(([a], [b]) => compareText(a, b)).map(([name, rows]) => shapeOf(name, rows));
}

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Place in the primary key from 1; 0 when it is no part of it. */
  readonly key: number;
}

function shapeOf(name: string, rows: readonly ColumnRow[]): TableShape {
  const columns = rows
    .map((row) => ({ name: row.column, type: typeOf(name, row) }))
    .sort((a, b) => compareText(a.name, b.name));
  const key = rows.filter((row) => row.key > 0).sort((a, b) => a.key - b.key);
  return {
    name,
    columns,
    // Without a primary key, all columns together: rows that are the same in all are the same in any order.
    order: key.length > 0 ? key.map((row) => row.column) : columns.map((column) => column.name),
  };
}

function typeOf(table: string, { column, type }: ColumnRow): Column['type'] {
  const word = type.toLowerCase();
  if (word === 'text') return 'text';
  if (/^(integer|bigint|smallint|int\d?)$/.test(word)) return 'integer';
  if (word === 'real' || word === 'double precision') return 'real';
  throw new TypeError(`${table}.${column} is of the type ${type}, which a backup does not know`);
}

/** Order by code point, as both stores are told to sort. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

async function sqliteColumns(db: AnyKysely): Promise<readonly ColumnRow[]> {
  const { rows } = await sql<ColumnRow>`
    select m.name as "table", c.name as "column", c.type as "type", c.pk as "key"
    from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'`.execute(db);
  return rows;
}

async function postgresqlColumns(db: AnyKysely): Promise<readonly ColumnRow[]> {
  const { rows } = await sql<ColumnRow>`
    select c.table_name as "table", c.column_name as "column", c.data_type as "type",
      coalesce((
        select k.ordinal_position from information_schema.table_constraints p
        join information_schema.key_column_usage k
          on k.constraint_name = p.constraint_name and k.table_schema = p.table_schema and k.table_name = p.table_name
        where p.constraint_type = 'PRIMARY KEY' and p.table_schema = c.table_schema and p.table_name = c.table_name
          and k.column_name = c.column_name), 0) as "key"
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'`.execute(db);
  return rows;
}
