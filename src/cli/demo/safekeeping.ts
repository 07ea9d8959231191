import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { AdultKey } from './people.ts';
import { act, actorOf, instantOf, runJob, type Telling } from './telling.ts';

/** Backups of the made-up school: who can open them, and last night's. */

/** The file below the data folder that keeps the sheets which would lie in a safe, mode 0600: one line for each, the name and the key. */
export const BACKUP_KEYS_FILE = 'demo-backup-keys.txt';

const holders: readonly AdultKey[] = ['head', 'technician'];

const made = z.object({ identity: z.string() });

/** Head and IT support each make their key. The school has no safe, so the keys are kept beside the records: they open made-up records only. */
export async function makeBackupKeys(telling: Telling): Promise<void> {
  const lines: string[] = [];
  for (const key of holders) {
    const { identity } = made.parse(await act(telling, 'safekeeping.make-own-key', await actorOf(telling, key), {}));
    lines.push(`${key} ${identity}`);
  }
  const file = join(telling.whole.config.dataFolder, BACKUP_KEYS_FILE);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** The backup of the night before the story ends, as the job takes it: seven hours before now. */
export function lastNight(telling: Telling): { readonly at: Temporal.Instant; readonly happens: () => Promise<void> } {
  return {
    at: instantOf(telling, { day: 4, at: '02:31' }),
    happens: () => runJob(telling, 'safekeeping.back-up'),
  };
}
