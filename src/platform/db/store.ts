import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { Kysely, sql } from 'kysely';

import { openSqlite, sqliteDialect } from './sqlite-dialect.ts';

/** Kysely over tables that the platform does not know: modules give it their types in scoped-tables.ts. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each module types its own tables; the platform knows none
export type AnyKysely = Kysely<any>;

/**
 * The store: one connection that writes, with a queue, and one that can only read.
 * Nobody outside platform/ gets either: modules work through handles (scoped-tables.ts) that the command runner makes.
 */
export interface Store {
  /** Opened read-only: a write through it fails in SQLite itself. */
  readonly reading: AnyKysely;
  /** Runs `work` alone, between BEGIN IMMEDIATE and COMMIT; undone when it throws. Transactions queue in order of arrival. */
  transaction<Result>(work: (transaction: AnyKysely) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Opens (and makes, where absent) the SQLite database at `file`. Migrate before use: migrations.ts. */
export function openStore(file: string): Store {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writing: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: false })) });
  const reading: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: true })) });
  return {
    reading,
    transaction: (work) =>
      writing.connection().execute(async (connection) => {
        await sql`begin immediate`.execute(connection);
        try {
          const result = await work(connection);
          await sql`commit`.execute(connection);
          return result;
        } catch (error) {
          await sql`rollback`.execute(connection).catch(() => undefined);
          throw error;
        }
      }),
    async close() {
      await reading.destroy();
      await writing.destroy();
    },
  };
}
