import { roles, type Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { namesOf, peopleDirectory } from '../people/index.ts';
import type { SubjectRecords } from '../module.ts';
import { allFields, type Entry } from './entry.ts';
import { valueWords } from './field-words.ts';
import { registerTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';
import { allShapes } from './shapes.ts';
import { entryOf, namedIn } from './store.ts';
import { surroundings } from './surroundings.ts';

/** Registers in which sealed values may name somebody are opened entry by entry, so many at a time. */
const BATCH = 500;

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

/** Every entry of a register in which something is sealed, by number, a batch at a time. */
async function* sealedEntries(db: ReadHandle, register: string): AsyncGenerator<readonly Entry[]> {
  let after = 0;
  for (;;) {
    const rows = await registerTables
      .read(db)
      .select('register_entry')
      .where('register', '=', register)
      .where('number', '>', after)
      .where('sealed_values', 'is not', null)
      .selectAll()
      .orderBy('number')
      .limit(BATCH)
      .execute();
    if (rows.length > 0) yield rows.map(entryOf);
    after = rows.at(-1)?.number ?? after;
    if (rows.length < BATCH) return;
  }
}

/** Every entry of registers that name somebody, in a plain field or in a sealed one. */
export function registerRecords(declared: readonly RegisterShape[]): SubjectRecords {
  return {
    title: 'Registers',
    pieces: async (db, { person, now }) => {
      const shapes = new Map((await allShapes(db, declared)).map(({ shape }) => [shape.code, shape]));
      const sealing = [...shapes.values()]
        .filter((shape) => shape.restricted === true || allFields(shape).some((field) => field.sealed === true))
        .map((shape) => shape.code);
      const t = registerTables.read(db);
      const names = (entry: Entry): boolean => namedIn(entry.values).includes(person);
      const plain = await t
        .select('register_entry')
        .where('facets', 'like', `%=${person}|%`)
        .selectAll()
        .orderBy('about_day')
        .execute();
      const found = new Map(plain.map(entryOf).map((entry) => [entry.id, entry]));
      for (const code of sealing) {
        for await (const some of sealedEntries(db, code))
          for (const entry of some.filter(names)) found.set(entry.id, entry);
      }
      const entries = [...found.values()].filter(names);
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
