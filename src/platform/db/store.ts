import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { Kysely, sql, type KyselyPlugin } from 'kysely';

import { openSqlite, sqliteDialect } from './sqlite-dialect.ts';

/** Kysely over tables that the platform does not know: modules give it their types in scoped-tables.ts. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each module types its own tables; the platform knows none
export type AnyKysely = Kysely<any>;

/**
 * The store: one connection that writes, with a queue, and one that can only read.
 * Nobody outside platform/ gets either: modules work through handles (scoped-tables.ts) that the command runner makes.
 */
export interface Store {
  readonly kind: 'sqlite' | 'postgresql';
  /** Opened read-only: a write through it fails in SQLite itself. */
  readonly reading: AnyKysely;
  /** Runs `work` alone, between BEGIN IMMEDIATE and COMMIT; undone when it throws. Transactions queue in order of arrival. */
  transaction<Result>(work: (transaction: AnyKysely) => Promise<Result>): Promise<Result>;
  /**
   * Gives `work` one consistent view of the whole store, of all schools, as it was when `work` began, however long it reads (backups do).
   * It cannot write, holds up no transaction, and is gone when `work` ends.
   */
  snapshot<Result>(work: (view: AnyKysely) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** No transaction needs so long; one that waits for something outside the store must not hold up every other. */
const LONGEST_MS = 30_000;

/**
 * Opens (and makes, where absent) the SQLite database at `file`. Migrate before use: migrations.ts.
 * A transaction that is not over after `longestMs` is undone and throws, and nothing more can be written through what it was given.
 */
export function openStore(file: string, { longestMs = LONGEST_MS }: { longestMs?: number } = {}): Store {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writing: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: false })) });
  const reading: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: true })) });
  return {
    kind: 'sqlite',
    reading,
    snapshot: (work) => sqliteSnapshot(file, work),
    transaction: (work) =>
      writing.connection().execute(async (connection) => {
        await sql`begin immediate`.execute(connection);
        const open = { now: true };
        try {
          const result = await inTime(longestMs, work(connection.withPlugin(whileOpen(open))));
          open.now = false;
          await sql`commit`.execute(connection);
          return result;
        } catch (error) {
          open.now = false;
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

/** One read transaction on a connection of its own. In WAL mode it keeps the view of its first statement, so that one is made at once. */
async function sqliteSnapshot<Result>(file: string, work: (view: AnyKysely) => Promise<Result>): Promise<Result> {
  const own: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: true })) });
  const open = { now: true };
  try {
    return await own.connection().execute(async (connection) => {
      await sql`begin`.execute(connection);
      await sql`select count(*) from sqlite_schema`.execute(connection);
      return work(connection.withPlugin(whileOpen(open)));
    });
  } finally {
    open.now = false;
    await own.destroy();
  }
}

/** Refuses every statement once the transaction is over: a forgotten `await` would write into somebody else's. */
function whileOpen(open: { readonly now: boolean }): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (!open.now) throw new Error('a statement came after its transaction was over');
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

async function inTime<Result>(longestMs: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`a transaction was not over after ${longestMs} ms and is undone`));
  }, longestMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
