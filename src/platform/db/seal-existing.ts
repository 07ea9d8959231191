import type { SealedColumns } from './sealed-columns.ts';
import { seal, type SealingKeys } from './sealing.ts';
import type { AnyKysely } from './store.ts';

const BATCH = 500;

/**
 * Seals what was written before a column was sealed, within the migration's own transaction. Every table here has an `id`. The audit chain
 * holds no content, so it holds as before. Throws `TypeError` when there are rows and no keys.
 */
export async function sealExisting(
  db: AnyKysely,
  columns: SealedColumns,
  keys: SealingKeys | undefined,
): Promise<void> {
  for (const [table, names] of Object.entries(columns)) {
    let after = '';
    for (;;) {
      const rows = await db
        .selectFrom(table)
        .select(['id', ...names])
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .execute();
      for (const row of rows) {
        const sealed: Record<string, string> = {};
        for (const name of names) {
          const value: unknown = row[name];
          if (typeof value !== 'string' || value === '') continue;
          if (keys === undefined) throw new TypeError(`${table} holds rows to seal and there is no casework key`);
          sealed[name] = seal(keys, `${table}.${name}`, value);
        }
        after = String(row['id']);
        if (Object.keys(sealed).length > 0) {
          await db.updateTable(table).set(sealed).where('id', '=', after).execute();
        }
      }
      if (rows.length < BATCH) break;
    }
  }
}
