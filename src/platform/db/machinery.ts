import type { Kysely } from 'kysely';

import { connectionOf, type WriteHandle } from './scoped-tables.ts';
import type { Store } from './store.ts';

/* eslint-disable @typescript-eslint/consistent-type-assertions -- the one place where a machinery module's table types meet the untyped store */

/**
 * Machinery tables are the closed list that is written outside commands (contracts.md, "Writing"): web sessions, rate limits,
 * job leases, outbox, intake position, visits, schema version. Each has one writing module; `test/conformance` holds the list.
 */
export interface Machinery<Tables> {
  /** Reads, on the connection that cannot write. */
  reading: Kysely<Tables>;
  /** Writes, in a transaction of its own. */
  transaction<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
}

/** Opens machinery tables for their one writing module. */
export function machinery<Tables>(store: Store): Machinery<Tables> {
  return {
    reading: store.reading as Kysely<Tables>,
    transaction: (work) => store.transaction((db) => work(db as Kysely<Tables>)),
  };
}

/** Machinery that is written in a command's own transaction (outbox, compile request). */
export function machineryIn<Tables>(handle: WriteHandle): Kysely<Tables> {
  return connectionOf(handle) as Kysely<Tables>;
}
