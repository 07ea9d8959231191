import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { countingStates, type Entry } from './entry.ts';
import { registerTables } from './rows.ts';
import { entryOf, runningImports } from './store.ts';

/** An entry as other modules may know it. */
export type KnownEntry = Pick<Entry, 'id' | 'register' | 'number' | 'title' | 'values' | 'addedAt' | 'state'>;

/** So many entries of each register are looked at, the newest. */
const MOST = 2000;

/**
 * The entries of these registers that count (neither struck out, refused nor waiting), in the order in which they were recorded. Their values include what
 * is sealed: whoever asks shows only what its reader may know.
 */
export async function entriesIn(db: ReadHandle, registers: readonly string[]): Promise<readonly KnownEntry[]> {
  const running = await runningImports(db);
  const found: KnownEntry[] = [];
  for (const register of registers) {
    const rows = await registerTables
      .read(db)
      .select('register_entry')
      .where('register', '=', register)
      .where('state', 'in', [...countingStates])
      .selectAll()
      .orderBy('added_at', 'desc')
      .orderBy('number', 'desc')
      .limit(MOST)
      .execute();
    found.push(...rows.filter((row) => row.import_id === null || !running.includes(row.import_id)).map(entryOf));
  }
  return found.sort((a, b) => a.addedAt.localeCompare(b.addedAt) || a.number - b.number);
}
