import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../../platform/ids/ids.ts';
import { filteringTables, type OwnListRow } from '../tables.ts';

export type OwnListId = Id<'filter-list'>;

/** A list that the school pasted. The names themselves are read apart: they may be many. */
export interface OwnList {
  readonly id: OwnListId;
  readonly name: string;
  readonly category: string;
  readonly count: number;
  readonly version: number;
  /** A newer paste that changed oddly and waits for a person; null when none does. */
  readonly held: { readonly count: number; readonly why: string } | null;
  readonly changedAt: Temporal.Instant;
}

/** The school's own lists that are not removed, oldest first. */
export async function ownLists(db: ReadHandle): Promise<OwnList[]> {
  const rows = await filteringTables
    .read(db)
    .select('filter_own_list')
    .where('removed_at', 'is', null)
    .select(['id', 'name', 'category', 'name_count', 'version', 'held_count', 'held_why', 'changed_at'])
    .orderBy('id')
    .execute();
  return rows.map(ownListOfRow);
}

/** One list that is not removed, or undefined. */
export async function findOwnList(db: ReadHandle, id: OwnListId): Promise<OwnList | undefined> {
  return (await ownLists(db)).find((list) => list.id === id);
}

/** Names of the lists in use, one text per list with a name a line. */
export async function namesOfOwnLists(db: ReadHandle): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await filteringTables
    .read(db)
    .select('filter_own_list')
    .where('removed_at', 'is', null)
    .select(['id', 'names'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.names.split('\n').filter((name) => name !== '')]));
}

/** Codes of starter lists that the school has switched off. */
export async function listsSwitchedOff(db: ReadHandle): Promise<ReadonlySet<string>> {
  const rows = await filteringTables
    .read(db)
    .select('filter_list_switch')
    .where('is_on', '=', 0)
    .select('category')
    .execute();
  return new Set(rows.map((row) => row.category));
}

function ownListOfRow(
  row: Pick<
    OwnListRow,
    'id' | 'name' | 'category' | 'name_count' | 'version' | 'held_count' | 'held_why' | 'changed_at'
  >,
): OwnList {
  return {
    id: asId(row.id),
    name: row.name,
    category: row.category,
    count: row.name_count,
    version: row.version,
    held: row.held_count === null || row.held_why === null ? null : { count: row.held_count, why: row.held_why },
    changedAt: Temporal.Instant.from(row.changed_at),
  };
}
