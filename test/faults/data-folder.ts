import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeWorld, type World } from '../support/world.ts';

/**
 * A data folder with a school in it, made by real commands at the machine's time, for the real processes to start on. Whoever asks for it
 * removes it.
 */
export async function makeDataFolder<Made>(
  seed: string,
  build: (world: World) => Promise<Made>,
): Promise<{ data: string; made: Made }> {
  const world = await makeWorld({ seed, at: Temporal.Now.instant().toString() });
  try {
    const made = await build(world);
    const data = mkdtempSync(join(tmpdir(), 'schoolgate-data-'));
    // Nothing writes now: database and write-ahead log are copied as one state.
    cpSync(world.folder, data, { recursive: true });
    // Beside it the keys that its records are sealed with, where the processes look for them.
    cpSync(world.config.keysFolder, `${data}-keys`, { recursive: true });
    return { data, made };
  } finally {
    await world.end();
  }
}
