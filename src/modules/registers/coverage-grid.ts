import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { peopleDirectory } from '../people/index.ts';
import { yearGroups } from '../school/index.ts';
import { countingStates } from './entry.ts';
import { codesOf } from './list-address.ts';
import { HALF_TERM } from './half-terms.ts';
import { entriesOf, noFilter } from './lists.ts';
import type { Option, RegisterShape } from './shape.ts';

/** What was taught in a school year: year group by half term by topic (policies.md 1.16), counted from the register of lessons. */

/** The three fields of a lesson that the grid is made of. */
const YEAR_GROUPS = 'year-groups';
const TOPICS = 'topics';

export interface CoverageGrid {
  /** The year in which the school year begins: 2026 for 2026 to 2027. */
  readonly year: number;
  readonly yearGroups: readonly Option[];
  readonly halfTerms: readonly Option[];
  readonly topics: readonly Option[];
  /** Lessons that fit all that is given; a topic or half term left out counts every one. */
  lessons(what: { readonly yearGroup?: string; readonly halfTerm?: string; readonly topic?: string }): number;
}

/** One lesson, by its codes. */
type Lesson = ReadonlySet<string>;

/** First and last day of a school year, ISO 8601. */
export function daysOfYear(year: number): { readonly from: string; readonly to: string } {
  return { from: `${String(year)}-09-01`, to: `${String(year + 1)}-08-31` };
}

/** The grid of one school year: the year groups that have pupils today, and those that had a lesson. */
export async function coverageGrid(
  db: ReadHandle,
  shape: RegisterShape,
  year: number,
  now: Temporal.Instant,
): Promise<CoverageGrid> {
  const query = await entriesOf(db, shape.code, { ...noFilter, states: countingStates, ...daysOfYear(year) });
  const rows = await query.select('facets').execute();
  return gridOf(
    shape,
    year,
    rows.map(({ facets }) => new Set(facets.split('|'))),
    await yearGroupsHere(db, now),
  );
}

async function yearGroupsHere(db: ReadHandle, now: Temporal.Instant): Promise<ReadonlySet<string>> {
  const people = await peopleDirectory(db, now);
  return new Set(
    people.flatMap((one) => (one.kind === 'pupil' && one.here && one.yearGroup !== null ? [one.yearGroup] : [])),
  );
}

/** The grid over lessons that were read already. */
export function gridOf(
  shape: RegisterShape,
  year: number,
  lessons: readonly Lesson[],
  here: ReadonlySet<string>,
): CoverageGrid {
  const options = (code: string): readonly Option[] => {
    const field = shape.fields.find((one) => one.code === code);
    return field === undefined ? [] : codesOf(field);
  };
  return {
    year,
    yearGroups: yearGroups.filter(
      ({ code }) => here.has(code) || lessons.some((lesson) => lesson.has(`${YEAR_GROUPS}=${code}`)),
    ),
    halfTerms: options(HALF_TERM),
    topics: options(TOPICS),
    lessons({ yearGroup, halfTerm, topic }) {
      const wanted = [
        ...(yearGroup === undefined ? [] : [`${YEAR_GROUPS}=${yearGroup}`]),
        ...(halfTerm === undefined ? [] : [`${HALF_TERM}=${halfTerm}`]),
        ...(topic === undefined ? [] : [`${TOPICS}=${topic}`]),
      ];
      return lessons.filter((lesson) => wanted.every((one) => lesson.has(one))).length;
    },
  };
}
