import { inSchool } from './school-scope.ts';
import { SEALED_MARKER } from './sealing.ts';
import type { AnyKysely } from './store.ts';

/** How many texts of a column a school has, and how many of them lie readable on the disk: seen as a backup sees them, without a key. */
export async function sealedOnDisk(
  reading: AnyKysely,
  school: string,
  place: { readonly table: string; readonly column: string },
): Promise<{ readonly written: number; readonly readable: number }> {
  const texts = inSchool(reading, school)
    .selectFrom(place.table)
    .where('school_id', '=', school)
    .where(place.column, '!=', '');
  const count = async (query: typeof texts): Promise<number> => {
    const row = await query.select((is) => is.fn.countAll<number | string>().as('n')).executeTakeFirstOrThrow();
    return Number(row.n);
  };
  const written = await count(texts);
  return { written, readable: written - (await count(texts.where(place.column, 'like', `${SEALED_MARKER}%`))) };
}
