import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Unusable } from '../errors/errors.ts';
import type { Clock } from '../time/clock.ts';
import { newSealingKey, sealingKey, type SealingKeys } from './sealing.ts';
import type { Store } from './store.ts';

/**
 * The casework key: the file that holds it, and what the database remembers of it. The file lies outside the data folder; one line for each
 * key, the one that seals first. The table `casework_key` holds ids only, so that a start with the wrong key is refused, not discovered later.
 */

const FILE = 'casework.key';
const HEADING = 'Schoolgate casework key. Whoever has this file and a copy of the records can read them.';

/** Where the key file lies in the keys folder. */
export function keyFile(keysFolder: string): string {
  return join(keysFolder, FILE);
}

/** Reads the keys of a folder; undefined when there are none. Throws `Unusable` for a file that is not one of keys. */
export function readCaseworkKeys(keysFolder: string): SealingKeys | undefined {
  const file = keyFile(keysFolder);
  if (!existsSync(file)) return undefined;
  const broken = (problem: string): never => {
    throw new Unusable(file, problem, 'Put the casework key back from paper: npx schoolgate keys enter.');
  };
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Unusable(file, 'it cannot be read.', 'Make the account that runs Schoolgate its owner, mode 0600.');
  }
  const [heading, ...lines] = text.trimEnd().split('\n');
  if (heading !== HEADING) return broken('it is not a casework key.');
  const keys = lines.map((line) => {
    const [id, secret] = line.split(' ');
    const bytes = Buffer.from(secret ?? '', 'base64url');
    const key = bytes.length === 32 ? sealingKey(bytes) : broken('a key in it is damaged.');
    return key.id === id ? key : broken('a key in it is damaged.');
  });
  const [first, ...rest] = keys;
  return first === undefined ? broken('there is no key in it.') : [first, ...rest];
}

/** Writes the keys, first the one that seals: complete before it has its name, mode 0600 in a folder of 0700. */
export function writeCaseworkKeys(keysFolder: string, keys: SealingKeys): void {
  const part = writePart(keysFolder, keys);
  renameSync(part, keyFile(keysFolder));
}

/** Makes a first key unless another process has just made one, and gives what is in the file then. */
function makeCaseworkKey(keysFolder: string): SealingKeys {
  const part = writePart(keysFolder, [newSealingKey()]);
  try {
    linkSync(part, keyFile(keysFolder));
  } catch (error) {
    if (!existsSync(keyFile(keysFolder))) throw error;
  } finally {
    unlinkSync(part);
  }
  const made = readCaseworkKeys(keysFolder);
  if (made === undefined) throw new Error('the casework key is gone as soon as it was made');
  return made;
}

function writePart(keysFolder: string, keys: SealingKeys): string {
  try {
    mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
    chmodSync(keysFolder, 0o700);
  } catch {
    throw new Unusable('SCHOOLGATE_KEYS', `the folder ${keysFolder} cannot be made.`, 'Name a folder that can.');
  }
  const part = `${keyFile(keysFolder)}.${randomBytes(6).toString('hex')}`;
  const lines = [HEADING, ...keys.map((key) => `${key.id} ${Buffer.from(key.secret).toString('base64url')}`)];
  const descriptor = openSync(part, 'wx', 0o600);
  try {
    writeSync(descriptor, `${lines.join('\n')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return part;
}

/**
 * The keys for this store: read from the keys folder, made at the very first start. Throws `Unusable` when the records are sealed with a key
 * that is not there (restored on a new machine, or the folder was lost): a new key would open nothing.
 */
export async function openCaseworkKeys(store: Store, keysFolder: string): Promise<SealingKeys> {
  const known = await knownKeys(store);
  const keys = readCaseworkKeys(keysFolder);
  const missing = known.filter((id) => keys?.some((key) => key.id === id) !== true);
  if (missing.length > 0) {
    throw new Unusable(
      keyFile(keysFolder),
      keys === undefined
        ? `there is no casework key, and the records are sealed with the key ${missing.join(', ')}.`
        : `the records are sealed with the key ${missing.join(', ')}, and this file holds ${keys.map((key) => key.id).join(', ')}.`,
      'Take the sheet with that number from the safe and type it in: npx schoolgate keys enter. Or put the file back from the old machine.',
    );
  }
  return keys ?? makeCaseworkKey(keysFolder);
}

/** Notes in the database which key seals from now on. Done at each start, after the migrations. */
export async function rememberKey(store: Store, keys: SealingKeys, clock: Clock): Promise<void> {
  const [{ id }] = keys;
  const known = await knownKeys(store);
  if (known.includes(id)) return;
  await store.transaction((db) =>
    db
      .insertInto('casework_key')
      // The first key is behind the hashes that sealed text is looked up by, for ever (lookups.ts).
      .values({ key_id: id, made_at: clock.now().toString(), ...(known.length === 0 ? { looks_up: 1 } : {}) })
      .onConflict((conflict) => conflict.column('key_id').doNothing())
      .execute(),
  );
}

/** The ids of the keys that the records are sealed with, oldest first; none before the table exists. */
export async function knownKeys(store: Store): Promise<readonly string[]> {
  const tables = await store.reading.introspection.getTables();
  if (!tables.some((table) => table.name === 'casework_key')) return [];
  const rows = await store.reading.selectFrom('casework_key').select('key_id').orderBy('made_at').execute();
  return rows.map((row) => String(row['key_id']));
}
