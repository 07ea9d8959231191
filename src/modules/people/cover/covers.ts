import { roles, type Role } from '../../../platform/access/roles.ts';
import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { namesOf } from '../lists.ts';
import { endRole } from '../store.ts';
import { postTables } from '../posts/rows.ts';

/** Somebody standing in for somebody else in a role, for some days. */
export interface Cover {
  readonly id: string;
  readonly role: Role;
  readonly roleId: string;
  readonly holder: { readonly id: PersonId; readonly name: string };
  readonly person: { readonly id: PersonId; readonly name: string };
  readonly from: Temporal.PlainDate;
  /** The last day that counts. */
  readonly last: Temporal.PlainDate;
}

/** The covers that last on the day `today` (ISO) or are still to come, by their first day; `of` asks for those of one person, on either side. */
export async function coversFrom(db: ReadHandle, today: string, of?: string): Promise<readonly Cover[]> {
  const all = postTables
    .read(db)
    .select('post_cover')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('until_day', '>', today);
  const rows = await (
    of === undefined ? all : all.where((is) => is.or([is('holder_id', '=', of), is('person_id', '=', of)]))
  )
    .orderBy('from_day')
    .orderBy('id')
    .limit(200)
    .execute();
  const names = new Map<string, string>(
    await namesOf(
      db,
      rows.flatMap((row) => [row.holder_id, row.person_id]),
    ),
  );
  const named = (id: string): { id: PersonId; name: string } => ({
    id: asId(id),
    name: names.get(id) ?? 'somebody who has left',
  });
  return rows.flatMap((row) => {
    const role = roles.find((one) => one === row.role);
    if (role === undefined) return [];
    return [
      {
        id: row.id,
        role,
        roleId: row.role_id,
        holder: named(row.holder_id),
        person: named(row.person_id),
        from: Temporal.PlainDate.from(row.from_day),
        last: Temporal.PlainDate.from(row.until_day).subtract({ days: 1 }),
      },
    ];
  });
}

/** The covers of one school that give a role now, by the row that gives it: for lists of who holds a post. */
export async function coverRows(db: ReadHandle, today: string): Promise<ReadonlyMap<string, Cover>> {
  return new Map((await coversFrom(db, today)).map((cover) => [cover.roleId, cover]));
}

/** Ends a cover on the day `today`, and with it the role it gave. */
export async function closeCover(
  db: WriteHandle,
  cover: Pick<Cover, 'id' | 'roleId' | 'from'>,
  ending: { readonly today: string; readonly at: Temporal.Instant; readonly by: string },
): Promise<boolean> {
  const ended = await postTables
    .write(db)
    .update('post_cover')
    .set({ ended_at: ending.at.toString(), ended_by: ending.by })
    .where('id', '=', cover.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (ended.numUpdatedRows !== 1n) return false;
  const from = cover.from.toString();
  await endRole(db, cover.roleId, from > ending.today ? from : ending.today);
  return true;
}
