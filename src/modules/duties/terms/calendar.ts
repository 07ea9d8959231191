import { guessedTerms } from './guess.ts';
import { before, within, type Term } from './term.ts';
import { schoolYearOf } from '../../school/index.ts';

/** The school's days: which are school days, and which term a day is in. Years that nobody entered are guessed. */
export interface SchoolCalendar {
  /** The three terms of a school year, in order. */
  termsOf(year: number): readonly Term[];
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
  return {
    termsOf,
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

function termsOfYear(entered: readonly Term[], year: number): readonly Term[] {
  const own = entered.filter((term) => term.year === year);
  return own.length === 3 ? own.toSorted((a, b) => Temporal.PlainDate.compare(a.from, b.from)) : guessedTerms(year);
}

/** The early May bank holiday is the one that falls into term; the others of England fall into holidays. */
function isBankHolidayInTerm(day: Temporal.PlainDate): boolean {
  return day.month === 5 && day.dayOfWeek === 1 && day.day <= 7;
}
