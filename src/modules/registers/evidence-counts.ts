import { sql } from 'kysely';

import { readsTogether } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { countAmongAll, newestAmongAll } from './all-at-once.ts';
import { countingStates, type EntryState } from './entry.ts';
import { entriesOf, noFilter } from './lists.ts';

/** Figures about the entries of a register, each one question to the database. */

/** What is counted. */
export interface Counted {
  readonly states: readonly EntryState[];
  readonly facets?: readonly string[];
  /** About this day or a later one. */
  readonly from?: string;
  /** About an earlier day. */
  readonly before?: string;
  /** With a day by which something has to be done. */
  readonly dated?: true;
  readonly dueBefore?: string;
  /** With an empty column that a clause names. */
  readonly gaps?: true;
  /** Approved after the day they are about. */
  readonly decidedLate?: true;
}

export async function countOf(db: ReadHandle, register: string, counted: Counted): Promise<number> {
  if (readsTogether(db) && isPlain(counted)) return countAmongAll(db, register, counted);
  let query = await entriesOf(db, register, {
    ...noFilter,
    states: counted.states,
    facets: counted.facets ?? [],
    from: counted.from,
  });
  if (counted.before !== undefined) query = query.where('about_day', '<', counted.before);
  if (counted.dated === true) query = query.where('due_day', 'is not', null);
  if (counted.dueBefore !== undefined) query = query.where('due_day', '<', counted.dueBefore);
  if (counted.gaps === true) query = query.where('gaps', '>', 0);
  // An instant begins with its day, and "~" comes after every digit: greater than all instants of that day.
  if (counted.decidedLate === true) query = query.where(sql<boolean>`decided_at > about_day || 'T~'`);
  const row = await query.select((is) => is.fn.countAll<number | string>().as('count')).executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Whether it asks for no more than states and due days: that is counted for all registers at once. */
function isPlain(counted: Counted): boolean {
  const { states, facets, from, before, gaps, decidedLate } = counted;
  const more = [facets, from, before, gaps, decidedLate];
  return states.every((state) => countingStates.includes(state)) && more.every((one) => one === undefined);
}

/** The newest entry that counts: the latest day that entries are about, today at the most, and when one was last recorded. */
export interface Newest {
  readonly about: string;
  readonly addedAt: string;
}

/** Undefined when no entry counts, or all are about days to come. */
export async function newestOf(db: ReadHandle, register: string, today: string): Promise<Newest | undefined> {
  if (readsTogether(db)) return newestAmongAll(db, register, today);
  const about = await (
    await entriesOf(db, register, { ...noFilter, states: countingStates, to: today })
  )
    .select('about_day')
    .orderBy('about_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  const added = await (
    await entriesOf(db, register, { ...noFilter, states: countingStates })
  )
    .select('added_at')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return about === undefined || added === undefined ? undefined : { about: about.about_day, addedAt: added.added_at };
}
