import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { passwordProblem } from '../../platform/auth/passwords.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import type { Ids } from '../../platform/ids/ids.ts';
import { SCHOOL_NAME } from './people.ts';

/** The one password of everybody in the demonstration, kept beside its records: it protects nothing but made-up people. */

/** The file below the data folder that keeps it, mode 0600. */
export const PASSWORD_FILE = 'demo-password.txt';

const NAME = 'SCHOOLGATE_DEMO_PASSWORD';

/** The password to use, and whether the records have another one until now. Throws Unusable when the one that was set is too weak. */
export function demoPassword(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  ids: Ids,
): { readonly password: string; readonly isNew: boolean } {
  const file = join(folder, PASSWORD_FILE);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const set = env[NAME];
  if (set === undefined || set === '') return { password: kept ?? someWords(ids), isNew: kept === undefined };
  const problem = passwordProblem(set, [SCHOOL_NAME]);
  if (problem !== undefined) throw new Unusable(NAME, `${problem}.`, 'Choose another, or leave it out.');
  return { password: set, isNew: set !== kept };
}

/** Keeps the password for the next start, once the records have it. */
export function keepPassword(folder: string, password: string): void {
  const file = join(folder, PASSWORD_FILE);
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Four words of 32 each and four digits: easy to type from a screen, some 33 bits. */
function someWords(ids: Ids): string {
  const bytes = [...Buffer.from(ids.secret(6), 'base64url')];
  const [first = 0, second = 0] = bytes.slice(4);
  const chosen = bytes.slice(0, 4).map((byte) => words[byte % words.length]);
  const number = ((first << 8) | second) % 10_000;
  return `${chosen.join('-')}-${String(number).padStart(4, '0')}`;
}

const words: readonly string[] = (
  'amber beech cobble dapple ember fennel gravel hazel indigo jasper kettle lantern marble nutmeg orchard pebble ' +
  'quarry ribbon saffron thimble umbrella velvet willow yonder zephyr acorn bramble copper drizzle feather harbour meadow'
).split(' ');
