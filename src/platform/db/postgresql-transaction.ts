import { escapeLiteral, type PoolClient, type QueryResult } from 'pg';

import { ALL_SCHOOLS, pieces, type Connections } from './postgresql-connections.ts';
import { kyselyOver, type Line } from './postgresql-driver.ts';
import { inDoubt, isAway, postgresqlTrouble } from './store-trouble.ts';
import type { AnyKysely } from './store.ts';

/**
 * One transaction on a connection of the writing pool. It begins with its first statement, and in the same message says for which school
 * it asks and takes that school's turn (an advisory lock until its end), so neither costs a journey of its own.
 */
export interface PostgresqlTransaction {
  /** Sees and takes rows of all schools; a handle narrows it to one. */
  readonly db: AnyKysely;
  /** The same transaction, seeing and taking only the rows of one school. */
  narrow(school: string): AnyKysely;
  /** Throws `Refused` SG-IN-DOUBT when the connection breaks just then. */
  commit(): Promise<void>;
  /** Never throws: a connection that cannot roll back is thrown away, and the server does it. */
  rollback(): Promise<void>;
}

/** Prepares a transaction over `connections`; nothing is sent until its first statement. */
export function makeTransaction(connections: Connections): PostgresqlTransaction {
  let client: PoolClient | undefined;
  let scope: string | undefined;
  const turns = new Set<string>();
  let tail: Promise<unknown> = Promise.resolve();

  const start = async (school: string): Promise<PoolClient> => {
    const taken = await connections.take();
    try {
      await taken.query(`begin isolation level read committed; ${narrowTo(school, true)}`);
      return taken;
    } catch (error) {
      taken.release(true);
      throw error;
    }
  };

  /** The connection, narrowed to `school`, whose turn it is. */
  const ready = async (school: string): Promise<PoolClient> => {
    if (client === undefined) {
      // An idle connection may have died unseen. Nothing has been done yet, so a second one may try.
      client = await start(school).catch((error: unknown) => {
        if (!isAway(error)) throw error;
        return start(school);
      });
    } else if (scope !== school) {
      await client.query(narrowTo(school, !turns.has(school)));
    }
    scope = school;
    turns.add(school);
    return client;
  };

  const narrowed = new Map<string, AnyKysely>();
  const dbFor = (school: string): AnyKysely => {
    const known = narrowed.get(school);
    if (known !== undefined) return known;
    const line: Line = {
      query: (text, values) => {
        // One statement after the other, also when somebody sends several at once.
        const next = tail.then(async (): Promise<QueryResult> => {
          try {
            return await (await ready(school)).query(text, [...values]);
          } catch (error) {
            throw postgresqlTrouble(error);
          }
        });
        tail = next.catch(() => undefined);
        return next;
      },
      async *pieces(text, values, size) {
        yield* pieces(await ready(school), text, values, size);
      },
      release: () => undefined,
    };
    const made = kyselyOver(() => Promise.resolve(line));
    narrowed.set(school, made);
    return made;
  };

  const end = (broken: boolean): void => {
    client?.release(broken);
    client = undefined;
  };

  return {
    db: dbFor(ALL_SCHOOLS),
    narrow: dbFor,
    async commit() {
      await tail;
      if (client === undefined) return;
      const answer = await client.query('commit').catch((error: unknown) => {
        end(true);
        throw isAway(error) ? inDoubt(error) : postgresqlTrouble(error);
      });
      end(false);
      // PostgreSQL answers so when a statement had failed and nobody minded.
      if (answer.command === 'ROLLBACK')
        throw new Error('a statement of this transaction had failed, so it was undone');
    },
    async rollback() {
      if (client === undefined) return;
      await client.query('rollback').then(
        () => {
          end(false);
        },
        () => {
          end(true);
        },
      );
    },
  };
}

/** Says which school's rows are seen, until the transaction ends; with `turn` also waits for that school's turn. */
function narrowTo(school: string, turn: boolean): string {
  const name = escapeLiteral(school);
  const lock = `; select pg_advisory_xact_lock(hashtextextended('schoolgate ' || ${name}, 0))`;
  return `select set_config('app.school', ${name}, true)${turn ? lock : ''}`;
}
