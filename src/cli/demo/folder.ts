import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DEMONSTRATION_MARKER } from '../../platform/config/config.ts';
import { describeAddress, isPostgresql } from '../../platform/config/store-address.ts';
import { storeState } from '../../platform/db/store-state.ts';
import { openStore } from '../../platform/db/store.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import { SCHOOL_NAME } from './people.ts';

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

/**
 * Throws Unusable unless a demonstration may be made in, or found in, the PostgreSQL database: like a folder, it must be empty for the one and
 * hold the made-up school for the other. On SQLite the folder says it all.
 */
export async function demandDemonstrationDatabase(address: string, folder: 'there' | 'empty'): Promise<void> {
  if (!isPostgresql(address)) return;
  const steps = (await storeState(address))?.steps ?? [];
  if (folder === 'empty' && steps.length > 0) {
    throw new Unusable(
      'SCHOOLGATE_DATABASE_URL',
      `${describeAddress(address)} is not empty, and a demonstration is never made over other records.`,
      'Name an empty database (if an earlier making was cut short: drop it and create it again).',
    );
  }
  if (folder === 'there' && !(await holdsMadeUpSchool(address, steps))) {
    throw new Unusable(
      'SCHOOLGATE_DATABASE_URL',
      `${describeAddress(address)} does not hold the demonstration of this folder.`,
      'Name the database it was made with.',
    );
  }
}

async function holdsMadeUpSchool(address: string, steps: readonly string[]): Promise<boolean> {
  if (steps.length === 0) return false;
  const store = openStore(address);
  try {
    const schools = await store.reading.selectFrom('school').select('name').execute();
    return schools.some((school) => school['name'] === SCHOOL_NAME);
  } finally {
    await store.close();
  }
}

/** Notes that the demonstration in the folder is complete. */
export function markFinished(folder: string): void {
  writeFileSync(join(folder, DEMONSTRATION_MARKER), FINISHED, { mode: 0o600 });
}
