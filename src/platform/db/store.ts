import type { Kysely } from 'kysely';

import { isPostgresql } from '../config/store-address.ts';
import { openPostgresqlStore } from './postgresql-store.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** Kysely over tables that the platform does not know: modules give it their types in scoped-tables.ts. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each module types its own tables; the platform knows none
export type AnyKysely = Kysely<any>;

/**
 * The store: connections that write, and connections that can only read.
 * Nobody outside platform/ gets either: modules work through handles (scoped-tables.ts) that the command runner makes.
 * What each kind of database promises, and what is tried again when it is away: docs/decisions/0016-two-stores.md.
 */
export interface Store {
  readonly kind: 'sqlite' | 'postgresql';
  /** Opened read-only: a write through it fails in the database itself. Sees all schools. */
  readonly reading: AnyKysely;
  /**
   * Runs `work` between BEGIN and COMMIT; undone when it throws. What it reads of a school nobody else changes meanwhile: transactions
   * of one school run one after the other (on SQLite all of them do). Throws `Refused` SG-BUSY when its turn does not come in time.
   */
  transaction<Result>(work: (transaction: AnyKysely) => Promise<Result>): Promise<Result>;
  /**
   * Gives `work` one consistent view of the whole store, of all schools, as it was when `work` began, however long it reads (backups do).
   * It cannot write, holds up no transaction, and is gone when `work` ends.
   */
  snapshot<Result>(work: (view: AnyKysely) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface StoreLimits {
  /** Milliseconds that a transaction may take: one that waits for something outside the store must not hold up every other. */
  readonly longestMs: number;
  /** Milliseconds that a transaction waits for its turn while another program holds the records, or for a database that restarts. */
  readonly longestWaitMs: number;
}

/** No transaction needs so long. */
const LONGEST_MS = 30_000;

/** Longer than any import of the command line holds the records at once, shorter than people wait for a page. */
const LONGEST_WAIT_MS = 8_000;

/**
 * Opens the store at `address`: the path of a SQLite file, which is made where absent, or the URL of a PostgreSQL database
 * (postgresql://…), which must be there. Opening connects to nothing yet. Migrate before use: migrations.ts.
 * A transaction that is not over after `longestMs` is undone and throws, and nothing more can be written through what it was given.
 */
export function openStore(address: string, limits: Partial<StoreLimits> = {}): Store {
  const all: StoreLimits = { longestMs: LONGEST_MS, longestWaitMs: LONGEST_WAIT_MS, ...limits };
  return isPostgresql(address) ? openPostgresqlStore(address, all) : openSqliteStore(address, all);
}
