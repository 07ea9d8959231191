import { setTimeout as pause } from 'node:timers/promises';

import { Client, Pool, type ClientBase, type ClientConfig, type PoolClient } from 'pg';
import Cursor from 'pg-cursor';

import { postgresqlValues } from './postgresql-values.ts';
import { isAway, postgresqlTrouble } from './store-trouble.ts';

/** Seconds after which the server itself ends a statement: no page and no batch needs so long. */
const STATEMENT_SECONDS = 30;

/** Seconds after which the server ends a transaction in which nothing happens: its program has died or hangs. */
const IDLE_SECONDS = 60;

/** Seconds that a snapshot may be idle between two reads, and one of its statements may take: a backup writes meanwhile. */
const SNAPSHOT_SECONDS = 1800;

/** Milliseconds to make a connection, or to wait for one of a pool to become free. */
const CONNECT_MS = 5000;

/** Milliseconds between two tries to reach a database that is being restarted. */
const AGAIN_MS = 100;

/** What a connection may do, said to the server when it is made: nothing later can forget it. */
export type Purpose = 'read one school' | 'read all schools' | 'write' | 'snapshot';

/** Sees the rows of all schools: for machinery, the command line and backups. */
export const ALL_SCHOOLS = '*';

/** The settings of a connection for one purpose. A connection that reads is READ ONLY, and one that has named no school sees no school's rows. */
export function connectionFor(url: string, purpose: Purpose, longestWaitMs: number): ClientConfig {
  const seconds = purpose === 'snapshot' ? SNAPSHOT_SECONDS : undefined;
  const settings = {
    statement_timeout: `${String(seconds ?? STATEMENT_SECONDS)}s`,
    idle_in_transaction_session_timeout: `${String(seconds ?? IDLE_SECONDS)}s`,
    lock_timeout: `${String(longestWaitMs)}ms`,
    ...(purpose === 'write' ? {} : { default_transaction_read_only: 'on' }),
    ...(purpose === 'read all schools' || purpose === 'snapshot' ? { 'app.school': ALL_SCHOOLS } : {}),
  };
  return {
    connectionString: url,
    application_name: 'schoolgate',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    // The server's own timeout comes first; this one is for a server that has gone without a word.
    query_timeout: ((seconds ?? STATEMENT_SECONDS) + 5) * 1000,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: postgresqlValues,
  };
}

export interface Connections {
  /** A connection of the pool; waits out a restart of the database. Throws `Refused` SG-STORE-AWAY. */
  take(): Promise<PoolClient>;
  close(): Promise<void>;
}

/** Whether the database could be reached lately: shared by the pools of one store, so that people wait for a restart only once. */
export interface Reachable {
  lately: boolean;
}

/** Opens a pool: connects when it is first used. Connections that break while nobody uses them are dropped without a word. */
export function pool(config: ClientConfig, most: number, reachable: Reachable, longestWaitMs: number): Connections {
  const connections = new Pool({ ...config, max: most, idleTimeoutMillis: 60_000, allowExitOnIdle: true });
  // Without a listener a database that is restarted would end this process.
  connections.on('error', () => undefined);
  connections.on('connect', (client) => client.on('error', () => undefined));
  return {
    take: () => reach(() => connections.connect(), reachable, longestWaitMs),
    close: () => connections.end(),
  };
}

/** A connection of its own, outside the pools. */
export async function single(config: ClientConfig, reachable: Reachable, longestWaitMs: number): Promise<Client> {
  return reach(
    async () => {
      const client = new Client(config);
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    reachable,
    longestWaitMs,
  );
}

/**
 * Tries to connect until it works or `longestWaitMs` is over; a restart of PostgreSQL takes a second or two, and nobody need notice.
 * Once a whole wait was in vain, the next tries fail at once until one works: pages must not pile up behind a database that is gone.
 */
async function reach<Made>(connect: () => Promise<Made>, reachable: Reachable, longestWaitMs: number): Promise<Made> {
  let left = reachable.lately ? Math.ceil(longestWaitMs / AGAIN_MS) : 0;
  for (;;) {
    try {
      const made = await connect();
      reachable.lately = true;
      return made;
    } catch (error) {
      // A try that ran into its own time limit has waited long enough.
      const slow = error instanceof Error && error.message.includes('timeout');
      if (!isAway(error) || slow || left <= 0) {
        if (isAway(error)) reachable.lately = false;
        throw postgresqlTrouble(error);
      }
    }
    left -= 1;
    await pause(AGAIN_MS);
  }
}

/** Rows of a query, `size` at a time, through a cursor on the server. */
export async function* pieces(
  client: ClientBase,
  text: string,
  values: readonly unknown[],
  size: number,
): AsyncGenerator<readonly unknown[]> {
  const cursor = client.query(new Cursor<unknown>(text, [...values], { types: postgresqlValues }));
  try {
    for (;;) {
      const rows = await cursor.read(size);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await cursor.close();
    // pg sets a timer for each query and clears it in the query's callback, which a cursor never calls: the timer would outlive the work.
    const over: unknown = Reflect.get(cursor, 'callback');
    if (typeof over === 'function') Reflect.apply(over, cursor, [null]);
  }
}
