import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { namesOf } from '../../../people/index.ts';

/** The names of those who did something, by what records keep of them. */
export async function namesFor(db: ReadHandle, ids: readonly (string | undefined)[]): Promise<(id: string) => string> {
  const wanted = ids.flatMap((id) => (id === undefined ? [] : [id]));
  const names = await namesOf(db, wanted);
  return (id) => names.get(asId(id)) ?? 'Schoolgate';
}
