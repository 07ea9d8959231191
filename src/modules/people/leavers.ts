import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { owned } from './rows.ts';

/** Those of these people (at most 500) who have left by the day of `now`. */
export async function leftPeople(
  db: ReadHandle,
  ids: readonly PersonId[],
  now: Temporal.Instant,
): Promise<ReadonlySet<PersonId>> {
  if (ids.length === 0) return new Set();
  const rows = await owned
    .read(db)
    .select('person')
    .select('id')
    .where('id', 'in', [...ids])
    .where('left_on', '<=', schoolDay(now).toString())
    .execute();
  return new Set(rows.map((row) => asId<'person'>(row.id)));
}
