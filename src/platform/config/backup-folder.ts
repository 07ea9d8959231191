import { isAbsolute, relative, resolve } from 'node:path';

import { Unusable } from '../errors/errors.ts';

/** The row of docs/reference/settings.md. */
export const settingsOfBackups = [
  [
    'SCHOOLGATE_BACKUP_FOLDER',
    'beside the data folder: <data>-backups',
    'Folder of the encrypted backups. It should lie on another disk or machine: a backup on the disk that dies is none.',
  ],
] as const;

/** Where backups are kept: a sibling of the data folder unless set. Throws `Unusable` when it lies inside the data folder, which it is to outlive. */
export function readBackupFolder(get: (name: string, fallback: string) => string, dataFolder: string): string {
  const folder = resolve(get('SCHOOLGATE_BACKUP_FOLDER', `${dataFolder}-backups`));
  const inside = relative(dataFolder, folder);
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) {
    throw new Unusable(
      'SCHOOLGATE_BACKUP_FOLDER',
      `${folder} lies inside the data folder, and would be lost with it.`,
      'Name a folder on another disk, or leave the setting out.',
    );
  }
  return folder;
}
