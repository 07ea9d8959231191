import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { Unusable } from '../../platform/errors/errors.ts';
import type { ControlKnown } from './pack-checks.ts';
import { PACK_MAX_BYTES, readPack, type Pack } from './pack.ts';

/** Where packs lie: those that come with Schoolgate, and the school's own in the data folder. Of two with the same name the school's own counts. */

export const packsOfSchoolgate = join(import.meta.dirname, '..', '..', '..', 'policies');

/** The folder of the school's own packs. */
export function packsOfTheSchool(dataFolder: string): string {
  return join(dataFolder, 'policies');
}

/** A file's name without its ending, as addresses carry it. Anything else never reaches the disk. */
export const PACK_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** A pack as its file holds it today: read, or with what is wrong. */
export interface PackFile {
  readonly name: string;
  /** As messages and pages name it; no path of the machine. */
  readonly file: string;
  readonly own: boolean;
  readonly sha256: string;
  readonly pack: Pack | undefined;
  /** File, line and cure; undefined when the pack can be read. */
  readonly fault: string | undefined;
}

/** The packs that can be chosen, those of Schoolgate first, by name. Folders that are missing hold none. `known`: as in `readPack`. */
export async function findPacks(dataFolder: string, known: ControlKnown): Promise<readonly PackFile[]> {
  const names = new Set<string>();
  for (const folder of [packsOfSchoolgate, packsOfTheSchool(dataFolder)]) {
    for (const file of await filesIn(folder)) {
      const name = file.replace(/\.yaml$/, '');
      if (file.endsWith('.yaml') && PACK_NAME.test(name)) names.add(name);
    }
  }
  const found = await Promise.all([...names].sort().map((name) => findPack(dataFolder, name, known)));
  return found.filter((file) => file !== undefined).sort((one, other) => Number(one.own) - Number(other.own));
}

/** Reads one pack by its name; undefined when there is no such file. `known`: as in `readPack`. */
export async function findPack(dataFolder: string, name: string, known: ControlKnown): Promise<PackFile | undefined> {
  if (!PACK_NAME.test(name)) return undefined;
  for (const [folder, own] of [
    [packsOfTheSchool(dataFolder), true],
    [packsOfSchoolgate, false],
  ] as const) {
    const path = join(folder, `${name}.yaml`);
    const size = await sizeOf(path);
    if (size === undefined) continue;
    const file = `policies/${name}.yaml`;
    // Too large to be read at all: readPack has the words for it, and needs no more than the first bytes over the limit.
    const bytes = size > PACK_MAX_BYTES ? Buffer.alloc(PACK_MAX_BYTES + 1, ' ') : await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    try {
      return { name, file, own, sha256, pack: readPack(bytes.toString('utf8'), file, known), fault: undefined };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { name, file, own, sha256, pack: undefined, fault: error.message };
    }
  }
  return undefined;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
