import { createHash } from 'node:crypto';

import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import { asId, type Ids, type PersonId, type SchoolId } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';

interface Tables {
  web_session: {
    id_hash: string;
    school_id: string;
    person_id: string;
    started_at: string;
    seen_at: string;
    ends_at: string;
    device: string;
  };
}

/** Signed in for a school day at most, and half an hour without a page (ASVS 5.0 7.3). */
const LONGEST = Temporal.Duration.from({ hours: 12 });
const IDLE = Temporal.Duration.from({ minutes: 30 });
/** How much older `seen_at` may be than the truth, so that not every page is a write. */
const SEEN_EVERY = Temporal.Duration.from({ minutes: 1 });

export interface WebSession {
  readonly school: SchoolId;
  readonly person: PersonId;
  readonly startedAt: Temporal.Instant;
}

/** Who is signed in on which browser. Machinery: the cookie holds a random secret, the table its SHA-256. */
export interface WebSessions {
  /** Starts a session and returns the secret for the cookie. `device` is the browser's own name, cut short. */
  start(school: SchoolId, person: PersonId, device: string): Promise<string>;
  /** The session of a cookie while it lasts; undefined otherwise. */
  find(secret: string): Promise<WebSession | undefined>;
  end(secret: string): Promise<void>;
  /** Signs a person out everywhere. Returns how many sessions ended. */
  endAll(person: PersonId): Promise<number>;
  /** In how many browsers a person is signed in now. */
  count(person: PersonId): Promise<number>;
}

/** Opens the sessions of the web app. */
export function webSessions(parts: { store: Store; clock: Clock; ids: Ids }): WebSessions {
  const { clock, ids } = parts;
  const tables = machinery<Tables>(parts.store);
  const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
  return {
    async start(school, person, device) {
      const secret = ids.secret(32);
      const now = clock.now();
      await tables.transaction(async (db) => {
        await db.deleteFrom('web_session').where('ends_at', '<=', now.toString()).execute();
        await db
          .insertInto('web_session')
          .values({
            id_hash: hash(secret),
            school_id: school,
            person_id: person,
            started_at: now.toString(),
            seen_at: now.toString(),
            ends_at: now.add(LONGEST).toString(),
            device: device.slice(0, 200),
          })
          .execute();
      });
      return secret;
    },
    async find(secret) {
      if (secret.length < 40 || secret.length > 100) return undefined;
      const id = hash(secret);
      const row = await tables.reading
        .selectFrom('web_session')
        .selectAll()
        .where('id_hash', '=', id)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const now = clock.now();
      const seen = Temporal.Instant.from(row.seen_at);
      const over =
        Temporal.Instant.compare(Temporal.Instant.from(row.ends_at), now) <= 0 ||
        Temporal.Instant.compare(seen.add(IDLE), now) <= 0;
      if (over) return undefined;
      if (Temporal.Instant.compare(seen.add(SEEN_EVERY), now) <= 0) {
        await tables.transaction((db) =>
          db.updateTable('web_session').set({ seen_at: now.toString() }).where('id_hash', '=', id).execute(),
        );
      }
      return {
        school: asId(row.school_id),
        person: asId(row.person_id),
        startedAt: Temporal.Instant.from(row.started_at),
      };
    },
    async end(secret) {
      await tables.transaction((db) => db.deleteFrom('web_session').where('id_hash', '=', hash(secret)).execute());
    },
    async endAll(person) {
      const result = await tables.transaction((db) =>
        db.deleteFrom('web_session').where('person_id', '=', person).executeTakeFirst(),
      );
      return Number(result.numDeletedRows);
    },
    async count(person) {
      const rows = await tables.reading
        .selectFrom('web_session')
        .select('id_hash')
        .where('person_id', '=', person)
        .where('ends_at', '>', clock.now().toString())
        .where('seen_at', '>', clock.now().subtract(IDLE).toString())
        .execute();
      return rows.length;
    },
  };
}
