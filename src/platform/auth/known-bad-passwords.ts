import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Passwords that guessing programs try first. Two lists:
 *
 * `known-bad-passwords.bin`: the commonest of SecLists' "10-million-password-list-top-1000000" (Copyright (c) Daniel Miessler, MIT licence), as
 * decision 19 says. Kept as the first five bytes of the SHA-256 of each, sorted: half the size of the words, a fortieth of a second to load, and a
 * school need not have the words themselves (many are obscene) on its machine. Five bytes let one good password in some eight million through as bad.
 * `known-bad-passwords.txt`: ours, what people make of the first list when a form wants digits and a year.
 */
const WIDTH = 5;

const hashes = readFileSync(join(import.meta.dirname, 'known-bad-passwords.bin'));
const own: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, 'known-bad-passwords.txt'), 'utf8').split('\n'),
);

/** How many the list of hashes has. */
export const KNOWN_BAD_PASSWORDS = hashes.length / WIDTH;

/** A password as lists are compared: Unicode's compatible form (NIST SP 800-63B-4, 3.1.1.2), lower case. */
export function plainPassword(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

/** What the list keeps of a password. */
export function knownBadHash(plain: string): Buffer {
  return createHash('sha256').update(plain).digest().subarray(0, WIDTH);
}

/**
 * True when a password is on a list as it is, without what is put before or after it to please a form ("Sunshine2026!!"), or without anything
 * but its letters.
 */
export function isKnownBad(password: string): boolean {
  const plain = plainPassword(password);
  const core = plain.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  const letters = plain.replaceAll(/[^a-z]+/g, '');
  return [plain, core, letters].some((one) => [...one].length >= 6 && (own.has(one) || isListed(one)));
}

/** Binary search over the sorted hashes. */
function isListed(plain: string): boolean {
  const wanted = knownBadHash(plain);
  let low = 0;
  let high = KNOWN_BAD_PASSWORDS - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = wanted.compare(hashes, middle * WIDTH, (middle + 1) * WIDTH);
    if (order === 0) return true;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}
