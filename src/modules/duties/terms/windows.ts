import type { Period } from '../words.ts';
import { before, type SchoolCalendar, schoolYearOf, type Term } from '../../school/index.ts';

/** One period of a duty: the days that count for it, and the day by which it is done. */
export interface DutyWindow {
  /** Names the period for ever, whatever its days become: `2026-autumn-1`. */
  readonly key: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly due: Temporal.PlainDate;
}

/** By the end of which part of a school year a yearly duty is done. */
export const yearParts = ['autumn-1', 'autumn', 'spring', 'summer'] as const;
export type YearPart = (typeof yearParts)[number];

export interface WindowsAsked {
  readonly period: Period;
  /** For yearly duties. */
  readonly by: YearPart;
  /** From which day on duties fall due in this school: nothing is asked of the days before it. */
  readonly begin: Temporal.PlainDate;
  /** Windows that end on this day or later. */
  readonly from: Temporal.PlainDate;
  /** Windows that begin on this day or earlier. */
  readonly until: Temporal.PlainDate;
}

/** Days that a duty at least has between the school's first day with Schoolgate and its due day: else its first period is the next one. */
const firstDays: Readonly<Record<Period, number>> = {
  nightly: 1,
  weekly: 3,
  fortnightly: 5,
  'half-termly': 10,
  termly: 21,
  annual: 21,
  'two-yearly': 21,
  'in-february': 7,
  'in-november': 7,
  'on-event': 0,
};

/** The periods of a duty between two days, oldest first. Those without a school day are left out: nothing is asked in the holidays. */
export function windowsOf(calendar: SchoolCalendar, asked: WindowsAsked): readonly DutyWindow[] {
  const first = asked.begin.add({ days: firstDays[asked.period] });
  return makers[asked.period](calendar, { ...asked, first }).filter(
    (window) => !before(window.due, first) && !before(window.to, asked.from) && !before(asked.until, window.from),
  );
}

type Making = WindowsAsked & { readonly first: Temporal.PlainDate };
type Maker = (calendar: SchoolCalendar, asked: Making) => readonly DutyWindow[];

const makers: Readonly<Record<Period, Maker>> = {
  nightly: (_calendar, { from, until, begin }) =>
    daysFrom(before(from, begin) ? begin : from, until, 1).map((day) => ({
      key: day.toString(),
      from: day,
      to: day,
      due: day,
    })),
  weekly: (calendar, { from, until }) =>
    daysFrom(mondayOf(from), until, 7).flatMap((monday) =>
      windowBetween(calendar, `week-${monday.toString()}`, monday, monday.add({ days: 6 })),
    ),
  fortnightly: (calendar, asked) => termsBetween(calendar, asked).flatMap((term) => fortnightsOf(calendar, term)),
  'half-termly': (calendar, asked) =>
    termsBetween(calendar, asked).flatMap((term) => [
      ...windowBetween(calendar, `${keyOf(term)}-1`, term.from, term.breakFrom.subtract({ days: 1 })),
      ...windowBetween(calendar, `${keyOf(term)}-2`, term.breakFrom, term.to),
    ]),
  termly: (calendar, asked) =>
    termsBetween(calendar, asked).flatMap((term) => windowBetween(calendar, keyOf(term), term.from, term.to)),
  annual: (calendar, asked) =>
    yearsBetween(asked).flatMap((year) => yearWindow(calendar, asked, { key: String(year), from: year, to: year })),
  'two-yearly': (calendar, asked) => {
    const anchor = schoolYearOf(asked.begin);
    return yearsBetween(asked)
      .filter((year) => year >= anchor && (year - anchor) % 2 === 0)
      .flatMap((year) =>
        yearWindow(calendar, asked, { key: `${String(year)}-${String(year + 1)}`, from: year, to: year + 1 }),
      );
  },
  'in-february': (calendar, asked) => months(calendar, asked, 2),
  'in-november': (calendar, asked) => months(calendar, asked, 11),
  'on-event': () => [],
};

const keyOf = (term: Term): string => `${String(term.year)}-${term.name}`;

/** A window due on its last school day; none when it has no school day. */
function windowBetween(
  calendar: SchoolCalendar,
  key: string,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): readonly DutyWindow[] {
  const due = calendar.lastSchoolDay(from, to);
  return due === undefined ? [] : [{ key, from, to, due }];
}

/** Two school weeks at a time, counted from the term's first; the half-term week is not counted, and a last single week stands alone. */
function fortnightsOf(calendar: SchoolCalendar, term: Term): readonly DutyWindow[] {
  const weeks = daysFrom(mondayOf(term.from), term.to, 7).filter(
    (monday) => calendar.lastSchoolDay(monday, monday.add({ days: 6 })) !== undefined,
  );
  const found: DutyWindow[] = [];
  for (let at = 0; at < weeks.length; at += 2) {
    const from = weeks[at];
    if (from === undefined) continue;
    const next = weeks[at + 2];
    const to = next === undefined ? term.to : next.subtract({ days: 1 });
    found.push(...windowBetween(calendar, `${keyOf(term)}-fortnight-${String(at / 2 + 1)}`, from, to));
  }
  return found;
}

/**
 * A yearly window, due by the end of its part of the (last) school year. A school that came after that day has until the end of the next term
 * that leaves it time, in its first year only.
 */
function yearWindow(
  calendar: SchoolCalendar,
  asked: Making,
  span: { readonly key: string; readonly from: number; readonly to: number },
): readonly DutyWindow[] {
  const from = Temporal.PlainDate.from({ year: span.from, month: 9, day: 1 });
  const to = Temporal.PlainDate.from({ year: span.to + 1, month: 8, day: 31 });
  const ends = yearParts.map((part) => ({ part, due: endOf(calendar, span.to, part) }));
  const named = ends.find(({ part }) => part === asked.by)?.due;
  const due =
    named !== undefined && !before(named, asked.first)
      ? named
      : ends.find((end) => end.part !== 'autumn-1' && end.due !== undefined && !before(end.due, asked.first))?.due;
  return due === undefined ? [] : [{ key: span.key, from, to, due }];
}

function endOf(calendar: SchoolCalendar, year: number, part: YearPart): Temporal.PlainDate | undefined {
  const term = calendar.termsOf(year).find(({ name }) => name === (part === 'autumn-1' ? 'autumn' : part));
  if (term === undefined) return undefined;
  return calendar.lastSchoolDay(term.from, part === 'autumn-1' ? term.breakFrom : term.to);
}

function months(calendar: SchoolCalendar, asked: Making, month: number): readonly DutyWindow[] {
  const found: DutyWindow[] = [];
  for (let { year } = asked.from; year <= asked.until.year; year += 1) {
    const from = Temporal.PlainDate.from({ year, month, day: 1 });
    found.push(...windowBetween(calendar, `${String(year)}-${String(month).padStart(2, '0')}`, from, lastDayOf(from)));
  }
  return found;
}

function lastDayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: day.daysInMonth });
}

/** The school years that the asked days touch, the one before included: a window of two years may have begun then. */
function yearsBetween({ from, until }: WindowsAsked): readonly number[] {
  const years: number[] = [];
  for (let year = schoolYearOf(from) - 1; year <= schoolYearOf(until); year += 1) years.push(year);
  return years;
}

function termsBetween(calendar: SchoolCalendar, { from, until }: WindowsAsked): readonly Term[] {
  const terms: Term[] = [];
  // A school that begins in the last days of August is in the school year to come by then.
  for (let year = schoolYearOf(from); year <= schoolYearOf(until) + 1; year += 1) terms.push(...calendar.termsOf(year));
  return terms;
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

function daysFrom(from: Temporal.PlainDate, until: Temporal.PlainDate, step: number): readonly Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = from; !before(until, day); day = day.add({ days: step })) days.push(day);
  return days;
}
