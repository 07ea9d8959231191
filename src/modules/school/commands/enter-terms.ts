import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import {
  command,
  done,
  failed,
  nothing,
  query,
  wholeSchool,
  type FieldError,
} from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { day, wholeNumber } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { schoolEvents } from '../events.ts';
import { mayEnterTerms } from '../policy.ts';
import { schoolYearOf } from '../school-year.ts';
import { termTables } from '../terms/rows.ts';
import { calendarOf, termRows } from '../terms/store.ts';
import { before, termLabels, termNames, type Term, type TermName } from '../terms/term.ts';

/** The school years whose terms can be looked at and entered: the last, this and the next. */
export function yearsAround(now: Temporal.Instant): readonly number[] {
  const year = schoolYearOf(schoolDay(now));
  return [year - 1, year, year + 1];
}

/** Term dates of the years around, entered or guessed. */
export const seeTerms = query({
  name: 'school.see-terms',
  input: z.object({}),
  events: schoolEvents,
  load: wholeSchool,
  policy: mayEnterTerms,
  answer: async (db, { now }) => {
    const calendar = await calendarOf(db);
    return { today: schoolDay(now), years: yearsAround(now).map((year) => ({ year, terms: calendar.termsOf(year) })) };
  },
  leaves: 'Term dates are public.',
});

const yearField = wholeNumber('the school year', 2000, 2200);

/** Term dates of one year, to enter or correct. */
export const seeTermsOf = query({
  name: 'school.see-terms-of',
  input: z.object({ year: yearField }),
  events: schoolEvents,
  load: (_db, { year }, { now }) => Promise.resolve(yearsAround(now).includes(year) ? { year } : undefined),
  policy: mayEnterTerms,
  answer: async (db, { subject: { year } }) => ({
    year,
    terms: (await calendarOf(db)).termsOf(year),
    version: versionOf(await termRows(db, year)),
  }),
  leaves: 'Term dates are public.',
});

/** A year's rows change together, so that one number says which version of them somebody saw. */
const versionOf = (rows: readonly { readonly version: number }[]): number => rows[0]?.version ?? 0;

const parts = {
  From: 'first day',
  BreakFrom: 'first day of the half-term holiday',
  BreakTo: 'last day of the half-term holiday',
  To: 'last day',
} as const;
type Part = keyof typeof parts;
const partCodes = ['From', 'BreakFrom', 'BreakTo', 'To'] as const;

const fieldOf = (term: TermName, part: Part): `${TermName}${Part}` => `${term}${part}`;
const labelOf = (term: TermName, part: Part): string => `the ${parts[part]} of the ${termLabels[term].toLowerCase()}`;

const dayFields = {
  autumnFrom: day(labelOf('autumn', 'From')),
  autumnBreakFrom: day(labelOf('autumn', 'BreakFrom')),
  autumnBreakTo: day(labelOf('autumn', 'BreakTo')),
  autumnTo: day(labelOf('autumn', 'To')),
  springFrom: day(labelOf('spring', 'From')),
  springBreakFrom: day(labelOf('spring', 'BreakFrom')),
  springBreakTo: day(labelOf('spring', 'BreakTo')),
  springTo: day(labelOf('spring', 'To')),
  summerFrom: day(labelOf('summer', 'From')),
  summerBreakFrom: day(labelOf('summer', 'BreakFrom')),
  summerBreakTo: day(labelOf('summer', 'BreakTo')),
  summerTo: day(labelOf('summer', 'To')),
};

/** Enters the three terms of a school year. All or nothing: a year with two terms is nobody's. */
export const enterTerms = command({
  name: 'school.enter-terms',
  input: z.object({ year: yearField, version: wholeNumber('the version', 0, 1_000_000), ...dayFields }),
  events: schoolEvents,
  load: (_db, { year }, { now }) => Promise.resolve(yearsAround(now).includes(year) ? { year } : undefined),
  policy: mayEnterTerms,
  prepare: nothing,
  effect: async ({ db, input, subject: { year }, actor, now, newId }) => {
    const terms = termNames.map((name): Term => {
      const at = (part: Part): Temporal.PlainDate => input[fieldOf(name, part)];
      return {
        year,
        name,
        from: at('From'),
        to: at('To'),
        breakFrom: at('BreakFrom'),
        breakTo: at('BreakTo'),
        confirmed: true,
      };
    });
    const errors = wrongIn(terms, year);
    if (errors.length > 0) return { ok: false, errors };
    const known = await termRows(db, year);
    if (versionOf(known) !== input.version) {
      return failed('', 'Somebody else entered these terms while you had the page open. Open it again to see theirs.');
    }
    for (const term of terms) {
      const row = known.find((one) => one.name === term.name);
      const days = {
        from_day: term.from.toString(),
        to_day: term.to.toString(),
        break_from: term.breakFrom.toString(),
        break_to: term.breakTo.toString(),
        entered_by: actorId(actor),
        entered_at: now.toString(),
      };
      if (row === undefined) {
        await termTables
          .write(db)
          .insert('school_term', { ...days, id: newId<'term'>(), school_year: year, name: term.name, version: 1 });
      } else {
        await changeOne(
          termTables
            .write(db)
            .update('school_term')
            .set({ ...days, version: row.version + 1 })
            .where('id', '=', row.id)
            .where('version', '=', row.version),
        );
      }
    }
    return done(year, { name: 'terms-entered', subject: db.school, data: { year } });
  },
  changesFilter: false,
});

/** What does not fit together, by the field where it shows: each day after the one before, and the year from late August to the end of July. */
function wrongIn(terms: readonly Term[], year: number): readonly FieldError[] {
  const errors: FieldError[] = [];
  let last: { readonly day: Temporal.PlainDate; readonly what: string } = {
    day: Temporal.PlainDate.from({ year, month: 8, day: 19 }),
    what: `20 August ${String(year)}`,
  };
  for (const term of terms) {
    const days = { From: term.from, BreakFrom: term.breakFrom, BreakTo: term.breakTo, To: term.to };
    for (const part of partCodes) {
      // A holiday of one day begins and ends on it.
      const may = part === 'BreakTo' ? !before(days[part], last.day) : before(last.day, days[part]);
      if (!may) {
        const label = labelOf(term.name, part);
        errors.push({
          field: fieldOf(term.name, part),
          message: `${label.charAt(0).toUpperCase()}${label.slice(1)} must be after ${last.what}`,
        });
      } else last = { day: days[part], what: labelOf(term.name, part) };
    }
  }
  if (before(Temporal.PlainDate.from({ year: year + 1, month: 8, day: 15 }), last.day)) {
    errors.push({
      field: 'summerTo',
      message: `The last day of the summer term must be before 16 August ${String(year + 1)}`,
    });
  }
  return errors;
}

/** The values that the form begins with, by field. */
export function termValues(terms: readonly Term[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    terms.flatMap((term) => [
      [fieldOf(term.name, 'From'), term.from.toString()],
      [fieldOf(term.name, 'BreakFrom'), term.breakFrom.toString()],
      [fieldOf(term.name, 'BreakTo'), term.breakTo.toString()],
      [fieldOf(term.name, 'To'), term.to.toString()],
    ]),
  );
}
