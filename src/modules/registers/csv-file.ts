import { setImmediate } from 'node:timers/promises';

import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { namesOf } from '../people/index.ts';
import { csvLine } from '../../platform/views/csv.ts';
import { csvHeadings } from './csv-headings.ts';
import { allFields, hasSealed, stateLabel, type Entry } from './entry.ts';
import { valueForFile } from './field-words.ts';
import { entriesOf, entriesThat, type EntryFilter } from './lists.ts';
import type { RegisterShape } from './shape.ts';
import { entryOf } from './store.ts';
import type { Surroundings } from './surroundings.ts';

/** Entries read at a time: some ten milliseconds each. */
const BATCH = 500;

/** What a file is to hold. `shown` hides what the viewer may not see. */
interface AskedFile {
  readonly shape: RegisterShape;
  readonly filter: EntryFilter;
  readonly shown: (entry: Entry) => boolean;
  readonly now: Temporal.Instant;
}

/**
 * A register as CSV, piece by piece, by number: pages are answered between the pieces. The first bytes say that it is UTF-8, or Excel would
 * take it for something else.
 */
export async function* csvFile(
  db: ReadHandle,
  asked: AskedFile & { readonly around: Surroundings },
): AsyncGenerator<Uint8Array> {
  const { shape, around } = asked;
  const bytes = new TextEncoder();
  yield bytes.encode(`\ufeff${csvLine(csvHeadings(shape))}`);
  const doers = new Map<string, string>();
  const day = schoolDays();
  for await (const entries of batchesOf(db, asked)) {
    const who = entries.flatMap((entry) => [entry.addedBy, ...(entry.decidedBy === null ? [] : [entry.decidedBy])]);
    const strangers = [...new Set(who)].filter((id) => !doers.has(id));
    for (const [id, name] of strangers.length === 0 ? [] : await namesOf(db, strangers)) doers.set(id, name);
    yield bytes.encode(entries.map((entry) => csvLine(cellsOf(shape, entry, around, doers, day))).join(''));
    await setImmediate();
  }
}

/** How many entries the file holds. Where they have to be opened to know, that is done a batch at a time. */
export async function countForFile(db: ReadHandle, asked: AskedFile): Promise<number> {
  if (!isOpened(asked)) {
    const query = await entriesOf(db, asked.shape.code, asked.filter);
    const row = await query.select((is) => is.fn.countAll<number | string>().as('total')).executeTakeFirst();
    return Number(row?.total ?? 0);
  }
  let total = 0;
  for await (const entries of batchesOf(db, asked)) {
    total += entries.length;
    await setImmediate();
  }
  return total;
}

/** Whether entries have to be opened to know which are asked for: all is sealed, or words are looked for in what is. */
const isOpened = ({ shape, filter }: AskedFile): boolean =>
  shape.restricted === true || (filter.text !== '' && hasSealed(shape));

/** Every entry that is asked for, however many there are: lists stop opening after some, a file does not. */
async function* batchesOf(db: ReadHandle, asked: AskedFile): AsyncGenerator<readonly Entry[]> {
  const { shape, filter, shown, now } = asked;
  const opens = isOpened(asked);
  const plain = opens ? { ...filter, text: '', facets: shape.restricted === true ? [] : filter.facets } : filter;
  let after = 0;
  for (;;) {
    const query = await entriesOf(db, shape.code, plain);
    const rows = await query.where('number', '>', after).selectAll().orderBy('number').limit(BATCH).execute();
    const last = rows.at(-1)?.number ?? after;
    let entries = rows.map(entryOf);
    if (opens) {
      entries = entries.filter(shown);
      const found = await entriesThat(db, shape, entries, { filter, now });
      entries = entries.filter(found);
    }
    if (entries.length > 0) yield entries;
    after = last;
    if (rows.length < BATCH) return;
  }
}

/** The school day of an instant's text. Days change on the hour: each hour is reckoned once, and a long file has few. */
function schoolDays(): (at: string | null) => string {
  const known = new Map<string, string>();
  return (at) => {
    if (at === null) return '';
    const hour = at.slice(0, 13);
    const day = known.get(hour) ?? schoolDay(Temporal.Instant.from(at)).toString();
    known.set(hour, day);
    return day;
  };
}

function cellsOf(
  shape: RegisterShape,
  entry: Entry,
  around: Surroundings,
  doers: ReadonlyMap<string, string>,
  day: (at: string | null) => string,
): readonly string[] {
  const doer = (id: string | null): string => (id === null ? '' : (doers.get(id) ?? 'somebody who has left'));
  return [
    String(entry.number),
    stateLabel(shape, entry.state),
    ...allFields(shape).map((field) => {
      const value = entry.values[field.code];
      return value === undefined ? '' : valueForFile(field, value, around);
    }),
    doer(entry.addedBy),
    day(entry.addedAt),
    doer(entry.decidedBy),
    day(entry.decidedAt),
    day(entry.closedAt),
  ];
}
