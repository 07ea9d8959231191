import { sql } from 'kysely';

import { machinery, machineryIn } from '../db/machinery.ts';
import type { WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import { asId, type SchoolId } from '../ids/ids.ts';

/**
 * The compile request (contracts.md, "App → filter"): a command that changes what the filter obeys raises the school's number in its own
 * transaction; the compiler runs until the published number equals it, also at start.
 */
interface Tables {
  filter_change: { school_id: string; change_no: number; published_no: number };
}

/** Raises the school's change number, in the command's own transaction. */
export async function requestFilterChange(handle: WriteHandle): Promise<void> {
  await machineryIn<Tables>(handle)
    .insertInto('filter_change')
    .values({ school_id: handle.school, change_no: 1, published_no: 0 })
    .onConflict((conflict) =>
      conflict.column('school_id').doUpdateSet({ change_no: sql<number>`filter_change.change_no + 1` }),
    )
    .execute();
}

export interface FilterChange {
  readonly school: SchoolId;
  readonly wanted: number;
  readonly published: number;
}

/** The compiler's view: which schools wait for a compile, and how it says that a number is published. */
export interface FilterChanges {
  waiting(): Promise<readonly FilterChange[]>;
  of(school: SchoolId): Promise<FilterChange>;
  published(school: SchoolId, number: number): Promise<void>;
}

/** Opens the compile requests for the compiler. */
export function filterChanges(store: Store): FilterChanges {
  const tables = machinery<Tables>(store);
  const shape = (row: Tables['filter_change']): FilterChange => ({
    school: asId(row.school_id),
    wanted: row.change_no,
    published: row.published_no,
  });
  return {
    async waiting() {
      const rows = await tables.reading
        .selectFrom('filter_change')
        .selectAll()
        .whereRef('published_no', '<', 'change_no')
        .execute();
      return rows.map(shape);
    },
    async of(school) {
      const row = await tables.reading
        .selectFrom('filter_change')
        .selectAll()
        .where('school_id', '=', school)
        .executeTakeFirst();
      return row === undefined ? { school, wanted: 0, published: 0 } : shape(row);
    },
    async published(school, number) {
      await tables.transaction((db) =>
        db
          .updateTable('filter_change')
          .set({ published_no: number })
          .where('school_id', '=', school)
          .where('published_no', '<', number)
          .execute(),
      );
    },
  };
}
