import { tables, type ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { namesOf } from '../people/index.ts';

interface SheetRow {
  school_id: string;
  id: string;
  /** The key's number. */
  key_id: string;
  person_id: string;
  shown_at: string;
  /** When they said that the sheet is in the safe; null until then. */
  kept_at: string | null;
}

export const sheetTables = tables<{ casework_sheet: SheetRow }>('casework_sheet');

/** How many people must have put a sheet of the same key away: the loss of one sheet must not be the loss of all casework. */
export const SHEETS_NEEDED = 2;

export interface Sheet {
  readonly person: PersonId;
  readonly name: string;
  readonly keptAt: string;
}

/** Who put a sheet of this key away, each once, the newest of theirs. */
export async function sheetsOf(db: ReadHandle, key: string): Promise<readonly Sheet[]> {
  const rows = await sheetTables
    .read(db)
    .select('casework_sheet')
    .where('key_id', '=', key)
    .where('kept_at', 'is not', null)
    .selectAll()
    .orderBy('kept_at')
    .execute();
  const newest = new Map(rows.map((row) => [row.person_id, row.kept_at ?? '']));
  const names = await namesOf(db, [...newest.keys()]);
  return [...newest].map(([person, keptAt]) => ({
    person: asId(person),
    name: names.get(asId(person)) ?? 'somebody who has left',
    keptAt,
  }));
}
