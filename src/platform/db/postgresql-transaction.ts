import { escapeLiteral, type PoolClient, type QueryResult } from 'pg';

import { ALL_SCHOOLS, pieces, type Connections } from './postgresql-connections.ts';
import { kyselyOver, type Line } from './postgresql-driver.ts';
import { inDoubt, isAway, postgresqlTrouble } from './store-trouble.ts';
import type { AnyKysely } from './store.ts';
import type { Turnstile } from './turnstile.ts';

/**
 * One transaction on a connection of the writing pool. It begins with its first statement, and in the same message says for which school
 * it asks and takes that school's turn (an advisory lock until its end), so neither costs a journey of its own.
 */
export interface PostgresqlTransaction {
  /** Sees and takes rows of all schools; a handle narrows it to one. */
  readonly db: AnyKysely;
  /** Resolves when the first statement's turn has come: until then it holds up nobody. */
  readonly turn: Promise<unknown>;
  /** The same transaction, seeing and taking only the rows of one school. */
  narrow(school: string): AnyKysely;
  /** Throws `Refused` SG-IN-DOUBT when the connection breaks just then. */
  commit(): Promise<void>;
  /** Also after a commit that failed. Never throws: a connection that cannot roll back is thrown away, and the server does it. */
  rollback(): Promise<void>;
}

/**
 * Prepares a transaction over `connections`; nothing is sent until its first statement. Those of this process that ask for the same school
 * first queue at `turns`, in order of arrival: waiting in the database, they would hold the pool's connections.
 */
export function makeTransaction(connections: Connections, turns: Turnstile): PostgresqlTransaction {
  const begun = Promise.withResolvers<undefined>();
  const locked = new Set<string>();
  let client: Promise<PoolClient> | undefined;
  let leave = (): void => undefined;
  let scope: string | undefined;
  let over = false;
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

  const begin = async (school: string): Promise<PoolClient> => {
    leave = await turns.enter(school);
    // An idle connection may have died unseen. Nothing has been done yet, so a second one may try.
    const made = await start(school).catch((error: unknown) => {
      if (!isAway(error)) throw error;
      return start(school);
    });
    begun.resolve(undefined);
    scope = school;
    locked.add(school);
    return made;
  };

  /** The connection, narrowed to `school`, whose turn it is. */
  const ready = async (school: string): Promise<PoolClient> => {
    if (over) throw new Error('a statement came after its transaction was over');
    client ??= begin(school);
    const known = await client;
    if (scope !== school) {
      await known.query(narrowTo(school, !locked.has(school)));
      scope = school;
      locked.add(school);
    }
    return known;
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

  /** Ends it by `word`, after the statements that were sent; whatever happens, the connection and the turn are given back. */
  const end = async (word: 'commit' | 'rollback'): Promise<string | undefined> => {
    await tail;
    if (over) return undefined;
    over = true;
    const known = await client?.catch(() => undefined);
    let broken = true;
    try {
      const answer = await known?.query(word);
      broken = false;
      return answer?.command;
    } finally {
      known?.release(broken);
      leave();
    }
  };

  return {
    db: dbFor(ALL_SCHOOLS),
    narrow: dbFor,
    turn: begun.promise,
    async commit() {
      const done = await end('commit').catch((error: unknown) => {
        throw isAway(error) ? inDoubt(error) : postgresqlTrouble(error);
      });
      // PostgreSQL answers so when a statement had failed and nobody minded.
      if (done === 'ROLLBACK') throw new Error('a statement of this transaction had failed, so it was undone');
    },
    async rollback() {
      await end('rollback').catch(() => undefined);
    },
  };
}

/** Says which school's rows are seen, until the transaction ends; with `turn` also waits for that school's turn. */
function narrowTo(school: string, turn: boolean): string {
  const name = escapeLiteral(school);
  const lock = `; select pg_advisory_xact_lock(hashtextextended('schoolgate ' || ${name}, 0))`;
  return `select set_config('app.school', ${name}, true)${turn ? lock : ''}`;
}
