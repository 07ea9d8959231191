import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { standardTables } from './rows.ts';

/** The ids that the school's own authority gives to a standard's requirements, by the requirement's id. */
export async function localIdsOf(db: ReadHandle, standard: string): Promise<ReadonlyMap<string, string>> {
  const rows = await standardTables
    .read(db)
    .select('standard_local_id')
    .where('standard', '=', standard)
    .where('ended_at', 'is', null)
    .select(['requirement', 'local_id'])
    .execute();
  return new Map(rows.map((row) => [row.requirement, row.local_id]));
}

const SEPARATOR = /^\s*([a-z0-9][a-z0-9-]{0,63})\s*[,;\t=]\s*(.*?)\s*$/;

/** One id a line, "sa-01, 3.2"; or the first line that cannot be read, with what is wrong. */
export function readLocalIds(
  text: string,
  known: ReadonlySet<string>,
): { readonly ids: ReadonlyMap<string, string> } | { readonly problem: string } {
  const ids = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, id, local] = SEPARATOR.exec(line) ?? [];
    const at = `Line ${String(index + 1)}`;
    if (id === undefined || local === undefined || local === '') {
      return { problem: `${at}: write an id of the list, a comma, and the id of your form, such as “sa-01, 3.2”` };
    }
    if (!known.has(id)) return { problem: `${at}: “${id}” is not an id of this standard` };
    if (ids.has(id)) return { problem: `${at}: “${id}” stands in the list twice` };
    if (local.length > 40) return { problem: `${at}: the id of your form must be 40 characters or fewer` };
    ids.set(id, local);
  }
  return { ids };
}
