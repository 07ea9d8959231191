import type { World } from '../../../test/support/world.ts';

/** The rows of a table, as the database has them: to see what is gone. */
export async function tableRows(world: World, table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return world.store.reading.selectFrom(table).selectAll().execute();
}
