import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DEMONSTRATION_MARKER } from '../../platform/config/config.ts';
import { Unusable } from '../../platform/errors/errors.ts';

/** What the marker file says. Only a folder whose making was cut short is ever emptied, and only by this text of ours. */
const UNFINISHED = 'A made-up school is being made here.\n';
const FINISHED =
  'The records in this folder are made up: a demonstration of Schoolgate. Delete the folder to start afresh.\n';

/**
 * Whether the folder holds a demonstration that is made (`there`), or nothing (`empty`: it is prepared and marked, what an interrupted
 * making left is cleared away). Throws Unusable when it holds anything else: real records are never touched.
 */
export function demonstrationFolder(folder: string): 'there' | 'empty' {
  const marker = join(folder, DEMONSTRATION_MARKER);
  const holds = existsSync(folder) ? readdirSync(folder) : [];
  if (holds.includes(DEMONSTRATION_MARKER)) {
    if (readFileSync(marker, 'utf8') !== UNFINISHED) return 'there';
    for (const entry of holds) {
      if (entry !== DEMONSTRATION_MARKER) rmSync(join(folder, entry), { recursive: true, force: true });
    }
    return 'empty';
  }
  if (holds.includes('schoolgate.db')) {
    throw new Unusable(
      'SCHOOLGATE_DATA',
      `${folder} holds the records of a real school, and a demonstration is never made over those.`,
      'Name an empty folder, or leave the setting out for ./data-demo.',
    );
  }
  if (holds.length > 0) {
    throw new Unusable(
      'SCHOOLGATE_DATA',
      `${folder} is not empty, and holds no demonstration.`,
      'Name an empty folder, or leave the setting out for ./data-demo.',
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  writeFileSync(marker, UNFINISHED, { mode: 0o600 });
  return 'empty';
}

/** Notes that the demonstration in the folder is complete. */
export function markFinished(folder: string): void {
  writeFileSync(join(folder, DEMONSTRATION_MARKER), FINISHED, { mode: 0o600 });
}
