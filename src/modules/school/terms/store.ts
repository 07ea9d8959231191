import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { termTables, type TermRow } from './rows.ts';
import { schoolCalendar, type SchoolCalendar } from './calendar.ts';
import { termNames, type Term } from './term.ts';

/** The terms that the school entered; those of other years are guessed by the calendar. */
export async function enteredTerms(db: ReadHandle): Promise<readonly Term[]> {
  const rows = await termTables
    .read(db)
    .select('school_term')
    .selectAll()
    .orderBy('school_year')
    .orderBy('from_day')
    .limit(300)
    .execute();
  return rows.flatMap((row) => {
    const name = termNames.find((one) => one === row.name);
    return name === undefined ? [] : [{ year: row.school_year, name, ...daysOf(row), confirmed: true }];
  });
}

const daysOf = (row: TermRow): Pick<Term, 'from' | 'to' | 'breakFrom' | 'breakTo'> => ({
  from: Temporal.PlainDate.from(row.from_day),
  to: Temporal.PlainDate.from(row.to_day),
  breakFrom: Temporal.PlainDate.from(row.break_from),
  breakTo: Temporal.PlainDate.from(row.break_to),
});

/** The school's days, as it entered them and as they are guessed. */
export async function calendarOf(db: ReadHandle): Promise<SchoolCalendar> {
  return schoolCalendar(await enteredTerms(db));
}

/** The rows of one school year, with their versions. */
export async function termRows(db: ReadHandle, year: number): Promise<readonly TermRow[]> {
  return termTables
    .read(db)
    .select('school_term')
    .where('school_year', '=', year)
    .selectAll()
    .orderBy('from_day')
    .execute();
}
