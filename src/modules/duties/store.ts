import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import { changeOne } from '../../platform/db/scoped-tables.ts';
import type { Actor } from '../../platform/access/access.ts';
import { actorId } from '../../platform/audit/chain.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { caughtUpBy, daysAfter, occurrenceOf, type Occurrence } from './occurrence.ts';
import { dutyTables } from './rows.ts';
import type { Way } from './words.ts';

/** Loads and saves what fell due. Every change of an occurrence is conditional on its version and leaves a row of its history. */

/** What an effect has at hand. */
export interface Doing {
  readonly db: WriteHandle;
  readonly actor: Actor;
  readonly now: Temporal.Instant;
  newId<Kind extends string>(): Id<Kind>;
}

/** The day from which on duties fall due; undefined before the job has run. */
export async function beginningOf(db: ReadHandle): Promise<Temporal.PlainDate | undefined> {
  const row = await dutyTables.read(db).select('duty_beginning').select('on_day').executeTakeFirst();
  return row === undefined ? undefined : Temporal.PlainDate.from(row.on_day);
}

/** One occurrence by its duty and period; undefined when there is none. */
export async function findOccurrence(db: ReadHandle, duty: string, key: string): Promise<Occurrence | undefined> {
  const row = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('duty', '=', duty)
    .where('period_key', '=', key)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : occurrenceOf(row);
}

/** Everything that is open, the oldest due day first. */
export const openOccurrences = readOnce(async (db): Promise<readonly Occurrence[]> => {
  const rows = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('state', '=', 'open')
    .selectAll()
    .orderBy('due_day')
    .orderBy('duty')
    .limit(2000)
    .execute();
  return rows.map(occurrenceOf);
});

/** The latest occurrences of one duty, newest due day first. */
export async function historyOf(db: ReadHandle, duty: string, most: number): Promise<readonly Occurrence[]> {
  const rows = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('duty', '=', duty)
    .selectAll()
    .orderBy('due_day', 'desc')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map(occurrenceOf);
}

/** The newest closed occurrence of each duty that was ever done or waived, by duty. */
export async function latestClosed(db: ReadHandle): Promise<ReadonlyMap<string, Occurrence>> {
  const newest = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('state', 'in', ['done', 'waived'])
    .select('duty')
    .select((is) => is.fn.max('due_day').as('due'))
    .groupBy('duty')
    .execute();
  const found = new Map<string, Occurrence>();
  if (newest.length === 0) return found;
  const rows = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('state', 'in', ['done', 'waived'])
    .where((is) => is.or(newest.map((one) => is.and([is('duty', '=', one.duty), is('due_day', '=', one.due)]))))
    .selectAll()
    .orderBy('closed_at')
    .orderBy('id')
    .execute();
  for (const row of rows) found.set(row.duty, occurrenceOf(row));
  return found;
}

/** The first day of the period after this one, once that is noted: from then on what is seen counts for that one. A night counts for itself only. */
export async function nextPeriodOf(db: ReadHandle, one: Occurrence): Promise<Temporal.PlainDate | undefined> {
  if (one.period === 'nightly') return one.to.add({ days: 1 });
  const row = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('duty', '=', one.duty)
    .where('from_day', '>', one.from.toString())
    .select((is) => is.fn.min('from_day').as('day'))
    .executeTakeFirst();
  const day: string | null = row?.day ?? null;
  return day === null ? undefined : Temporal.PlainDate.from(day);
}

/** How an occurrence was done. */
export interface DoneHow {
  readonly day: Temporal.PlainDate;
  readonly way: Way;
  readonly evidence: string;
  readonly figure: string;
  readonly words: string;
}

/** Closes an open occurrence as done, and the older open ones that it makes good. Answers how many those were. */
export async function closeAsDone(doing: Doing, one: Occurrence, how: DoneHow): Promise<number> {
  await closeOne(doing, one, { state: 'done', how, words: how.words, facts: {} });
  if (!caughtUpBy.has(one.period)) return 0;
  const older = (await openOccurrences(doing.db)).filter(
    (other) =>
      other.duty === one.duty && caughtUpBy.has(other.period) && Temporal.PlainDate.compare(other.due, one.due) < 0,
  );
  for (const other of older) {
    await closeOne(doing, other, { state: 'done', how, words: '', facts: { with: one.key } });
  }
  return older.length;
}

/** Closes an occurrence without its having been done. */
export async function closeAsNotDone(
  doing: Doing,
  one: Occurrence,
  given: { readonly state: 'waived' | 'not-applicable'; readonly words: string; readonly because: string },
): Promise<void> {
  await closeOne(doing, one, { state: given.state, words: given.words, facts: { because: given.because } });
}

async function closeOne(
  doing: Doing,
  one: Occurrence,
  given: {
    readonly state: 'done' | 'waived' | 'not-applicable';
    readonly how?: DoneHow;
    readonly words: string;
    readonly facts: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { how } = given;
  await changeOne(
    dutyTables
      .write(doing.db)
      .update('duty_occurrence')
      .set({
        state: given.state,
        version: one.version + 1,
        closed_at: doing.now.toString(),
        done_day: how?.day.toString() ?? null,
        days_late: how === undefined ? null : daysAfter(one.due, how.day),
        way: how?.way ?? null,
        evidence: how?.evidence ?? null,
        figure: how?.figure ?? null,
        closed_by: actorId(doing.actor),
      })
      .where('id', '=', one.id)
      .where('version', '=', one.version)
      .where('state', '=', 'open'),
  );
  await noteChange(doing, one, given.state, given.words, given.facts);
}

/** Opens a closed occurrence again: what was recorded stays in its history. */
export async function reopen(doing: Doing, one: Occurrence, words: string): Promise<void> {
  await changeOne(
    dutyTables
      .write(doing.db)
      .update('duty_occurrence')
      .set({
        state: 'open',
        version: one.version + 1,
        closed_at: null,
        done_day: null,
        days_late: null,
        way: null,
        evidence: null,
        figure: null,
        closed_by: null,
      })
      .where('id', '=', one.id)
      .where('version', '=', one.version)
      .where('state', '=', one.state),
  );
  await noteChange(doing, one, 'reopened', words, {});
}

async function noteChange(
  doing: Doing,
  one: Occurrence,
  kind: string,
  words: string,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  await dutyTables.write(doing.db).insert('duty_change', {
    id: doing.newId<'duty-change'>(),
    occurrence_id: one.id,
    version: one.version + 1,
    kind,
    at: doing.now.toString(),
    by_id: actorId(doing.actor),
    words,
    facts: JSON.stringify(facts),
  });
}
