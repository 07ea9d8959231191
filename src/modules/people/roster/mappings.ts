import { z } from 'zod';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { owned } from '../rows.ts';
import { mappingSchema, type Mapping } from './formats/mapping.ts';

const savedSchema = z.strictObject({ mapping: mappingSchema, headings: z.array(z.string()) });

/** What the school said, the last time, of a file with these headings. */
export async function findMapping(
  db: ReadHandle,
  key: string,
): Promise<{ mapping: Mapping; headings: readonly string[]; version: number } | undefined> {
  const row = await owned
    .read(db)
    .select('roster_mapping')
    .select(['mapping', 'version'])
    .where('headings', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...savedSchema.parse(JSON.parse(row.mapping)), version: row.version };
}

/** Remembers what the columns of a file with these headings mean. */
export async function keepMapping(
  db: WriteHandle,
  given: { key: string; headings: readonly string[]; mapping: Mapping; at: Temporal.Instant; newId: () => string },
): Promise<void> {
  const known = await findMapping(db, given.key);
  const mapping = JSON.stringify({ mapping: given.mapping, headings: given.headings });
  if (known === undefined) {
    await owned.write(db).insert('roster_mapping', {
      id: given.newId(),
      headings: given.key,
      mapping,
      changed_at: given.at.toString(),
      version: 1,
    });
    return;
  }
  await changeOne(
    owned
      .write(db)
      .update('roster_mapping')
      .set({ mapping, changed_at: given.at.toString(), version: known.version + 1 })
      .where('headings', '=', given.key)
      .where('version', '=', known.version),
  );
}
