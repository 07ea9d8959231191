import { createHmac, hkdfSync } from 'node:crypto';

import { Unusable } from '../errors/errors.ts';
import type { SchoolId } from '../ids/ids.ts';
import { connectionOf, type ReadHandle } from './scoped-tables.ts';
import { lookupKeyOf } from './sealed-columns.ts';
import { unseal, type SealingKey, type SealingKeys } from './sealing.ts';
import type { AnyKysely } from './store.ts';

/**
 * Looking up what is sealed. Sealed text is different each time it is written, so the database can neither find it nor keep it unique. Beside
 * such a column stands a keyed hash: HMAC-SHA-256 (RFC 2104) under a key of the school's own, which HKDF (RFC 5869) derives from the casework
 * key. Without that key the few million possible pupil numbers cannot be tried, and two schools' hashes cannot be compared.
 *
 * The key behind the hashes is the first casework key that the records knew (`casework_key.looks_up`), for ever: `keys rotate` leaves it
 * alone. What was sealed with that key still opens with it too, so the hashes hang on nothing that the records do not need anyway.
 */

const LABEL = 'schoolgate lookup 1';

/** Columns with their hashes beside them, of one table: `{ key: 'person_id', columns: { upn: 'upn_hash' } }`. */
export type LookupColumns = Readonly<
  Record<string, { readonly key: string; readonly columns: Readonly<Record<string, string>> }>
>;

/** The hash of `text` in the column `place` (`table.column`) of the handle's school; null for nothing. */
export function lookupHash(handle: ReadHandle, place: string, text: string | null): string | null {
  if (text === null || text === '') return null;
  return hashOf(lookupKeyOf(connectionOf(handle)), handle.school, place, text);
}

const derived = new WeakMap<SealingKey, Map<string, Uint8Array>>();

function hashOf(key: SealingKey, school: SchoolId | string, place: string, text: string): string {
  const schools = derived.get(key) ?? new Map<string, Uint8Array>();
  derived.set(key, schools);
  const own = schools.get(school) ?? new Uint8Array(hkdfSync('sha256', key.secret, school, LABEL, 32));
  schools.set(school, own);
  return createHmac('sha256', own).update(`${place}\0${text}`).digest('base64url');
}

/** The key behind the hashes: the one that the records say, else (no key is remembered yet) the one that seals. Throws `Unusable` when it is missing. */
export async function lookupKey(db: AnyKysely, keys: SealingKeys): Promise<SealingKey> {
  const row = await db.selectFrom('casework_key').select('key_id').where('looks_up', '=', 1).executeTakeFirst();
  if (row === undefined) return keys[0];
  const id = String(row['key_id']);
  const key = keys.find((one) => one.id === id);
  if (key !== undefined) return key;
  throw new Unusable(
    'casework key',
    `the key ${id} is not here, and pupils’ numbers are looked up with it.`,
    'Take the sheet with that number from the safe and type it in: npx schoolgate keys enter.',
  );
}

/**
 * Fills the hashes of rows that were written before their column had one, within the migration's own transaction. Throws `Unusable` naming
 * both rows when two of one school hold the same, and when there are rows to open and no key.
 */
export async function fillLookups(db: AnyKysely, tables: LookupColumns, keys: SealingKeys | undefined): Promise<void> {
  for (const [table, { key, columns }] of Object.entries(tables)) {
    const names = Object.keys(columns);
    const rows = await db
      .selectFrom(table)
      .select([key, 'school_id', ...names])
      .orderBy(key)
      .execute();
    const first = new Map<string, string>();
    for (const row of rows) {
      const id = String(row[key]);
      const school = String(row['school_id']);
      const hashes: Record<string, string> = {};
      for (const [name, beside] of Object.entries(columns)) {
        const stored: unknown = row[name];
        if (typeof stored !== 'string' || stored === '') continue;
        if (keys === undefined) {
          throw new Unusable(
            'casework key',
            `there is none, and ${table} holds rows to be opened.`,
            'Take a sheet from the safe and type it in first: npx schoolgate keys enter.',
          );
        }
        const place = `${table}.${name}`;
        const hash = hashOf(await lookupKey(db, keys), school, place, unseal(keys, place, stored));
        const twin = first.get(`${place} ${school} ${hash}`);
        if (twin !== undefined) {
          throw new Unusable(
            `${place} of ${id}`,
            `it is the same as that of ${twin}, and each person has their own.`,
            'Start the version before this one, correct one of them, then upgrade again. Nothing was changed.',
          );
        }
        first.set(`${place} ${school} ${hash}`, id);
        hashes[beside] = hash;
      }
      if (Object.keys(hashes).length > 0) await db.updateTable(table).set(hashes).where(key, '=', id).execute();
    }
  }
}
