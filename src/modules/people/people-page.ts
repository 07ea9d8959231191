import type { Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { searchWords, summariesOf, type PersonSummary } from './lists.ts';
import { owned } from './rows.ts';

/** How many people one page of the list shows. */
export const PAGE_SIZE = 50;

/** What the list is narrowed to. */
export interface PeopleFilter {
  readonly show: 'pupils' | 'adults' | 'contacts';
  /** Words of a name. */
  readonly q: string;
  /** Id of a class, or ''. */
  readonly class: string;
  readonly role: Role | '';
  readonly order: 'ascending' | 'descending';
  readonly page: number;
  /** The classes whose pupils may be seen; undefined for all. */
  readonly onlyClasses: readonly string[] | undefined;
}

/** One page of people who are here on the day `today` (ISO), and how many there are in all. */
export async function peoplePage(
  db: ReadHandle,
  filter: PeopleFilter,
  today: string,
): Promise<{ people: readonly PersonSummary[]; total: number }> {
  let rows = owned
    .read(db)
    .select('person')
    .where('person.kind', '=', filter.show === 'pupils' ? 'pupil' : filter.show === 'adults' ? 'adult' : 'contact')
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]));
  for (const word of searchWords(filter.q)) rows = rows.where('person.sort_name', 'like', `%${word}%`);
  const classes =
    filter.class !== '' && filter.show !== 'contacts'
      ? [filter.class].filter((one) => filter.onlyClasses?.includes(one) ?? true)
      : filter.onlyClasses;
  if (classes !== undefined) {
    const members = await owned
      .read(db)
      .select('class_member')
      .select('person_id')
      .where('class_id', 'in', classes.length === 0 ? [''] : [...classes])
      .where('from_day', '<=', today)
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .execute();
    rows = rows.where('person.id', 'in', among(members.map((member) => member.person_id)));
  }
  if (filter.role !== '' && filter.show === 'adults') {
    const holders = await owned
      .read(db)
      .select('person_role')
      .select('person_id')
      .where('role', '=', filter.role)
      .where('from_day', '<=', today)
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .execute();
    rows = rows.where('person.id', 'in', among(holders.map((holder) => holder.person_id)));
  }
  const counted = await rows.select((is) => is.fn.countAll<number | string>().as('total')).executeTakeFirst();
  const total = Number(counted?.total ?? 0);
  const page = await rows
    .select([
      'person.id',
      'person.kind',
      'person.given_name',
      'person.family_name',
      'person.display_name',
      'person.email',
      'person.year_group',
      'person.left_on',
    ])
    .orderBy('person.sort_name', filter.order === 'descending' ? 'desc' : 'asc')
    .orderBy('person.id')
    .limit(PAGE_SIZE)
    .offset((filter.page - 1) * PAGE_SIZE)
    .execute();
  return { people: await summariesOf(db, page, today), total };
}

/** A list for `in (…)`: it must not be empty. */
function among(ids: readonly string[]): string[] {
  return ids.length === 0 ? [''] : [...new Set(ids)];
}
