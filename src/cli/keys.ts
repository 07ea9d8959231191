import type { Config } from '../platform/config/config.ts';
import { keyFile, knownKeys, readCaseworkKeys, rememberKey, writeCaseworkKeys } from '../platform/db/casework-keys.ts';
import { readPaperKey } from '../platform/db/paper-key.ts';
import { newSealingKey } from '../platform/db/sealing.ts';
import { storeState } from '../platform/db/store-state.ts';
import { openStore, type Store } from '../platform/db/store.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { systemClock } from '../platform/time/clock.ts';
import { NOT_UNDERSTOOD } from './exit-codes.ts';
import { typedInput } from './typed-input.ts';

/**
 * `keys check`: says which casework key is here and which the records need; 1 when they differ.
 * `keys enter`: reads the key from paper (standard input, to its end) and puts it into the keys folder.
 * `keys rotate`: makes a second key; from the next start it seals what is written, and the first still opens what is there.
 */
export async function caseworkKeys(args: readonly string[], config: Config): Promise<number> {
  const [what] = args;
  if (what === 'check') return check(config);
  if (what === 'enter') return enter(config, await typedInput(process.stdin));
  if (what === 'rotate') return rotate(config);
  console.error('Say what to do: npx schoolgate keys check, npx schoolgate keys enter, or npx schoolgate keys rotate.');
  return NOT_UNDERSTOOD;
}

async function check(config: Config): Promise<number> {
  const here = readCaseworkKeys(config.keysFolder)?.map((key) => key.id) ?? [];
  const needed = (await withStore(config, knownKeys)) ?? [];
  console.log(`${keyFile(config.keysFolder)}: ${here.length === 0 ? 'no casework key' : `key ${here.join(', ')}`}`);
  console.log(`The records are sealed with: ${needed.length === 0 ? 'no key yet' : `key ${needed.join(', ')}`}`);
  const missing = needed.filter((id) => !here.includes(id));
  if (missing.length === 0) {
    console.log('What is sealed can be read.');
    return 0;
  }
  console.log(
    `Key ${missing.join(', ')} is not here. Take the sheet with that number from the safe and type it in: npx schoolgate keys enter.`,
  );
  return 1;
}

async function enter(config: Config, typed: string): Promise<number> {
  const key = readPaperKey(typed);
  const needed = (await withStore(config, knownKeys)) ?? [];
  if (needed.length > 0 && !needed.includes(key.id)) {
    throw new Unusable(
      'casework key',
      `this is the key ${key.id}, and the records are sealed with ${needed.join(', ')}.`,
      'Look for the sheet with that number.',
    );
  }
  const there = readCaseworkKeys(config.keysFolder) ?? [];
  // The newest key of the records seals; a key that they do not know stays behind it, in case it is somebody's.
  const all = [key, ...there.filter((one) => one.id !== key.id)];
  const order = (id: string): number => needed.indexOf(id);
  const [first = key, ...rest] = all.toSorted((a, b) => order(b.id) - order(a.id));
  writeCaseworkKeys(config.keysFolder, [first, ...rest]);
  console.log(`Key ${key.id} is in ${keyFile(config.keysFolder)}. Start Schoolgate again.`);
  return 0;
}

async function rotate(config: Config): Promise<number> {
  const there = readCaseworkKeys(config.keysFolder);
  if (there === undefined) {
    throw new Unusable(keyFile(config.keysFolder), 'there is no key to follow.', 'Start Schoolgate once.');
  }
  // Before a key is made: one that no records remember would only be a second sheet in the safe.
  if (((await withStore(config, knownKeys)) ?? []).length === 0) {
    throw new Unusable('records', 'there are none yet that a key seals.', 'Start Schoolgate once.');
  }
  const key = newSealingKey();
  writeCaseworkKeys(config.keysFolder, [key, ...there]);
  await withStore(config, (store) => rememberKey(store, [key, ...there], systemClock));
  console.log(
    `Key ${key.id} seals what is written from the next start on; ${there.map((one) => one.id).join(', ')} still opens what was written before. ` +
      'Start Schoolgate again, and have the new key printed for the safe: keep the earlier sheets too.',
  );
  return 0;
}

/**
 * The store as it lies there, without opening what is sealed: this must work where nothing else starts. Undefined where there is none: opening
 * one would make it, and a restore goes into empty places only.
 */
async function withStore<Result>(config: Config, work: (store: Store) => Promise<Result>): Promise<Result | undefined> {
  if ((await storeState(config.storeAddress())) === undefined) return undefined;
  const store = openStore(config.storeAddress());
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
