import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { namesOf } from '../lists.ts';
import { owned } from '../rows.ts';
import { postKinds, postLabel, type PlainPost } from './words.ts';
import { postTables } from './rows.ts';

/** Somebody's time in a post. */
export interface PostPeriod {
  readonly id: string;
  readonly post: string;
  readonly label: string;
  readonly person: string;
  readonly name: string;
  readonly from: string;
  /** The first day that no longer counts. */
  readonly until: string | null;
  /** True when they only stood in. */
  readonly cover: boolean;
}

/** Every time in every post, newest first in each, in the order of the posts. */
export async function postHistory(db: ReadHandle): Promise<readonly PostPeriod[]> {
  const roles = await owned
    .read(db)
    .select('person_role')
    .select(['id', 'role', 'person_id', 'from_day', 'until_day'])
    .where('role', '!=', 'staff')
    .limit(5000)
    .execute();
  const plain = await postTables.read(db).select('post_holder').selectAll().limit(5000).execute();
  const covers = await postTables.read(db).select('post_cover').select('role_id').limit(5000).execute();
  const covering = new Set(covers.map((cover) => cover.role_id));
  const rows = [
    ...roles.map((row) => ({ ...row, post: row.role })),
    ...plain.map(({ id, post, person_id, from_day, until_day }) => ({ id, post, person_id, from_day, until_day })),
  ];
  const names = new Map<string, string>(
    await namesOf(
      db,
      rows.map((row) => row.person_id),
    ),
  );
  const order = (post: string): number => postKinds.findIndex((kind) => kind.code === post);
  return rows
    .filter((row) => row.until_day === null || row.until_day > row.from_day)
    .map((row) => ({
      id: row.id,
      post: row.post,
      label: postLabel(row.post),
      person: row.person_id,
      name: names.get(row.person_id) ?? 'somebody who has left',
      from: row.from_day,
      until: row.until_day,
      cover: covering.has(row.id),
    }))
    .sort((a, b) => order(a.post) - order(b.post) || b.from.localeCompare(a.from));
}

/** Who holds each post without rights on the day `today` (ISO). */
export async function plainHolders(
  db: ReadHandle,
  today: string,
): Promise<
  readonly {
    readonly id: string;
    readonly post: string;
    readonly person: string;
    readonly name: string;
    readonly from: string;
  }[]
> {
  const rows = await postTables
    .read(db)
    .select('post_holder')
    .select(['id', 'post', 'person_id', 'from_day'])
    .where('from_day', '<=', today)
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .execute();
  const here = await owned
    .read(db)
    .select('person')
    .select(['id', 'display_name'])
    .where('id', 'in', ['', ...rows.map((row) => row.person_id)])
    .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
    .execute();
  return rows.flatMap((row) => {
    const person = here.find((one) => one.id === row.person_id);
    return person === undefined
      ? []
      : [{ id: row.id, post: row.post, person: person.id, name: person.display_name, from: row.from_day }];
  });
}

/** The posts without rights of one person on a day. */
export async function plainPostsOf(db: ReadHandle, person: string, today: string): Promise<readonly PlainPost[]> {
  const held = (await plainHolders(db, today)).filter((one) => one.person === person);
  return postKinds.flatMap((kind) =>
    kind.plain !== undefined && held.some((one) => one.post === kind.plain) ? [kind.plain] : [],
  );
}
