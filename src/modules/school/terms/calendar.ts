import { schoolYearOf } from '../school-year.ts';
import { guessedTerms } from './guess.ts';
import { before, within, type Term } from './term.ts';

/** Half a term: up to the day before its holiday, or from the holiday on. */
export interface HalfTerm {
  readonly label: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** A term with the holidays after it: every day is in one. */
export interface CountedTerm {
  /** `2027-spring`: the calendar year in which the term begins, and its name. */
  readonly code: string;
  /** "spring 2027". */
  readonly label: string;
  readonly from: Temporal.PlainDate;
  /** The day before the next term begins. */
  readonly to: Temporal.PlainDate;
}

/** The school's days: which are school days, and which term a day is in. Years that nobody entered are guessed. */
export interface SchoolCalendar {
  /** The three terms of a school year, in order. */
  termsOf(year: number): readonly Term[];
  /** The six half terms of a school year, in order. */
  halfTermsOf(year: number): readonly HalfTerm[];
  /** The term that a day is counted in: the holidays after a term are that term's. */
  termFor(day: Temporal.PlainDate): CountedTerm;
  /** True on a weekday in term, outside the half-term holiday and bank holidays. */
  isSchoolDay(day: Temporal.PlainDate): boolean;
  /** The last school day from `from` to `to`; undefined when there is none. */
  lastSchoolDay(from: Temporal.PlainDate, to: Temporal.PlainDate): Temporal.PlainDate | undefined;
  /** The term a day is in; undefined in the holidays between terms. A half-term holiday is in its term. */
  termAt(day: Temporal.PlainDate): Term | undefined;
}

/** Makes the calendar of a school from the terms it entered. A school year counts as entered when all three of its terms are. */
export function schoolCalendar(entered: readonly Term[]): SchoolCalendar {
  const known = new Map<number, readonly Term[]>();
  const termsOf = (year: number): readonly Term[] => {
    const made = known.get(year) ?? termsOfYear(entered, year);
    known.set(year, made);
    return made;
  };
  // A school that begins in the last days of August has that day in the school year to come.
  const termAt = (day: Temporal.PlainDate): Term | undefined =>
    [schoolYearOf(day), schoolYearOf(day) + 1].flatMap(termsOf).find((term) => within(day, term.from, term.to));
  const isSchoolDay = (day: Temporal.PlainDate): boolean => {
    if (day.dayOfWeek > 5 || isBankHolidayInTerm(day)) return false;
    const term = termAt(day);
    return term !== undefined && !within(day, term.breakFrom, term.breakTo);
  };
  const counted = (term: Term, next: Term): CountedTerm => ({
    code: `${String(term.from.year)}-${term.name}`,
    label: `${term.name} ${String(term.from.year)}`,
    from: term.from,
    to: next.from.subtract({ days: 1 }),
  });
  return {
    termsOf,
    halfTermsOf: (year) =>
      termsOf(year).flatMap((term) => [
        { label: halfLabel(term, 1), from: term.from, to: term.breakFrom.subtract({ days: 1 }) },
        { label: halfLabel(term, 2), from: term.breakFrom, to: term.to },
      ]),
    termFor: (day) => {
      const year = schoolYearOf(day);
      const around = [year - 1, year, year + 1].flatMap(termsOf);
      const at = around.findLastIndex((term) => !before(day, term.from));
      const [term, next] = [around[at], around[at + 1]];
      // Three school years around a day have a term before it and one after it.
      if (term === undefined || next === undefined) throw new RangeError(`no term is known around ${day.toString()}`);
      return counted(term, next);
    },
    isSchoolDay,
    termAt,
    lastSchoolDay: (from, to) => {
      for (let day = to; !before(day, from); day = day.subtract({ days: 1 })) {
        if (isSchoolDay(day)) return day;
      }
      return undefined;
    },
  };
}

const halfLabel = (term: Term, half: 1 | 2): string =>
  `${half === 1 ? 'first' : 'second'} half of ${term.name} ${String(term.from.year)}`;

function termsOfYear(entered: readonly Term[], year: number): readonly Term[] {
  const own = entered.filter((term) => term.year === year);
  return own.length === 3 ? own.toSorted((a, b) => Temporal.PlainDate.compare(a.from, b.from)) : guessedTerms(year);
}

/** The early May bank holiday is the one that falls into term; the others of England fall into holidays. */
function isBankHolidayInTerm(day: Temporal.PlainDate): boolean {
  return day.month === 5 && day.dayOfWeek === 1 && day.day <= 7;
}
