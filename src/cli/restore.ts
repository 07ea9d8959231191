import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { migrations } from '../../migrations/index.ts';
import { filesFolder, finishRestore, sizeInWords } from '../modules/safekeeping/index.ts';
import { readIdentities } from '../platform/backup/age-keys.ts';
import { restoreBackup } from '../platform/backup/restore-backup.ts';
import { unmarkRestoring } from '../platform/backup/restore-marker.ts';
import type { Config } from '../platform/config/config.ts';
import { knownKeys, readCaseworkKeys } from '../platform/db/casework-keys.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { systemIds } from '../platform/ids/ids.ts';
import { systemClock } from '../platform/time/clock.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { typedInput } from './typed-input.ts';

const usage = 'Write it like: npx schoolgate restore FILE --identity - (then type the key), or --identity KEYFILE.';

/**
 * `restore FILE --identity FILE|-`: restores a backup into an empty data folder, or an empty PostgreSQL database. Whole or not at all.
 * 1 when it is whole and something needs looking at (a deletion that a legal hold kept, a file that is not ours).
 */
export async function restore(args: readonly string[], config: Config): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') {
    console.error(`${asked} ${usage}`);
    return NOT_UNDERSTOOD;
  }
  const source = resolve(asked.source);
  const identities = await identitiesFrom(asked.identity);
  const { manifest, finished } = await restoreBackup(
    {
      source,
      identities,
      dataFolder: config.dataFolder,
      filesFolder: filesFolder(config),
      storeAddress: config.storeAddress(),
      migrations,
      clock: systemClock,
      keys: readCaseworkKeys(config.keysFolder),
      says: (line) => {
        console.log(line);
      },
    },
    async (store, of) => ({
      after: await finishRestore(
        { store, clock: systemClock, ids: systemIds },
        { manifest: of, sha256: await sha256Of(source), backupFolder: dirname(source) },
      ),
      casework: await knownKeys(store),
    }),
  );
  unmarkRestoring(config.dataFolder);
  const { after, casework } = finished;
  const rows = manifest.tables.reduce((all, table) => all + table.rows, 0);
  console.log(
    `Restored: ${String(rows)} records and ${String(manifest.files.length)} files (${sizeInWords(manifest.files.reduce((all, file) => all + file.bytes, 0))}) as they were at ${manifest.at}.`,
  );
  console.log('Nobody is signed in. What was entered after that moment is not here.');
  if (after.replayed > 0)
    console.log(`Deleted again, by warrant: ${String(after.replayed)} deletions made since then.`);
  for (const file of after.refused)
    console.log(`LOOK: ${file} is not of this school, or is damaged. It deleted nothing.`);
  if (after.held > 0) {
    console.log(
      `LOOK: ${String(after.held)} deletions were not done again, because a legal hold lay on them that day.`,
    );
  }
  const here = readCaseworkKeys(config.keysFolder)?.map((key) => key.id) ?? [];
  const missing = casework.filter((id) => !here.includes(id));
  console.log(
    missing.length === 0
      ? 'Next: start Schoolgate.'
      : `Next: the casework key ${missing.join(', ')} from the safe (npx schoolgate keys enter), then start Schoolgate.`,
  );
  return after.refused.length > 0 || after.held > 0 ? FOUND : 0;
}

function read(args: readonly string[]): { source: string; identity: string } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { identity: { type: 'string' } },
    });
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0) return 'restore: give one backup file.';
    if (values.identity === undefined) return 'restore: --identity is missing.';
    return { source, identity: values.identity };
  } catch (error) {
    return `restore: ${error instanceof Error ? error.message : 'the options cannot be read'}.`;
  }
}

/** The key as typed in (`-`), or from a file. It is never taken from the command line itself: others on the machine could read it there. */
async function identitiesFrom(given: string): Promise<readonly string[]> {
  if (/^AGE-SECRET-KEY/i.test(given)) {
    throw new Unusable(
      '--identity',
      'a key on the command line can be read by everybody on this machine.',
      'Give the name of a file that holds it, or - and type it in.',
    );
  }
  if (given === '-') {
    if (process.stdin.isTTY) console.log('Type the key from the sheet, all groups, then Enter and Ctrl+D:');
    return readIdentities(await typedInput(process.stdin), 'the key you typed');
  }
  if (!existsSync(given)) {
    throw new Unusable('--identity', `there is no file ${given}.`, 'Give the name of the file, or - and type it in.');
  }
  return readIdentities(readFileSync(given, 'utf8'), given);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) {
    if (piece instanceof Uint8Array) hash.update(piece);
  }
  return hash.digest('hex');
}
