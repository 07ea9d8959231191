import { createHash } from 'node:crypto';

import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import { Refused } from '../errors/errors.ts';
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
    session_id: string;
    stage: string;
    means: string;
    confirmed_at: string | null;
  };
}

/** Signed in for a school day at most, and half an hour without a page (ASVS 5.0 7.3). */
export const LONGEST = Temporal.Duration.from({ hours: 12 });
const IDLE = Temporal.Duration.from({ minutes: 30 });
/** Half-way signed in: long enough to put an app on a phone, and no longer. */
const HALF_WAY = Temporal.Duration.from({ minutes: 20 });
/** Browsers on which one person is signed in at once: two computers, a tablet and a telephone fit several times over. One more ends the one not used for longest. */
export const MOST_SESSIONS = 20;
/** How much older `seen_at` may be than the truth, so that not every page is a write. */
const SEEN_EVERY = Temporal.Duration.from({ minutes: 1 });
/** How long a password or passkey just given counts for acts that ask for it anew (ASVS 5.0 7.5.3). */
export const CONFIRMED_FOR = Temporal.Duration.from({ minutes: 10 });

/** How far a sign-in has come. Only `open` is somebody signed in; the others may do one thing each, on the pages of the sign-in. */
export const stages = ['open', 'second-step', 'enrol', 'new-password'] as const;
export type Stage = (typeof stages)[number];

export interface WebSession {
  /** Its name in lists: not the secret, nor made from it. */
  readonly id: string;
  readonly school: SchoolId;
  readonly person: PersonId;
  readonly startedAt: Temporal.Instant;
  readonly stage: Stage;
  /** By what means it began, as a code: `password`, `passkey`. */
  readonly means: string;
  /** True while the person showed within the last ten minutes that it is they: see `CONFIRMED_FOR`. */
  readonly confirmedLately: boolean;
}

/** One line of "Where you are signed in". */
export interface OpenSession {
  readonly id: string;
  readonly device: string;
  readonly startedAt: Temporal.Instant;
  readonly seenAt: Temporal.Instant;
}

/** Who is signed in on which browser. Machinery: the cookie holds a random secret, the table its SHA-256. */
export interface WebSessions {
  /**
   * Starts a session and returns the secret for the cookie. `device` is the browser's own name, cut short. Without `more` it is open, by password:
   * what a finished sign-in begins. Beyond `MOST_SESSIONS` of a person the one that was not used for longest ends. The people module's `admit` is the only caller that decides a stage.
   */
  start(
    school: SchoolId,
    person: PersonId,
    device: string,
    more?: { readonly stage: Stage; readonly means: string },
  ): Promise<string>;
  /** The session of a cookie while it lasts, in whatever stage; undefined otherwise. */
  find(secret: string): Promise<WebSession | undefined>;
  end(secret: string): Promise<void>;
  /** The person has just shown again that it is they. */
  confirm(id: string): Promise<void>;
  /** Ends one session of a person. False when it was over already, or was never theirs. */
  endOne(person: PersonId, id: string): Promise<boolean>;
  /** Signs a person out everywhere, but for the session `keep`. Returns how many sessions ended. */
  endAll(person: PersonId, keep?: string): Promise<number>;
  /** Where a person is signed in now, last used first. */
  list(person: PersonId): Promise<readonly OpenSession[]>;
  /** In how many browsers a person is signed in now. */
  count(person: PersonId): Promise<number>;
  /** In how many browsers somebody of the school is signed in now, and since when the one that has lasted longest. */
  standing(school: SchoolId): Promise<{ readonly open: number; readonly since: Temporal.Instant | undefined }>;
}

/** Opens the sessions of the web app. */
export function webSessions(parts: { store: Store; clock: Clock; ids: Ids }): WebSessions {
  const { clock, ids } = parts;
  const tables = machinery<Tables>(parts.store);
  const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
  const open = async (person: PersonId) => {
    const now = clock.now();
    const rows = await tables.reading
      .selectFrom('web_session')
      .select(['session_id', 'device', 'started_at', 'seen_at', 'ends_at'])
      .where('person_id', '=', person)
      .where('stage', '=', 'open')
      .execute();
    return rows
      .map((row) => ({
        id: row.session_id,
        device: row.device,
        startedAt: Temporal.Instant.from(row.started_at),
        seenAt: Temporal.Instant.from(row.seen_at),
        endsAt: Temporal.Instant.from(row.ends_at),
      }))
      .filter(({ seenAt, endsAt }) => isAfter(endsAt, now) && isAfter(seenAt.add(IDLE), now))
      .sort((a, b) => Temporal.Instant.compare(b.seenAt, a.seenAt));
  };
  return {
    async start(school, person, device, more = { stage: 'open', means: 'password' }) {
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
            ends_at: now.add(more.stage === 'open' ? LONGEST : HALF_WAY).toString(),
            device: device.slice(0, 200),
            session_id: ids.next<'session'>(),
            stage: more.stage,
            means: more.means,
            confirmed_at: more.stage === 'open' ? now.toString() : null,
          })
          .execute();
        // Those half-way signed in are counted apart: whoever knows a password alone cannot push its owner out.
        const ofThisKind = await db
          .selectFrom('web_session')
          .select('id_hash')
          .where('person_id', '=', person)
          .where('stage', more.stage === 'open' ? '=' : '!=', 'open')
          .where('id_hash', '!=', hash(secret))
          .orderBy('seen_at', 'desc')
          .execute();
        const over = ofThisKind.slice(MOST_SESSIONS - 1).map((row) => row.id_hash);
        if (over.length > 0) await db.deleteFrom('web_session').where('id_hash', 'in', over).execute();
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
      const stage = stages.find((one) => one === row?.stage);
      if (row === undefined || stage === undefined) return undefined;
      const now = clock.now();
      const seen = Temporal.Instant.from(row.seen_at);
      if (!isAfter(Temporal.Instant.from(row.ends_at), now) || !isAfter(seen.add(IDLE), now)) return undefined;
      if (!isAfter(seen.add(SEEN_EVERY), now)) {
        await tables
          .transaction((db) =>
            db.updateTable('web_session').set({ seen_at: now.toString() }).where('id_hash', '=', id).execute(),
          )
          .catch(unlessBusy);
      }
      return {
        id: row.session_id,
        school: asId(row.school_id),
        person: asId(row.person_id),
        startedAt: Temporal.Instant.from(row.started_at),
        stage,
        means: row.means,
        confirmedLately:
          row.confirmed_at !== null && isAfter(Temporal.Instant.from(row.confirmed_at).add(CONFIRMED_FOR), now),
      };
    },
    async end(secret) {
      await tables.transaction((db) => db.deleteFrom('web_session').where('id_hash', '=', hash(secret)).execute());
    },
    async confirm(id) {
      await tables.transaction((db) =>
        db
          .updateTable('web_session')
          .set({ confirmed_at: clock.now().toString() })
          .where('session_id', '=', id)
          .where('stage', '=', 'open')
          .execute(),
      );
    },
    async endOne(person, id) {
      const result = await tables.transaction((db) =>
        db.deleteFrom('web_session').where('person_id', '=', person).where('session_id', '=', id).executeTakeFirst(),
      );
      return result.numDeletedRows > 0n;
    },
    async endAll(person, keep = '') {
      const result = await tables.transaction((db) =>
        db
          .deleteFrom('web_session')
          .where('person_id', '=', person)
          .where((is) => is.or([is('session_id', '!=', keep), is('session_id', '=', '')]))
          .executeTakeFirst(),
      );
      return Number(result.numDeletedRows);
    },
    list: open,
    async standing(school) {
      const now = clock.now();
      const row = await tables.reading
        .selectFrom('web_session')
        .select((is) => [is.fn.countAll<number | string>().as('open'), is.fn.min('started_at').as('since')])
        .where('school_id', '=', school)
        .where('stage', '=', 'open')
        .where('ends_at', '>', now.toString())
        .where('seen_at', '>', now.subtract(IDLE).toString())
        .executeTakeFirstOrThrow();
      return Number(row.open) === 0
        ? { open: 0, since: undefined }
        : { open: Number(row.open), since: Temporal.Instant.from(row.since) };
    },
    async count(person) {
      return (await open(person)).length;
    },
  };
}

/** While another program holds the records, pages are still read: the next one says when this person was last seen. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof Refused) || error.code !== 'SG-BUSY') throw error;
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
