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

/** How long a browser is remembered after its last sign-in; as long as browsers keep a cookie at most. */
export const DEVICE_DAYS = 400;

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
    async forgetAll(person) {
      await tables.transaction((db) => db.deleteFrom('web_device').where('person_id', '=', person).execute());
    },
  };
}
