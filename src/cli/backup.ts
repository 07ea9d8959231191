import { parseArgs } from 'node:util';

import { z } from 'zod';

import { backUp, onSameDisk, sizeInWords } from '../modules/safekeeping/index.ts';
import { listBackups } from '../platform/backup/backup-folder.ts';
import type { Config } from '../platform/config/config.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { systemClock } from '../platform/time/clock.ts';
import { formatAgo, formatDateTime } from '../platform/views/format.ts';
import { runByName } from './by-name.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { commandLine, needSchool, withWhole } from './open-whole.ts';

/** `backup`: takes a backup now, verified, also while Schoolgate runs. 1 when another one is under way. */
export async function takeBackupNow(args: readonly string[], config: Config): Promise<number> {
  if (args.length > 0) {
    console.error('backup: it takes no options. Where it goes is SCHOOLGATE_BACKUP_FOLDER.');
    return NOT_UNDERSTOOD;
  }
  return withWhole(config, async (whole, found) => {
    const actor = commandLine(needSchool(found), 'backup');
    const asked = await runByName(whole, 'safekeeping.ask-for-backup', actor, {});
    if (!asked.ok) {
      throw new Unusable('backup', asked.errors.map((error) => error.message).join(' '), '');
    }
    const taken = await backUp(whole.parts, actor, z.string().parse(asked.value));
    if (taken === undefined) {
      console.error('Another backup is under way. This one is taken by the running web app when that has ended.');
      return FOUND;
    }
    console.log(`${taken.file}: ${sizeInWords(taken.bytes)}, written, read back and compared.`);
    if (onSameDisk(config)) {
      console.log('It lies on the disk of the records. Copy it to another machine, or set SCHOOLGATE_BACKUP_FOLDER.');
    }
    return 0;
  });
}

/** `backups`: what lies in the backup folder, newest first, with its age and the fingerprints of the keys that open it. Opens no records. */
export function listAllBackups(args: readonly string[], config: Config): Promise<number> {
  try {
    parseArgs({ args: [...args], options: {} });
  } catch {
    console.error('backups: it takes no options.');
    return Promise.resolve(NOT_UNDERSTOOD);
  }
  const kept = listBackups(config.backupFolder);
  const now = systemClock.now();
  for (const one of kept) {
    const keys = one.note === undefined ? 'no note beside it' : `keys ${one.note.keys.join(', ')}`;
    console.log(
      `${formatDateTime(one.at)}  ${formatAgo(one.at, now).padEnd(16)} ${sizeInWords(one.bytes).padStart(8)}  ${keys}\n  ${one.file}`,
    );
  }
  console.log(kept.length === 0 ? `There is no backup in ${config.backupFolder}.` : '');
  return Promise.resolve(kept.length === 0 ? FOUND : 0);
}
