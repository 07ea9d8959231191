import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file in the data folder for each run that is under way. How a run ended is written into the database; on a disk that is full it cannot be, but
 * a file can always go. A run whose mark is gone has ended, whatever its row says, and holds up no other.
 */
export interface RunMarks {
  /** Before the run begins. Throws when the file cannot be made. */
  set(id: string): void;
  clear(id: string): void;
  stands(id: string): boolean;
}

/** The marks in a data folder. */
export function runMarks(dataFolder: string): RunMarks {
  const file = (id: string): string => join(dataFolder, `backup-${id}.running`);
  return {
    set(id) {
      writeFileSync(file(id), '', { mode: 0o600 });
    },
    clear(id) {
      rmSync(file(id), { force: true });
    },
    stands: (id) => existsSync(file(id)),
  };
}
