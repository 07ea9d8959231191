import { createHash } from 'node:crypto';

import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import type { PersonId, SchoolId } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';
import type { MachineKey } from './machine-key.ts';

interface Tables {
  web_device: {
    device_hash: string;
    person_id: string;
    school_id: string;
    words: string;
    first_seen: string;
    last_seen: string;
  };
}

/** Signs of the kept hash that tell one browser of a list from another. */
const ID_LENGTH = 32;
/** How long a browser is remembered after its last sign-in; as long as browsers keep a cookie at most. */
export const DEVICE_DAYS = 400;

/** Stands for browsers that their owner had forgotten: known is none of them, and a sign-in on a new one is told all the same. */
const FORGOTTEN = 'forgotten';

/** One line of "Browsers that are remembered". */
export interface KnownDevice {
  /** Its name in the list: made from the hash that is kept, so that it lets nobody in. */
  readonly id: string;
  /** What the browser says of itself. */
  readonly words: string;
  readonly firstSeen: Temporal.Instant;
  readonly lastSeen: Temporal.Instant;
}

/**
 * The browsers on which each person has signed in before. Machinery. A browser is known by a random name in a marked cookie, which it gets with
 * its first good sign-in: wrong passwords from elsewhere cannot lock its owner out there, and a sign-in elsewhere is told to the owner.
 */
export interface WebDevices {
  /** A cookie for a browser that has none: its name, and our mark of it. */
  cookieFor(device: string): string;
  /** The name in a cookie that we marked; undefined when there is none, or it is not ours. */
  read(cookie: string | undefined): string | undefined;
  /** True when this person signed in on this browser before. */
  isKnown(device: string | undefined, person: PersonId): Promise<boolean>;
  /** True when this person signed in on any browser before. */
  hasAny(person: PersonId): Promise<boolean>;
  /** Notes a finished sign-in. */
  note(device: string, who: { school: SchoolId; person: PersonId; words: string }): Promise<void>;
  /** The browsers that are remembered for a person, last used first. */
  list(person: PersonId): Promise<readonly KnownDevice[]>;
  /** Forgets one browser of a person, or all of them, as its owner wishes. Gives how many were forgotten. */
  forget(person: PersonId, id?: string): Promise<number>;
  /** Forgets every browser of a person: after a reset. */
  forgetAll(person: PersonId): Promise<void>;
}

/** Opens the list of known browsers. */
export function webDevices(parts: { store: Store; clock: Clock; key: MachineKey }): WebDevices {
  const { clock, key } = parts;
  const tables = machinery<Tables>(parts.store);
  const hash = (device: string): string => createHash('sha256').update(`device\0${device}`).digest('hex');
  return {
    cookieFor: (device) => `${device}.${key.mark('device', device)}`,
    read(cookie) {
      const [device, mark, ...more] = cookie?.split('.') ?? [];
      if (device === undefined || mark === undefined || more.length > 0 || !/^[\w-]{22}$/.test(device))
        return undefined;
      return key.matches('device', device, mark) ? device : undefined;
    },
    async isKnown(device, person) {
      if (device === undefined) return false;
      const row = await tables.reading
        .selectFrom('web_device')
        .select('last_seen')
        .where('device_hash', '=', hash(device))
        .where('person_id', '=', person)
        .executeTakeFirst();
      return row !== undefined;
    },
    async hasAny(person) {
      const row = await tables.reading
        .selectFrom('web_device')
        .select('last_seen')
        .where('person_id', '=', person)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async note(device, who) {
      const now = clock.now();
      await tables.transaction(async (db) => {
        const oldest = now.subtract({ hours: DEVICE_DAYS * 24 }).toString();
        await db.deleteFrom('web_device').where('last_seen', '<', oldest).execute();
        await db
          .insertInto('web_device')
          .values({
            device_hash: hash(device),
            person_id: who.person,
            school_id: who.school,
            words: who.words.slice(0, 200),
            first_seen: now.toString(),
            last_seen: now.toString(),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['device_hash', 'person_id'])
              .doUpdateSet({ words: who.words.slice(0, 200), last_seen: now.toString() }),
          )
          .execute();
      });
    },
    async list(person) {
      const rows = await tables.reading
        .selectFrom('web_device')
        .select(['device_hash', 'words', 'first_seen', 'last_seen'])
        .where('person_id', '=', person)
        .where('device_hash', '!=', FORGOTTEN)
        .execute();
      return rows
        .map((row) => ({
          id: row.device_hash.slice(0, ID_LENGTH),
          words: row.words,
          firstSeen: Temporal.Instant.from(row.first_seen),
          lastSeen: Temporal.Instant.from(row.last_seen),
        }))
        .sort((a, b) => Temporal.Instant.compare(b.lastSeen, a.lastSeen));
    },
    async forget(person, id) {
      return tables.transaction(async (db) => {
        const rows = await db
          .selectFrom('web_device')
          .select(['device_hash', 'school_id'])
          .where('person_id', '=', person)
          .where('device_hash', '!=', FORGOTTEN)
          .execute();
        const gone = rows.filter((row) => id === undefined || row.device_hash.slice(0, ID_LENGTH) === id);
        const [first] = gone;
        if (first === undefined) return 0;
        const now = clock.now().toString();
        for (const { device_hash } of gone) {
          await db
            .deleteFrom('web_device')
            .where('device_hash', '=', device_hash)
            .where('person_id', '=', person)
            .execute();
        }
        await db
          .insertInto('web_device')
          .values({
            device_hash: FORGOTTEN,
            person_id: person,
            school_id: first.school_id,
            words: '',
            first_seen: now,
            last_seen: now,
          })
          .onConflict((conflict) => conflict.columns(['device_hash', 'person_id']).doUpdateSet({ last_seen: now }))
          .execute();
        return gone.length;
      });
    },
    async forgetAll(person) {
      await tables.transaction((db) => db.deleteFrom('web_device').where('person_id', '=', person).execute());
    },
  };
}
