import type { Role } from '../../platform/access/roles.ts';
import { roleLabels } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { owned } from './rows.ts';
import { givenRoles, mandatoryPosts } from './words.ts';

/** A post and who holds it today. */
export interface Post {
  readonly role: Role;
  readonly label: string;
  readonly mandatory: boolean;
  readonly holders: readonly { readonly id: string; readonly name: string; readonly from: string }[];
}

/** Every post with its holders on the day of `now`: the mandatory ones first. "Staff" is left out: it is no post. */
export async function postsOf(db: ReadHandle, now: Temporal.Instant): Promise<readonly Post[]> {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .select(['person.id', 'person.display_name', 'person_role.role', 'person_role.from_day'])
    .where('person_role.role', '!=', 'staff')
    .where('person_role.from_day', '<=', today)
    .where((is) => is.or([is('person_role.until_day', 'is', null), is('person_role.until_day', '>', today)]))
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .orderBy('person.sort_name')
    .execute();
  const mandatory: readonly Role[] = mandatoryPosts;
  const others = givenRoles.filter((role) => role !== 'staff' && !mandatory.includes(role));
  return [...mandatory, ...others].map((role) => ({
    role,
    label: roleLabels[role],
    mandatory: mandatory.includes(role),
    holders: rows
      .filter((row) => row.role === role)
      .map((row) => ({ id: row.id, name: row.display_name, from: row.from_day })),
  }));
}

/** The mandatory posts that nobody holds today. */
export async function vacantPosts(db: ReadHandle, now: Temporal.Instant): Promise<readonly Post[]> {
  return (await postsOf(db, now)).filter((post) => post.mandatory && post.holders.length === 0);
}

/** How many pupils and adults are here on the day of `now`. */
export async function countPeople(db: ReadHandle, now: Temporal.Instant): Promise<{ pupils: number; staff: number }> {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person')
    .select((is) => ['kind', is.fn.countAll<number | string>().as('people')])
    .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
    .groupBy('kind')
    .execute();
  const of = (kind: string): number => Number(rows.find((row) => row.kind === kind)?.people ?? 0);
  return { pupils: of('pupil'), staff: of('adult') };
}

/** The adults who are here on the day of `now`, by family name: for choosing who takes a post. */
export async function adultsHere(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { id: string; name: string }[]> {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person')
    .select(['id', 'display_name'])
    .where('kind', '=', 'adult')
    .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
    .orderBy('sort_name')
    .limit(1000)
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.display_name }));
}
