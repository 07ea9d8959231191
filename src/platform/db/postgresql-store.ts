import type { PoolClient, QueryResult } from 'pg';

import {
  connectionFor,
  pieces,
  pool,
  single,
  type Connections,
  type Purpose,
  type Reachable,
} from './postgresql-connections.ts';
import { kyselyOver } from './postgresql-driver.ts';
import { makeTransaction } from './postgresql-transaction.ts';
import { canBeNarrowed } from './school-scope.ts';
import { isAway, postgresqlTrouble } from './store-trouble.ts';
import type { AnyKysely, Store, StoreLimits } from './store.ts';
import { inTime, whileOpen } from './transaction-guard.ts';
import { turnstile } from './turnstile.ts';

/** Connections that each pool keeps at most: with three pools a process holds 16, and PostgreSQL allows 100 unless told otherwise. */
const MOST = { reading: 6, all: 4, writing: 6 } as const;

/** Opens the PostgreSQL database at `url`: pools that can only read, and one that writes. Connects when first used. */
export function openPostgresqlStore(url: string, limits: StoreLimits): Store {
  const reachable: Reachable = { lately: true };
  const config = (purpose: Purpose) => connectionFor(url, purpose, limits.longestWaitMs);
  const open = (purpose: Purpose, most: number) => pool(config(purpose), most, reachable, limits.longestWaitMs);
  const all = open('read all schools', MOST.all);
  const schools = open('read one school', MOST.reading);
  const writing = open('write', MOST.writing);
  const turns = turnstile();
  const perSchool = new Map<string, AnyKysely>();
  const asked = new WeakMap<PoolClient, string>();

  /** A reading that sees the rows of one school. A connection remembers its school, so a journey to say so is made only when that changes. */
  const readingOf = (school: string): AnyKysely => {
    const known = perSchool.get(school);
    if (known !== undefined) return known;
    const made = readingOver(schools, async (client) => {
      if (asked.get(client) === school) return;
      await client.query("select set_config('app.school', $1, false)", [school]);
      asked.set(client, school);
    });
    perSchool.set(school, made);
    return made;
  };

  return {
    kind: 'postgresql',
    reading: canBeNarrowed(
      readingOver(all, () => Promise.resolve()),
      readingOf,
    ),
    async transaction(work) {
      const open = { now: true };
      const transaction = makeTransaction(writing, turns);
      try {
        const given = canBeNarrowed(transaction.db, transaction.narrow).withPlugin(whileOpen(open));
        const result = await inTime(limits.longestMs, work(given), transaction.turn);
        open.now = false;
        await transaction.commit();
        return result;
      } catch (error) {
        open.now = false;
        await transaction.rollback();
        throw error;
      }
    },
    async snapshot(work) {
      const client = await single(config('snapshot'), reachable, limits.longestWaitMs);
      const open = { now: true };
      try {
        // The view is that of the first statement.
        await client.query('begin isolation level repeatable read read only; select 1');
        const view = kyselyOver(() =>
          Promise.resolve({
            query: (text, values) => client.query(text, [...values]).catch(thrown),
            pieces: (text, values, size) => pieces(client, text, values, size),
            release: () => undefined,
          }),
        );
        return await work(view.withPlugin(whileOpen(open)));
      } finally {
        open.now = false;
        await client.end().catch(() => undefined);
      }
    },
    async close() {
      await Promise.all([all.close(), schools.close(), writing.close()]);
    },
  };
}

/** Kysely that reads each query over any connection of the pool, made ready by `prepare`. A connection that dies under a read is replaced once. */
function readingOver(connections: Connections, prepare: (client: PoolClient) => Promise<void>): AnyKysely {
  const take = async (): Promise<PoolClient> => {
    const client = await connections.take();
    try {
      await prepare(client);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  const readyOne = () =>
    take().catch((error: unknown) => {
      if (!isAway(error)) throw postgresqlTrouble(error);
      return take().catch(thrown);
    });
  return kyselyOver(async () => {
    let client = await readyOne();
    let broken = false;
    return {
      async query(text, values): Promise<QueryResult> {
        try {
          return await client.query(text, [...values]);
        } catch (error) {
          if (!isAway(error)) throw postgresqlTrouble(error);
        }
        client.release(true);
        client = await readyOne();
        return client.query(text, [...values]).catch((error: unknown) => {
          broken = isAway(error);
          throw postgresqlTrouble(error);
        });
      },
      pieces: (text, values, size) => pieces(client, text, values, size),
      release: () => {
        client.release(broken);
      },
    };
  });
}

function thrown(error: unknown): never {
  throw postgresqlTrouble(error);
}
