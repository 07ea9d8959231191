import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { countingStates, type EntryState } from './entry.ts';
import { entriesOf, entriesOfAll, noFilter } from './lists.ts';

/**
 * Figures about the entries of all registers, by one question for all of them: for pages that ask of every register (platform/db/read-once.ts). Indices answer them, so that
 * ten years of entries cost milliseconds.
 */

/** The newest entries that count, by register: the latest day that one is about, `today` at the most, and when the last one was recorded. */
const newest = readOnce(async (db, today: string) => {
  const all = (await entriesOfAll(db)).where('state', 'in', [...countingStates]);
  const abouts = await all
    .where('about_day', '<=', today)
    .select((is) => ['register', is.fn.max('about_day').as('about')])
    .groupBy('register')
    .execute();
  if (abouts.length === 0) return new Map<string, never>();
  const last = await all
    .select((is) => ['register', is.fn.max('number').as('number')])
    .groupBy('register')
    .execute();
  const recorded = await all
    .where((is) => is.or(last.map((one) => is.and([is('register', '=', one.register), is('number', '=', one.number)]))))
    .select(['register', 'added_at'])
    .execute();
  const about = new Map(abouts.map((row) => [row.register, row.about]));
  return new Map(recorded.map((row) => [row.register, { about: about.get(row.register), addedAt: row.added_at }]));
});

/** `newestOf` of one register, from what is known of all. */
export async function newestAmongAll(
  db: ReadHandle,
  register: string,
  today: string,
): Promise<{ readonly about: string; readonly addedAt: string } | undefined> {
  const found = (await newest(db, today)).get(register);
  return found?.about === undefined ? undefined : { about: found.about, addedAt: found.addedAt };
}

/** How many entries each register has in each state that counts: all; `dated`, those with a due day; or those with one before the day that is named. */
const counts = readOnce(async (db, which: string) => {
  const all = (await entriesOfAll(db)).where('state', 'in', [...countingStates]);
  const query =
    which === 'all' ? all : which === 'dated' ? all.where('due_day', 'is not', null) : all.where('due_day', '<', which);
  const rows = await query
    .select((is) => ['register', 'state', is.fn.countAll<number | string>().as('count')])
    .groupBy(['register', 'state'])
    .execute();
  return new Map(rows.map(({ register, state, count }) => [`${register} ${state}`, Number(count)]));
});

/** `countOf` of one register, where it asks only for states that count and for due days, from what is known of all. */
export async function countAmongAll(
  db: ReadHandle,
  register: string,
  counted: { readonly states: readonly EntryState[]; readonly dated?: true; readonly dueBefore?: string },
): Promise<number> {
  const found = await counts(db, counted.dueBefore ?? (counted.dated === true ? 'dated' : 'all'));
  return counted.states.reduce((sum, state) => sum + (found.get(`${register} ${state}`) ?? 0), 0);
}

/** The codes and ids of each entry that counts and is about one of these days, both included: what coverage is looked for in. */
export const facetsBetween = readOnce(async (db, register: string, from: string, to: string) => {
  const query = await entriesOf(db, register, { ...noFilter, states: countingStates, from, to });
  const rows = await query.select('facets').execute();
  return rows.map(({ facets }) => facets.split('|'));
});
