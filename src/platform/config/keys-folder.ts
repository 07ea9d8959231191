import { isAbsolute, relative, resolve } from 'node:path';

import { Unusable } from '../errors/errors.ts';

/** The row of docs/reference/settings.md. */
export const settingsOfKeys = [
  [
    'SCHOOLGATE_KEYS',
    'beside the data folder: <data>-keys',
    'Folder of the casework key, which opens what is sealed in the records. It must lie outside the data folder and be in no backup of it.',
  ],
] as const;

/**
 * Where the casework key is kept: a sibling of the data folder unless set. Throws `Unusable` when it lies inside the data folder: a copy of
 * the data folder would then carry the key that opens it.
 */
export function readKeysFolder(get: (name: string, fallback: string) => string, dataFolder: string): string {
  const folder = resolve(get('SCHOOLGATE_KEYS', `${dataFolder}-keys`));
  const inside = relative(dataFolder, folder);
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) {
    throw new Unusable(
      'SCHOOLGATE_KEYS',
      `${folder} lies inside the data folder, and every copy of that would carry the key that opens it.`,
      'Name a folder elsewhere, or leave the setting out.',
    );
  }
  return folder;
}
