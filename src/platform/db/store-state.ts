import { existsSync, statSync } from 'node:fs';

import { sql } from 'kysely';

import { isPostgresql } from '../config/store-address.ts';
import { openStore } from './store.ts';

/** What can be said of a store before it is opened for work. */
export interface StoreState {
  /** "SQLite 3.53.1", "PostgreSQL 15.18". */
  readonly program: string;
  readonly bytes: number;
  /** Names of the migrations that were taken: none where the database is still empty. */
  readonly steps: readonly string[];
}

/**
 * Looks at the store at `address` and changes nothing: undefined where there is none yet (no file). Throws what the database says when it
 * cannot be read, and `Refused` SG-STORE-AWAY when it cannot be reached.
 */
export async function storeState(address: string): Promise<StoreState | undefined> {
  if (!isPostgresql(address) && !existsSync(address)) return undefined;
  const store = openStore(address);
  try {
    const db = store.reading;
    if (store.kind === 'sqlite') {
      const { rows } = await sql<{ v: string; there: number }>`select sqlite_version() as v,
        (select count(*) from sqlite_schema where name = 'schema_version') as there`.execute(db);
      const steps = rows[0]?.there === 1 ? await db.selectFrom('schema_version').select('name').execute() : [];
      return {
        program: `SQLite ${rows[0]?.v ?? ''}`,
        bytes: statSync(address).size,
        steps: steps.map((row) => String(row['name'])),
      };
    }
    const { rows } = await sql<{ v: string; bytes: number; there: number }>`select
      split_part(current_setting('server_version'), ' ', 1) as v, pg_database_size(current_database()) as bytes,
      to_regclass('schema_version') is not null as there`.execute(db);
    const steps = rows[0]?.there === 1 ? await db.selectFrom('schema_version').select('name').execute() : [];
    return {
      program: `PostgreSQL ${rows[0]?.v ?? ''}`,
      bytes: rows[0]?.bytes ?? 0,
      steps: steps.map((row) => String(row['name'])),
    };
  } finally {
    await store.close();
  }
}
