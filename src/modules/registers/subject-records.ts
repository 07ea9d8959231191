import { roles, type Role } from '../../platform/access/roles.ts';
import { namesOf } from '../people/index.ts';
import type { SubjectRecords } from '../module.ts';
import { allFields } from './entry.ts';
import { valueWords } from './field-words.ts';
import { registerTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';
import { allShapes } from './shapes.ts';
import { entryOf } from './store.ts';
import { surroundings } from './surroundings.ts';
import { peopleDirectory } from '../people/index.ts';

/** Registers in which sealed values may name somebody are read entry by entry: so many of each, the newest. */
const MOST = 5_000;

/** Those who prepare copies (privacy/subject/requests.ts). */
const preparers = ['office', 'lead', 'dsl', 'deputy-dsl', 'head'] as const satisfies readonly Role[];

/**
 * Who reads an entry while a copy is prepared: nobody who may not read its register (policy.ts). Of one that is not restricted those preparers who may: what
 * teachers may read of it does not open requests to them.
 */
export function readersOf(shape: Pick<RegisterShape, 'read' | 'restricted'>): 'preparers' | readonly Role[] {
  const named = (role: Role): boolean => shape.read.some((one) => one === role);
  if (shape.restricted === true) return roles.filter(named);
  // "Staff" is everybody who works here, and the head reads whatever is not restricted.
  const readers = preparers.filter((role) => role === 'head' || named('staff') || named(role));
  return readers.length === preparers.length ? 'preparers' : readers;
}

/** Entries of registers that name somebody, in a plain field or in a sealed one. */
export function registerRecords(declared: readonly RegisterShape[]): SubjectRecords {
  return {
    title: 'Registers',
    pieces: async (db, { person, now }) => {
      const shapes = new Map((await allShapes(db, declared)).map(({ shape }) => [shape.code, shape]));
      const sealing = [...shapes.values()]
        .filter((shape) => shape.restricted === true || allFields(shape).some((field) => field.sealed === true))
        .map((shape) => shape.code);
      const t = registerTables.read(db);
      const plain = await t
        .select('register_entry')
        .where('facets', 'like', `%=${person}|%`)
        .selectAll()
        .orderBy('about_day')
        .execute();
      const sealed =
        sealing.length === 0
          ? []
          : await t
              .select('register_entry')
              .where('register', 'in', sealing)
              .where('sealed_values', 'is not', null)
              .selectAll()
              .orderBy('added_at', 'desc')
              .limit(MOST)
              .execute();
      const rows = new Map([...plain, ...sealed].map((row) => [row.id, row]));
      const entries = [...rows.values()]
        .map(entryOf)
        .filter((entry) => Object.values(entry.values).flat().includes(person));
      const around = surroundings(await peopleDirectory(db, now), []);
      const adders = await namesOf(
        db,
        entries.map((entry) => entry.addedBy),
      );
      return entries.flatMap((entry) => {
        const shape = shapes.get(entry.register);
        if (shape === undefined) return [];
        return {
          key: `register_entry:${entry.id}`,
          title: `${shape.title}, entry ${String(entry.number)}`,
          on: Temporal.PlainDate.from(entry.about),
          readers: readersOf(shape),
          lines: [
            ...allFields(shape).flatMap((field) => {
              const value = entry.values[field.code];
              return value === undefined ? [] : [`${field.label}: ${valueWords(field, value, around)}`];
            }),
            `Recorded by: ${[...adders].find(([id]) => id === entry.addedBy)?.[1] ?? 'somebody who has left'}`,
          ],
        };
      });
    },
  };
}
