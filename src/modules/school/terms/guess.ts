import { before, termNames, type Term, type TermName } from './term.ts';

/**
 * Term dates as most English schools have them, for a school that has not entered its own: always shown as our guess. No source sets these
 * days: councils and academies choose them. The guess follows what is usual: autumn from the first Tuesday or later weekday of September; half
 * terms in the weeks of the last Monday of October, of the Monday from 12 February on, and of the late May bank holiday; two weeks at Easter.
 */
export function guessedTerms(year: number): readonly Term[] {
  return termNames.map((name) => ({ year, name, ...days[name](year), confirmed: false }));
}

type Days = Pick<Term, 'from' | 'to' | 'breakFrom' | 'breakTo'>;

const MONDAY = 1;
const FRIDAY = 5;

const days: Readonly<Record<TermName, (year: number) => Days>> = {
  autumn: (year) => ({
    from: schoolDayFrom(date(year, 9, 1)),
    to: lastOn(FRIDAY, date(year, 12, 21)),
    ...weekOf(lastOn(MONDAY, date(year, 10, 31))),
  }),
  spring: (year) => {
    const easter = easterBreak(year + 1);
    return {
      from: firstOn(MONDAY, date(year + 1, 1, 4)),
      to: easter.lastDayBefore,
      ...weekOf(firstOn(MONDAY, date(year + 1, 2, 12))),
    };
  },
  summer: (year) => ({
    from: easterBreak(year + 1).firstDayAfter,
    to: firstOn(3, date(year + 1, 7, 19)),
    ...weekOf(lastOn(MONDAY, date(year + 1, 5, 31))),
  }),
};

/** Two weeks from the Monday nearest to 1 April, or those around Easter when it is late. */
function easterBreak(year: number): { lastDayBefore: Temporal.PlainDate; firstDayAfter: Temporal.PlainDate } {
  const easter = easterSunday(year);
  const monday = before(easter, date(year, 4, 16)) ? firstOn(MONDAY, date(year, 3, 29)) : easter.subtract({ days: 13 });
  const friday = monday.subtract({ days: 3 });
  const after = monday.add({ days: 14 });
  return {
    // Good Friday and Easter Monday are bank holidays.
    lastDayBefore: friday.equals(easter.subtract({ days: 2 })) ? friday.subtract({ days: 1 }) : friday,
    firstDayAfter: after.equals(easter.add({ days: 1 })) ? after.add({ days: 1 }) : after,
  };
}

/** Easter Sunday of the Gregorian calendar (the "anonymous" computus, as Meeus gives it). */
export function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearInCentury = year % 100;
  const correction = Math.floor((century + 8) / 25);
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - correction + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearInCentury / 4) - moon - (yearInCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const month = Math.floor((moon + weekday - 7 * late + 114) / 31);
  return date(year, month, ((moon + weekday - 7 * late + 114) % 31) + 1);
}

function date(year: number, month: number, day: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month, day });
}

function weekOf(monday: Temporal.PlainDate): Pick<Term, 'breakFrom' | 'breakTo'> {
  return { breakFrom: monday, breakTo: monday.add({ days: 4 }) };
}

/** The day itself from Tuesday to Thursday; from Friday on, the Monday after, because hardly a school begins on a Friday. */
function schoolDayFrom(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek >= FRIDAY ? firstOn(MONDAY, day) : day;
}

function firstOn(weekday: number, from: Temporal.PlainDate): Temporal.PlainDate {
  return from.add({ days: (weekday - from.dayOfWeek + 7) % 7 });
}

function lastOn(weekday: number, until: Temporal.PlainDate): Temporal.PlainDate {
  return until.subtract({ days: (until.dayOfWeek - weekday + 7) % 7 });
}
