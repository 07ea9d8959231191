import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import { nothingYet, notRecorded } from '../evidence.ts';
import type { Evidence } from '../module.ts';
import { declaredRegisters } from './declared/index.ts';
import { countingStates, liveStates } from './entry.ts';
import { coverageOf } from './evidence-covers.ts';
import { halfTermsOf } from './evidence-half-terms.ts';
import { inTimeOf } from './evidence-in-time.ts';
import { countOf, newestOf, type Counted, type Newest } from './evidence-counts.ts';
import type { AlsoDue, RegisterShape, Shows } from './shape.ts';

/**
 * What a register found, before it is said how much that is worth; `none` when it has nothing of the sort that was asked for, `nobody` when nobody is entered in the post, or
 * no pupil in the school, that entries would have to name: somebody should have been.
 */
export interface Finding {
  readonly met: boolean | 'none' | 'nobody';
  readonly figure: string;
}

/** Those that ask something of every entry: of none they say nothing. The others ask that there be entries. */
const ofEveryEntry: ReadonlySet<Shows['kind']> = new Set([
  'complete',
  'nothing-overdue',
  'all-approved',
  'each',
  'in-time',
]);

/** After so many days without a new entry, what a register says of all its entries is old: equipment is audited every two years (s3-144). */
const STALE_DAYS = 760;

/**
 * What a register shows. It is somebody's word: self-reported, never measured; out of date when the newest entry is too old. Where something is asked of every entry and
 * there is none, there is nothing yet to look at; where entries are asked for and there are none, nothing is covered (decision 28).
 */
export async function evidenceOf(
  db: ReadHandle,
  shape: RegisterShape,
  shows: Shows,
  now: Temporal.Instant,
): Promise<Evidence> {
  const href = `/registers/${shape.code}`;
  const today = schoolDay(now);
  const newest = await newestOf(db, shape.code, today.toString());
  if (newest === undefined) {
    if (!ofEveryEntry.has(shows.kind) || shape.always === true) return notRecorded('Nothing is recorded', href);
    const late = shows.kind === 'all-approved' ? await undecided(db, shape, today) : 0;
    if (late === 0) return nothingYet('Nothing of this sort is recorded', href);
    return { state: 'not-met', kind: 'self-reported', figure: undecidedWords(late), latest: undefined, href };
  }
  const latest = Temporal.Instant.from(newest.addedAt);
  const days = 'days' in shows ? shows.days : STALE_DAYS;
  if (newest.about < today.subtract({ days }).toString()) {
    // Nothing about a restricted register's entries is told but that there were some.
    const figure = shape.restricted === true ? 'Nothing lately' : `The newest entry is of ${formatDate(newest.about)}`;
    return { state: 'no-data', kind: 'out-of-date', figure, latest, href };
  }
  if (shape.restricted === true) {
    // Everybody who reads the policy reads this: when somebody last wrote in it would tell that there is a case.
    const figure = 'Kept; what is in it is restricted';
    return { state: 'met', kind: 'self-reported', figure, latest: undefined, href };
  }
  const found = await findingOf(db, { shape, shows, newest, now });
  // What is overdue is said first: that another register is empty does not hide it.
  const unknown = found.met === false ? undefined : await unknownElsewhere(db, shows, today);
  if (unknown !== undefined) return unknown;
  if (found.met === 'none') return nothingYet(found.figure, href);
  if (found.met === 'nobody') return notRecorded(found.figure, href);
  return { state: found.met ? 'met' : 'not-met', kind: 'self-reported', figure: found.figure, latest, href };
}

/** Of other registers whose due days count as well: one that every school has something in and that is empty, or in which nobody wrote for long. */
async function unknownElsewhere(
  db: ReadHandle,
  shows: Shows,
  today: Temporal.PlainDate,
): Promise<Evidence | undefined> {
  const also = shows.kind === 'nothing-overdue' ? (shows.also ?? []) : [];
  let stale: Evidence | undefined;
  for (const { register, where } of also) {
    const other = declaredRegisters.find(({ code }) => code === register);
    const href = `/registers/${register}`;
    const facets = where === undefined ? [] : [`${where.field}=${where.is}`];
    const some = facets.length === 0 || (await countOf(db, register, { states: countingStates, facets })) > 0;
    const newest = some ? await newestOf(db, register, today.toString()) : undefined;
    if (newest === undefined) {
      if (other?.always === true) return notRecorded(`Nothing is recorded for it in: ${titleOf(register)}`, href);
    } else if (newest.about < today.subtract({ days: STALE_DAYS }).toString()) {
      const figure = `The newest entry in ${titleOf(register)} is of ${formatDate(newest.about)}`;
      const latest = Temporal.Instant.from(newest.addedAt);
      stale = { state: 'no-data', kind: 'out-of-date', figure, latest, href };
    }
  }
  return stale;
}

interface Looked {
  readonly shape: RegisterShape;
  readonly shows: Shows;
  readonly newest: Newest;
  readonly now: Temporal.Instant;
}

async function findingOf(db: ReadHandle, { shape, shows, newest, now }: Looked): Promise<Finding> {
  const today = schoolDay(now);
  const since = (days: number): string => today.subtract({ days }).toString();
  const entries = (count: number): string => formatPlural(count, 'entry', 'entries');
  switch (shows.kind) {
    case 'kept-up': {
      const count = await countOf(db, shape.code, { states: countingStates });
      return { met: true, figure: `${entries(count)}, the newest of ${formatDate(newest.about)}` };
    }
    case 'complete': {
      const count = await countOf(db, shape.code, { states: countingStates });
      const gaps = await countOf(db, shape.code, { states: countingStates, gaps: true });
      const { openDays } = shows;
      const late =
        openDays === undefined ? 0 : await countOf(db, shape.code, { states: ['open'], before: since(openDays) });
      const wrong = [
        ...(gaps === 0 ? [] : [`${entries(gaps)} with a column empty`]),
        ...(late === 0 ? [] : [`${String(late)} open for more than ${formatPlural(openDays ?? 0, 'day')}`]),
      ];
      return { met: wrong.length === 0, figure: [entries(count), ...wrong].join(', ') };
    }
    case 'nothing-overdue': {
      let [dated, open, overdue] = [0, 0, 0];
      const late: string[] = [];
      const looked: readonly AlsoDue[] = [{ register: shape.code }, ...(shows.also ?? [])];
      for (const { register, where } of looked) {
        const narrowed = where === undefined ? {} : { facets: [`${where.field}=${where.is}`] };
        const count = (more: Omit<Counted, 'facets'>): Promise<number> =>
          countOf(db, register, { ...narrowed, ...more });
        // What was closed had its day too; an entry without a day can be late for nothing.
        dated += await count({ states: countingStates, dated: true });
        open += await count({ states: liveStates, dated: true });
        const here = await count({ states: liveStates, dueBefore: today.toString() });
        if (here > 0) late.push(register);
        overdue += here;
      }
      if (dated === 0) return { met: 'none', figure: 'No entry has a day by which something has to be done' };
      return {
        met: overdue === 0,
        figure: `${String(overdue)} of ${entries(open)} overdue${shows.also === undefined || overdue === 0 ? '' : `: ${late.map(titleOf).join(', ')}`}`,
      };
    }
    case 'all-approved': {
      const count = await countOf(db, shape.code, { states: countingStates });
      const late =
        shape.about === undefined ? 0 : await countOf(db, shape.code, { states: countingStates, decidedLate: true });
      const waiting = await undecided(db, shape, today);
      const wrong = [
        ...(late === 0 ? [] : [`${String(late)} approved after the day`]),
        ...(waiting === 0 ? [] : [undecidedWords(waiting)]),
      ];
      return { met: wrong.length === 0, figure: [`${entries(count)} approved`, ...wrong].join(', ') };
    }
    case 'covers':
      return coverageOf(db, shape, shows, now);
    case 'each-half-term':
      return halfTermsOf(db, shape, shows, now);
    case 'has': {
      const missing: string[] = [];
      const wanted = [shows.is].flat();
      for (const is of wanted) {
        const facets = [`${shows.field}=${is}`];
        // What is planned for a day to come has not happened.
        const days = { from: since(shows.days), before: today.add({ days: 1 }).toString() };
        const count = await countOf(db, shape.code, { states: countingStates, facets, ...days });
        if (count === 0) missing.push(labelOf(shape, shows.field, is));
      }
      const had = wanted.length - missing.length;
      return {
        met: missing.length === 0,
        figure: `${String(had)} of ${String(wanted.length)} recorded in ${formatPlural(shows.days, 'day')}${missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`}`,
      };
    }
    case 'each': {
      const states = shape.closing === undefined ? countingStates : liveStates;
      const { where } = shows;
      const narrowed = where === undefined ? [] : [`${where.field}=${where.is}`];
      const all = await countOf(db, shape.code, { states, facets: narrowed });
      const good = await countOf(db, shape.code, { states, facets: [...narrowed, `${shows.field}=${shows.is}`] });
      if (all === 0) return { met: 'none', figure: 'No entry is of that sort' };
      return { met: good === all, figure: `${String(good)} of ${String(all)}` };
    }
    case 'in-time':
      return inTimeOf(db, shape, shows, now);
  }
}

/** How many entries nobody decided on although the day they are about has come. */
async function undecided(db: ReadHandle, shape: RegisterShape, today: Temporal.PlainDate): Promise<number> {
  if (shape.about === undefined) return 0;
  return countOf(db, shape.code, { states: ['waiting'], before: today.add({ days: 1 }).toString() });
}

const undecidedWords = (count: number): string => `${String(count)} not decided though the day has come`;

const titleOf = (register: string): string =>
  declaredRegisters.find(({ code }) => code === register)?.title ?? register;

/** The word of a code in a choice field. */
function labelOf(shape: RegisterShape, code: string, value: string): string {
  const kind = shape.fields.find((field) => field.code === code)?.kind;
  const options = kind !== undefined && 'options' in kind ? kind.options : [];
  return options.find((option) => option.code === value)?.label ?? value;
}
