import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { declaredRegisters } from './declared/index.ts';
import { countingStates } from './entry.ts';
import { countOf } from './evidence-counts.ts';
import { entriesOf, noFilter } from './lists.ts';
import type { RegisterShape } from './shape.ts';
import { allShapes } from './shapes.ts';

/** The few questions that other modules ask of the registers. Only what counts is in the answers: nothing struck out, refused or waiting. */

/** What an entry has to hold: the code of a choice, yes-no, person, class or year-group field, and its value. Sealed fields cannot be asked for. */
export type Where = Readonly<Record<string, string>>;

/** What is told of an entry: nothing that is sealed. */
export interface EntryTold {
  readonly number: number;
  /** The day it is about, ISO 8601. */
  readonly about: string;
  readonly addedAt: Temporal.Instant;
  readonly href: string;
}

/** The newest entry of a register by the day it is about; undefined when none counts. */
export async function latestEntry(db: ReadHandle, register: string, where: Where = {}): Promise<EntryTold | undefined> {
  const query = await entriesOf(db, register, { ...noFilter, states: countingStates, facets: facetsOf(where) });
  const row = await query
    .select(['number', 'about_day', 'added_at'])
    .orderBy('about_day', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    number: row.number,
    about: row.about_day,
    addedAt: Temporal.Instant.from(row.added_at),
    href: `/registers/${register}/${String(row.number)}`,
  };
}

/** How many entries a register has that are about a day of this time (both days included, ISO 8601). */
export async function countEntries(
  db: ReadHandle,
  register: string,
  given: { readonly where?: Where; readonly from?: string; readonly to?: string } = {},
): Promise<number> {
  return countOf(db, register, {
    states: countingStates,
    facets: facetsOf(given.where ?? {}),
    ...(given.from === undefined ? {} : { from: given.from }),
    ...(given.to === undefined ? {} : { before: Temporal.PlainDate.from(given.to).add({ days: 1 }).toString() }),
  });
}

function facetsOf(where: Where): readonly string[] {
  return Object.entries(where).map(([field, value]) => `${field}=${value}`);
}

/** All registers of a school: those that come with Schoolgate, then its own. */
export async function registerShapes(db: ReadHandle): Promise<readonly RegisterShape[]> {
  return (await allShapes(db, declaredRegisters)).map((known) => known.shape);
}
