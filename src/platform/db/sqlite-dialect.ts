import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { SqliteDialect, type SqliteDatabase } from 'kysely';

import { storable } from './storable.ts';

/** How many prepared statements one connection keeps. Kysely's SQL is the same text each time, so a page's queries all fit. */
const KEPT_STATEMENTS = 500;

/** Opens a connection with the pragmas that every connection of ours has. `readOnly` connections cannot write by construction. */
export function openSqlite(file: string, options: { readOnly: boolean }): DatabaseSync {
  if (!options.readOnly) keepPrivate(file);
  const database = new DatabaseSync(file, {
    readOnly: options.readOnly,
    enableForeignKeyConstraints: true,
    timeout: 5000,
    defensive: true,
  });
  // Deleted means deleted: what a row held is written over with zeros, not left in the file's free space.
  if (!options.readOnly)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  // From here on a transaction that does not get the write lock says so at once: sqlite-store.ts asks again without holding up pages.
  if (!options.readOnly) database.exec('PRAGMA busy_timeout = 0;');
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;');
  return database;
}

/** Other accounts of the machine read nothing: SQLite gives its -wal and -shm files the mode of the database, which it would make 0644. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** Kysely's SQLite dialect over a `node:sqlite` connection. */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  return new SqliteDialect({ database: asKyselyDatabase(database) });
}

function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<typeof asKyselyStatement>>();
  return {
    close: () => {
      kept.clear();
      database.close();
    },
    prepare: (text) => {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const made = asKyselyStatement(database.prepare(text));
      if (kept.size >= KEPT_STATEMENTS) kept.clear();
      // A statement of the schema (create, alter) must not be kept: it is run once.
      if (/^\s*(select|insert|update|with|delete)/i.test(text)) kept.set(text, made);
      return made;
    },
  };
}

/** Whether it answers rows is asked once: the question builds a list of all its columns. */
function asKyselyStatement(prepared: StatementSync) {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters: readonly unknown[]) => prepared.all(...parameters.map(storable)),
    run: (parameters: readonly unknown[]) => prepared.run(...parameters.map(storable)),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...parameters.map(storable)),
  };
}
