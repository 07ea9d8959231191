import type { Store } from '../db/store.ts';
import type { Job } from '../jobs/jobs.ts';
import type { Clock } from '../time/clock.ts';
import type { FileStore } from './file-store.ts';

/** A column that names files of the store. */
export interface FileColumn {
  readonly table: string;
  readonly column: string;
}

const EVERY_MS = 60 * 60 * 1000;

/**
 * Removes, every hour, files that no row refers to and that are older than a day: their form was never saved, or the row was deleted by a
 * warrant. `columns` are all columns of all modules that name files: one that is missing here would lose its files, so the modules say theirs
 * and compose.ts joins them.
 */
export function sweepFilesJob(parts: {
  readonly files: FileStore;
  readonly store: Store;
  readonly clock: Clock;
  readonly columns: readonly FileColumn[];
}): Job {
  return {
    name: 'sweep-files',
    everyMs: EVERY_MS,
    run: async () => {
      const kept = new Set<string>();
      for (const { table, column } of parts.columns) {
        const rows = await parts.store.reading.selectFrom(table).select(column).execute();
        for (const row of rows) kept.add(String(row[column]));
      }
      await parts.files.sweep(kept, parts.clock.now());
    },
  };
}
