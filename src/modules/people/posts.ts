import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { coverRows } from './cover/covers.ts';
import { plainHolders } from './posts/holders.ts';
import { postKinds, type PostKind } from './posts/words.ts';
import { owned } from './rows.ts';

/** Somebody in a post. */
export interface PostHolder {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  /** The row that says so, for a post without rights. */
  readonly period: string;
}

/** A post and who holds it today. */
export interface Post {
  readonly role: PostKind['code'];
  readonly label: string;
  readonly mandatory: boolean;
  /** True for a post without rights here: it is given and ended by its own commands. */
  readonly plain: boolean;
  readonly holders: readonly PostHolder[];
  /** Who stands in for a holder today. */
  readonly covers: readonly {
    readonly id: string;
    readonly name: string;
    readonly holder: string;
    readonly last: string;
  }[];
}

/** Every post with its holders on the day of `now`: the mandatory ones first. "Staff" is left out: it is no post. Who only covers is no holder: a post is vacant when nobody has it for their own. */
export async function postsOf(db: ReadHandle, now: Temporal.Instant): Promise<readonly Post[]> {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .select([
      'person.id',
      'person.display_name',
      'person_role.role',
      'person_role.from_day',
      'person_role.id as period',
    ])
    .where('person_role.role', '!=', 'staff')
    .where('person_role.from_day', '<=', today)
    .where((is) => is.or([is('person_role.until_day', 'is', null), is('person_role.until_day', '>', today)]))
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .orderBy('person.sort_name')
    .execute();
  const plain = await plainHolders(db, today);
  const covers = await coverRows(db, today);
  return postKinds.map(({ code, label, mandatory, plain: post }) => {
    const mine = rows.filter((row) => row.role === code);
    return {
      role: code,
      label,
      mandatory,
      plain: post !== undefined,
      holders: [
        ...mine
          .filter((row) => !covers.has(row.period))
          .map((row) => ({ id: row.id, name: row.display_name, from: row.from_day, period: row.period })),
        ...plain
          .filter((one) => one.post === code)
          .map((one) => ({ id: one.person, name: one.name, from: one.from, period: one.id })),
      ],
      covers: mine.flatMap((row) => {
        const cover = covers.get(row.period);
        if (cover === undefined) return [];
        return [{ id: row.id, name: row.display_name, holder: cover.holder.name, last: cover.last.toString() }];
      }),
    };
  });
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
