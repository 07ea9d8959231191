import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Unusable } from '../errors/errors.ts';

/** While a restore runs, the data folder says so: what stands there is not to be used until it has ended well. */

const MARKER = 'RESTORE-NOT-FINISHED';

/** Marks the folder. */
export function markRestoring(dataFolder: string): void {
  writeFileSync(join(dataFolder, MARKER), 'A restore into this folder has not finished. Do not use it.\n', {
    mode: 0o600,
    flush: true,
  });
}

/** The restore is whole. */
export function unmarkRestoring(dataFolder: string): void {
  rmSync(join(dataFolder, MARKER), { force: true });
}

/** Throws `Unusable` when a restore into this folder was broken off: half a school must not be worked with. */
export function refuseUnfinishedRestore(dataFolder: string): void {
  if (!existsSync(join(dataFolder, MARKER))) return;
  throw new Unusable(
    dataFolder,
    'a restore into this folder was broken off, so what stands there is not whole.',
    'Empty the folder (and the PostgreSQL database, if there is one), and restore once more.',
  );
}
