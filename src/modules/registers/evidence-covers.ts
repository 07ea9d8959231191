import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Role } from '../../platform/access/roles.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { holdersOf, peopleDirectory, peopleOfTheFilter } from '../people/index.ts';
import { yearGroupOf, yearGroups } from '../school/index.ts';
import { facetsBetween } from './all-at-once.ts';
import type { Finding } from './evidence.ts';
import type { RegisterShape, Shows } from './shape.ts';

type Covers = Extract<Shows, { kind: 'covers' }>;

/** Everybody of a sort, and who of them is named in an entry of the last so many days. */
export async function coverageOf(
  db: ReadHandle,
  shape: RegisterShape,
  shows: Covers,
  now: Temporal.Instant,
): Promise<Finding> {
  const wanted = await whoIsWanted(db, shows.who, now);
  const { where } = shows;
  const today = schoolDay(now);
  const from = today.subtract({ days: shows.days }).toString();
  const named = new Set<string>();
  const mark = `${shows.field}=`;
  for (const facets of await facetsBetween(db, shape.code, from, today.toString())) {
    if (where !== undefined && !facets.includes(`${where.field}=${where.is}`)) continue;
    for (const facet of facets) if (facet.startsWith(mark)) named.add(facet.slice(mark.length));
  }
  const missing = [...wanted.keys()].filter((code) => !named.has(code));
  const what = whatTheyAre[shows.who];
  const total = formatPlural(wanted.size, what[0], what[1]);
  if (wanted.size === 0) return { met: 'nobody', figure: `The school has no ${what[1]} on record` };
  // Names of people are for those who open the register; year groups are nobody's.
  const which =
    shows.who === 'year-groups' && missing.length > 0
      ? `; missing: ${missing.map((code) => wanted.get(code) ?? code).join(', ')}`
      : '';
  return { met: missing.length === 0, figure: `${String(wanted.size - missing.length)} of ${total}${which}` };
}

const whatTheyAre: Readonly<Record<Covers['who'], readonly [string, string]>> = {
  staff: ['member of staff', 'members of staff'],
  governors: ['governor', 'governors'],
  technicians: ['technician', 'technicians'],
  lead: ['online-safety lead', 'online-safety leads'],
  dsl: ['safeguarding lead', 'safeguarding leads'],
  'year-groups': ['year group', 'year groups'],
  pupils: ['pupil', 'pupils'],
};

const rolesBehind: Readonly<Partial<Record<Covers['who'], readonly Role[]>>> = {
  governors: ['governor', 'chair', 'vice-chair'],
  technicians: ['technician'],
  lead: ['lead'],
  dsl: ['dsl', 'deputy-dsl'],
};

/** Ids or codes of those who have to be named, with their words. */
export async function whoIsWanted(
  db: ReadHandle,
  who: Covers['who'],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, string>> {
  if (who === 'staff') {
    const people = await peopleOfTheFilter(db, now);
    return new Map(people.filter((person) => person.staff).map((person) => [person.id, person.name]));
  }
  if (who === 'pupils' || who === 'year-groups') {
    const pupils = (await peopleDirectory(db, now)).filter((person) => person.kind === 'pupil' && person.here);
    if (who === 'pupils') return new Map(pupils.map((pupil) => [pupil.id, pupil.name]));
    const taught = new Set(pupils.map((pupil) => pupil.yearGroup));
    return new Map(
      yearGroups
        .filter((year) => taught.has(year.code))
        .map((year) => [year.code, yearGroupOf(year.code)?.label ?? year.code]),
    );
  }
  const found = new Map<string, string>();
  for (const role of rolesBehind[who] ?? []) {
    for (const holder of await holdersOf(db, role, now)) found.set(holder.id, holder.name);
  }
  return found;
}
