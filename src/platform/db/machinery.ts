import type { Kysely } from 'kysely';

import { connectionOf, type WriteHandle } from './scoped-tables.ts';
import { sealing, type SealedColumns } from './sealed-columns.ts';
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

/** Opens machinery tables for their one writing module; `sealed` columns are sealed when written and opened when read. */
export function machinery<Tables>(store: Store, sealed: SealedColumns = {}): Machinery<Tables> {
  const keyed = sealing(sealed);
  return {
    reading: keyed(store.reading) as Kysely<Tables>,
    transaction: (work) => store.transaction((db) => work(keyed(db) as Kysely<Tables>)),
  };
}

/** Machinery that is written in a command's own transaction (outbox, compile request). */
export function machineryIn<Tables>(handle: WriteHandle, sealed: SealedColumns = {}): Kysely<Tables> {
  return sealing(sealed)(connectionOf(handle)) as Kysely<Tables>;
}
