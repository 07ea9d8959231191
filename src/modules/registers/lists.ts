import type { SelectQueryBuilder } from 'kysely';

import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { searchText } from './entry-columns.ts';
import { allFields, countingStates, hasSealed, liveStates, type Entry, type EntryState } from './entry.ts';
import { valueWords } from './field-words.ts';
import { registerTables, type RegisterTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';
import { entryOf, runningImports } from './store.ts';
import { namesIn } from './surroundings.ts';

/** What a list is narrowed to. */
export interface EntryFilter {
  readonly text: string;
  readonly states: readonly EntryState[];
  /** School days, ISO 8601, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** `field=value` of fields with codes. */
  readonly facets: readonly string[];
  /** Only what this person added: for those who may add and not read. */
  readonly addedBy: PersonId | undefined;
  /** Beside what `addedBy` added, what waits for a decision and what they decided on. */
  readonly decides?: boolean;
  /** Open, and its day passed before this one. */
  readonly dueBefore: string | undefined;
}

export const noFilter: EntryFilter = {
  text: '',
  states: [],
  from: undefined,
  to: undefined,
  facets: [],
  addedBy: undefined,
  dueBefore: undefined,
};

/** By what a list can be sorted: each has its index. */
export const sortKeys = {
  about: ['about_day', 'number'],
  number: ['number'],
  title: ['title', 'number'],
  state: ['state', 'about_day', 'number'],
} as const;
export type SortKey = keyof typeof sortKeys;

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** So many sealed entries are opened to look for words in them, newest first: some 100 milliseconds of work. */
export const MOST_OPENED = 2000;
const MOST_WORDS = 6;

/** The words of a search, made as the search text is. */
export function searchWords(text: string): readonly string[] {
  return searchText(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/** The entries of all registers, as a query to go on with: without what an import brings that is not done. */
export async function entriesOfAll(db: ReadHandle) {
  const running = await runningImports(db);
  const query = registerTables.read(db).select('register_entry');
  if (running.length === 0) return query;
  return query.where((is) => is.or([is('import_id', 'is', null), is('import_id', 'not in', [...running])]));
}

/**
 * The entries of a register that a filter lets through, as a query to go on with. Words are looked for by the database in what is plain;
 * in what is sealed only as far as `entriesWithWords` has found them already (`sealedIds`).
 */
export async function entriesOf(
  db: ReadHandle,
  register: string,
  filter: EntryFilter,
  sealedIds: readonly string[] = [],
) {
  const all = await entriesOfAll(db);
  let query = all.where('register', '=', register);
  if (filter.states.length > 0) query = query.where('state', 'in', [...filter.states]);
  if (filter.from !== undefined) query = query.where('about_day', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('about_day', '<=', filter.to);
  const { addedBy } = filter;
  if (addedBy !== undefined) {
    query =
      filter.decides === true
        ? query.where((is) =>
            is.or([is('added_by', '=', addedBy), is('state', '=', 'waiting'), is('decided_by', '=', addedBy)]),
          )
        : query.where('added_by', '=', addedBy);
  }
  if (filter.dueBefore !== undefined) {
    query = query.where('due_day', '<', filter.dueBefore).where('state', 'in', [...liveStates]);
  }
  for (const facet of filter.facets) query = query.where('facets', 'like', `%|${facet}|%`);
  const words = searchWords(filter.text);
  if (words.length > 0) {
    query = query.where((is) =>
      is.or([
        is.and(words.map((word) => is('search', 'like', `%${word}%`))),
        ...(sealedIds.length === 0 ? [] : [is('id', 'in', [...sealedIds])]),
      ]),
    );
  }
  return query;
}

/** Which part of a list. */
export interface Page {
  readonly sort: Sorting;
  readonly limit: number;
  readonly offset: number;
  readonly now: Temporal.Instant;
}

/** A page of a list. `shown` hides entries from whoever may not see them: in a restricted register, those about the viewer. */
export async function pageOfEntries(
  db: ReadHandle,
  shape: RegisterShape,
  filter: EntryFilter,
  page: Page,
  shown: (entry: Entry) => boolean,
): Promise<{ readonly entries: readonly Entry[]; readonly total: number; readonly searchedAll: boolean }> {
  if (shape.restricted === true) return pageOfRestricted(db, shape, filter, page, shown);
  const found = await sealedMatches(db, shape, filter, { shown, now: page.now });
  const query = await entriesOf(db, shape.code, filter, found.ids);
  const rows = await sorted(query.selectAll(), page.sort).limit(page.limit).offset(page.offset).execute();
  // A page that is not full is the last one: counting would go through everything a second time.
  const isLast = rows.length < page.limit && (rows.length > 0 || page.offset === 0);
  const total = isLast ? page.offset + rows.length : await totalOf(query);
  return { entries: rows.map(entryOf), total, searchedAll: found.all };
}

type EntryQuery = Awaited<ReturnType<typeof entriesOf>>;

function sorted<Out>(query: SelectQueryBuilder<RegisterTables, 'register_entry', Out>, { key, descending }: Sorting) {
  let ordered = query;
  for (const column of sortKeys[key]) ordered = ordered.orderBy(column, descending ? 'desc' : 'asc');
  return ordered;
}

async function totalOf(query: EntryQuery): Promise<number> {
  const row = await query.select((is) => is.fn.countAll<number | string>().as('total')).executeTakeFirst();
  return Number(row?.total ?? 0);
}

/** Ids of entries whose plain and sealed words together have all the words, among the newest that the rest of the filter lets through. */
async function sealedMatches(
  db: ReadHandle,
  shape: RegisterShape,
  filter: EntryFilter,
  looking: { readonly shown: (entry: Entry) => boolean; readonly now: Temporal.Instant },
): Promise<{ readonly ids: readonly string[]; readonly all: boolean }> {
  const words = searchWords(filter.text);
  if (words.length === 0 || !hasSealed(shape)) return { ids: [], all: true };
  const query = await entriesOf(db, shape.code, { ...filter, text: '' });
  const rows = await query
    .where('sealed_values', 'is not', null)
    .selectAll()
    .orderBy('about_day', 'desc')
    .orderBy('number', 'desc')
    .limit(MOST_OPENED + 1)
    .execute();
  const opened = rows.slice(0, MOST_OPENED).map(entryOf).filter(looking.shown);
  const has = await wordsFinder(db, shape, opened, { words, now: looking.now });
  const ids = opened.filter(has).map((entry) => entry.id);
  // A longer list of ids would pass what databases take in one statement.
  return { ids: ids.slice(0, 500), all: rows.length <= MOST_OPENED && ids.length <= 500 };
}

/** Whether an entry has all the words in what people read of it, sealed or not: names, not ids, and labels, not codes. */
async function wordsFinder(
  db: ReadHandle,
  shape: RegisterShape,
  entries: readonly Entry[],
  { words, now }: { readonly words: readonly string[]; readonly now: Temporal.Instant },
): Promise<(entry: Entry) => boolean> {
  if (words.length === 0) return () => true;
  const fields = allFields(shape);
  const names = await namesIn(
    db,
    fields,
    entries.map((entry) => entry.values),
    now,
  );
  return (entry) => {
    const shown = fields.flatMap((field) => {
      const value = entry.values[field.code];
      return value === undefined ? [] : [valueWords(field, value, names)];
    });
    const text = searchText(shown.join(' '));
    return words.every((word) => text.includes(word));
  };
}

/** Whether an opened entry has the words and the choices that a filter asks for: where the database cannot look, because they are sealed. */
export async function entriesThat(
  db: ReadHandle,
  shape: RegisterShape,
  entries: readonly Entry[],
  { filter, now }: { readonly filter: EntryFilter; readonly now: Temporal.Instant },
): Promise<(entry: Entry) => boolean> {
  const has = await wordsFinder(db, shape, entries, { words: searchWords(filter.text), now });
  return (entry) => {
    const facets = Object.entries(entry.values).flatMap(([code, value]) =>
      [value].flat().map((one) => `${code}=${one}`),
    );
    return has(entry) && filter.facets.every((facet) => facets.includes(facet));
  };
}

async function pageOfRestricted(
  db: ReadHandle,
  shape: RegisterShape,
  filter: EntryFilter,
  page: Page,
  shown: (entry: Entry) => boolean,
) {
  const query = await entriesOf(db, shape.code, { ...filter, text: '', facets: [] });
  const rows = await sorted(query.selectAll(), page.sort)
    .limit(MOST_OPENED + 1)
    .execute();
  const opened = rows.slice(0, MOST_OPENED).map(entryOf).filter(shown);
  const mine = opened.filter(await entriesThat(db, shape, opened, { filter, now: page.now }));
  return {
    entries: mine.slice(page.offset, page.offset + page.limit),
    total: mine.length,
    searchedAll: rows.length <= MOST_OPENED,
  };
}

/** How many entries count, and the day of the newest, of each register at once. Restricted ones are not in it. */
export async function countsByRegister(
  db: ReadHandle,
): Promise<ReadonlyMap<string, { readonly count: number; readonly newest: string }>> {
  const all = await entriesOfAll(db);
  const rows = await all
    .where('state', 'in', [...countingStates, 'waiting'])
    .select((is) => ['register', is.fn.countAll<number | string>().as('count'), is.fn.max('about_day').as('newest')])
    .groupBy('register')
    .execute();
  return new Map(rows.map((row) => [row.register, { count: Number(row.count), newest: row.newest }]));
}

/** How many entries of each register are so: one question for all registers. */
export async function countsWhere(
  db: ReadHandle,
  given: { readonly states: readonly EntryState[]; readonly notBy?: string; readonly dueBefore?: string },
): Promise<ReadonlyMap<string, number>> {
  const all = await entriesOfAll(db);
  let query = all.where('state', 'in', [...given.states]);
  if (given.notBy !== undefined) query = query.where('added_by', '!=', given.notBy);
  if (given.dueBefore !== undefined) query = query.where('due_day', '<', given.dueBefore);
  const rows = await query
    .select((is) => ['register', is.fn.countAll<number | string>().as('count')])
    .groupBy('register')
    .execute();
  return new Map(rows.map((row) => [row.register, Number(row.count)]));
}
