import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { QueryResult as PgResult } from 'pg';

import { storable } from './storable.ts';
import type { AnyKysely } from './store.ts';

/** One connection while somebody uses it: from a pool for one query, or a transaction's for all of its. */
export interface Line {
  query(text: string, values: readonly unknown[]): Promise<PgResult<Record<string, unknown>>>;
  /** Reads through a cursor, `size` rows at a time. */
  pieces(text: string, values: readonly unknown[], size: number): AsyncIterable<readonly unknown[]>;
  release(): void;
}

/** Kysely whose every query asks `acquire` for a line. It has no transactions of its own: those are the store's. */
export function kyselyOver(acquire: () => Promise<Line>): AnyKysely {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => driverOver(acquire),
    },
  });
}

const notHere = (): never => {
  throw new Error('transactions are the store’s: use store.transaction');
};

function driverOver(acquire: () => Promise<Line>): Driver {
  const lines = new WeakMap<DatabaseConnection, Line>();
  return {
    init: () => Promise.resolve(),
    async acquireConnection() {
      const line = await acquire();
      const connection = connectionOver(line);
      lines.set(connection, line);
      return connection;
    },
    releaseConnection(connection) {
      lines.get(connection)?.release();
      return Promise.resolve();
    },
    beginTransaction: notHere,
    commitTransaction: notHere,
    rollbackTransaction: notHere,
    destroy: () => Promise.resolve(),
  };
}

function connectionOver(line: Line): DatabaseConnection {
  return {
    async executeQuery({ sql, parameters }) {
      return resultOf(await line.query(sql, parameters.map(sendable(sql))));
    },
    async *streamQuery<Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }, size = 100) {
      for await (const rows of line.pieces(sql, parameters.map(sendable(sql)), size)) yield rowsOf<Row>(rows);
    },
  };
}

/** Kysely's own questions about the schema carry booleans; ours never do, as SQLite has none. */
function sendable(text: string): (value: unknown) => unknown {
  const asksAboutSchema = text.includes('"pg_catalog".');
  return (value) => (asksAboutSchema && typeof value === 'boolean' ? value : storable(value));
}

/* eslint-disable @typescript-eslint/consistent-type-assertions -- what a row holds is said by whoever wrote the query, not by the driver */

function resultOf<Row>({ command, rowCount, rows }: PgResult<Record<string, unknown>>): QueryResult<Row> {
  const counts = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command);
  return { ...rowsOf<Row>(rows), ...(counts ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
}

function rowsOf<Row>(rows: readonly unknown[]): QueryResult<Row> {
  return { rows: rows as Row[] };
}
