import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { before, calendarOf, schoolYearOf } from '../school/index.ts';
import { countingStates } from './entry.ts';
import { whoIsWanted } from './evidence-covers.ts';
import type { Finding } from './evidence.ts';
import { entriesOf, noFilter } from './lists.ts';
import type { RegisterShape, Shows } from './shape.ts';

/**
 * Whether each year group is named in an entry of each half term of the school's calendar: those of this school year that are over, and before the first is over the last of
 * the year before. Half terms that were over before the first entry are left out: nobody kept the register then.
 */
export async function halfTermsOf(
  db: ReadHandle,
  shape: RegisterShape,
  shows: Extract<Shows, { kind: 'each-half-term' }>,
  now: Temporal.Instant,
): Promise<Finding> {
  const today = schoolDay(now);
  const wanted = await whoIsWanted(db, 'year-groups', now);
  if (wanted.size === 0) return { met: 'nobody', figure: 'The school has no year groups on record' };
  const query = await entriesOf(db, shape.code, { ...noFilter, states: countingStates, to: today.toString() });
  const rows = await query.select(['about_day', 'facets']).orderBy('about_day').execute();
  const begun = rows[0] === undefined ? today : Temporal.PlainDate.from(rows[0].about_day);
  const calendar = await calendarOf(db);
  const year = schoolYearOf(today);
  const over = (of: number) => calendar.halfTermsOf(of).filter(({ to }) => before(to, today) && !before(to, begun));
  const thisYear = over(year);
  const asked = thisYear.length > 0 ? thisYear : over(year - 1).slice(-1);
  if (asked.length === 0) return { met: 'none', figure: 'No half term is over yet since the first entry' };
  const gaps = asked.flatMap(({ label, from, to }) => {
    const named = new Set(
      rows
        .filter(({ about_day }) => about_day >= from.toString() && about_day <= to.toString())
        .flatMap(({ facets }) => facets.split('|')),
    );
    const missing = [...wanted].filter(([code]) => !named.has(`${shows.field}=${code}`)).map(([, label]) => label);
    return missing.length === 0 ? [] : [`${label}: ${missing.join(', ')}`];
  });
  const askedYear = thisYear.length > 0 ? year : year - 1;
  const guessed = calendar.termsOf(askedYear).some(({ confirmed }) => !confirmed) ? ', by guessed dates' : '';
  return {
    met: gaps.length === 0,
    figure: `${String(asked.length - gaps.length)} of ${formatPlural(asked.length, 'half term')} complete${guessed}${gaps.length === 0 ? '' : `; missing in the ${gaps.join('; in the ')}`}`,
  };
}
