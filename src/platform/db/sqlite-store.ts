import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Kysely, sql } from 'kysely';

import { openSqlite, sqliteDialect } from './sqlite-dialect.ts';
import { busy } from './store-trouble.ts';
import type { AnyKysely, Store, StoreLimits } from './store.ts';
import { inTime, whileOpen } from './transaction-guard.ts';

/** Milliseconds between two tries for the write lock that another program holds. */
const AGAIN_MS = 25;

/** Opens (and makes, where absent) the SQLite database at `file`: one connection that writes, with a queue, and one that can only read. */
export function openSqliteStore(file: string, limits: StoreLimits): Store {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writing: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: false })) });
  const reading: AnyKysely = new Kysely({ dialect: sqliteDialect(openSqlite(file, { readOnly: true })) });
  return {
    kind: 'sqlite',
    reading,
    snapshot: (work) => snapshot(file, work),
    transaction: (work) =>
      writing.connection().execute(async (connection) => {
        await begin(connection, limits.longestWaitMs);
        const open = { now: true };
        try {
          const result = await inTime(limits.longestMs, work(connection.withPlugin(whileOpen(open))));
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

/**
 * Takes the write lock. Another process (the command line) may hold it: SQLite's own wait would hold up every page of this one, so the
 * connection does not wait (sqlite-dialect.ts) and we ask again between other work. Throws `Refused` SG-BUSY after `longestWaitMs`.
 */
async function begin(connection: AnyKysely, longestWaitMs: number): Promise<void> {
  for (let left = Math.ceil(longestWaitMs / AGAIN_MS); ; left -= 1) {
    try {
      await sql`begin immediate`.execute(connection);
      return;
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (left <= 0) throw busy(error);
    }
    await pause(AGAIN_MS);
  }
}

/** SQLITE_BUSY is 5, with its kinds in the higher bytes (sqlite.org/rescode.html). */
function isLocked(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
  );
}

/** One read transaction on a connection of its own. In WAL mode it keeps the view of its first statement, so that one is made at once. */
async function snapshot<Result>(file: string, work: (view: AnyKysely) => Promise<Result>): Promise<Result> {
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
