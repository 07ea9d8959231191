import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import { Refused } from '../errors/errors.ts';
import type { Clock } from '../time/clock.ts';

interface Tables {
  rate_limit: { key_hash: string; window_start: number; used: number };
}

/** So many times in so many seconds. */
export interface Limit {
  readonly name: string;
  readonly times: number;
  readonly seconds: number;
}

/**
 * Counters that survive a restart. Sign-in counts per account and device (address), so that one child's wrong guesses do not lock out a
 * class behind the same address.
 */
export interface RateLimits {
  /** Counts one use of `key`; throws `Refused` SG-TOO-MANY once the limit is used up, saying when to try again. Gives how many there were. */
  use(limit: Limit, key: string): Promise<number>;
  /** Forgets `key`, after a success. */
  forget(limit: Limit, key: string): Promise<void>;
  /** Takes one use back, after a success: so only failures add up where many people share a key (an address, a computer). */
  giveBack(limit: Limit, key: string): Promise<void>;
}

/** Opens the counters. Keys are kept as hashes: they may hold addresses and names. */
export function rateLimits(parts: { store: Store; clock: Clock }): RateLimits {
  const tables = machinery<Tables>(parts.store);
  const hash = (limit: Limit, key: string): string =>
    createHash('sha256').update(`${limit.name}\0${key}`).digest('base64url');
  return {
    async use(limit, key) {
      const now = Math.floor(parts.clock.now().epochMilliseconds / 1000);
      const id = hash(limit, key);
      const known = await tables.reading
        .selectFrom('rate_limit')
        .select(['used', 'window_start'])
        .where('key_hash', '=', id)
        .executeTakeFirst();
      // Used up already: said without a write, so that a flood of tries does not keep the disk busy.
      if (known !== undefined && known.used > limit.times && known.window_start > now - limit.seconds) {
        throw tooMany(known.window_start + limit.seconds - now);
      }
      const row = await tables.transaction(async (db) => {
        await db
          .deleteFrom('rate_limit')
          .where('window_start', '<', now - 86_400)
          .execute();
        return db
          .insertInto('rate_limit')
          .values({ key_hash: id, window_start: now, used: 1 })
          .onConflict((conflict) =>
            conflict.column('key_hash').doUpdateSet({
              used: sql<number>`case when rate_limit.window_start <= ${now - limit.seconds} then 1 else rate_limit.used + 1 end`,
              window_start: sql<number>`case when rate_limit.window_start <= ${now - limit.seconds} then ${now} else rate_limit.window_start end`,
            }),
          )
          .returning(['used', 'window_start'])
          .executeTakeFirstOrThrow();
      });
      if (row.used > limit.times) throw tooMany(row.window_start + limit.seconds - now);
      return row.used;
    },
    async giveBack(limit, key) {
      await tables.transaction((db) =>
        db
          .updateTable('rate_limit')
          .set({ used: sql<number>`used - 1` })
          .where('key_hash', '=', hash(limit, key))
          .where('used', '>', 0)
          .execute(),
      );
    },
    async forget(limit, key) {
      await tables.transaction((db) => db.deleteFrom('rate_limit').where('key_hash', '=', hash(limit, key)).execute());
    },
  };
}

function tooMany(seconds: number): Refused {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes === 1 ? 'a minute' : `${String(minutes)} minutes`;
  return new Refused('SG-TOO-MANY', `That was tried too many times. Wait ${wait}, then try again.`);
}
