import { Unusable } from '../errors/errors.ts';
import { KEY_BYTES, sealingKey, type SealingKey } from './sealing.ts';

/**
 * A casework key as it is printed and typed: thirteen groups of five characters. Four of them carry twenty bits, the fifth checks its group
 * and its place, so that one wrong character, two that changed places, or two groups that did are found, and the group is named.
 *
 * The alphabet is Crockford's base 32 (no I, L, O, U; typed I and L count as 1, O as 0). The check character is the sum over GF(32) of the
 * four values times the powers 1, 2, 3, 4 of a generator, plus the group's number: any one change and any two neighbours swapped alter it.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
export const GROUPS = 13;
const BITS = 5;

/** The groups of a key, in order. */
export function paperGroups(key: SealingKey): readonly string[] {
  let bits = [...key.secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  bits = bits.padEnd(GROUPS * GROUP * BITS, '0');
  return Array.from({ length: GROUPS }, (_, group) => {
    const values = Array.from({ length: GROUP }, (__, place) => {
      const at = (group * GROUP + place) * BITS;
      return Number.parseInt(bits.slice(at, at + BITS), 2);
    });
    return [...values, checkOf(values, group)].map((value) => ALPHABET[value] ?? '').join('');
  });
}

/**
 * Reads a key as somebody typed it: spaces, lines and dashes do not matter, nor do small letters. Throws `Unusable` naming the group
 * that has a slip in it, or saying how many groups there should be.
 */
export function readPaperKey(text: string): SealingKey {
  const cure = 'Look at the sheet and type that group again.';
  const typed = text
    .toUpperCase()
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0')
    .replaceAll(/[^0-9A-Z]/g, '');
  const groups = typed.match(/.{1,5}/g) ?? [];
  const values: number[] = [];
  for (const [index, group] of groups.slice(0, GROUPS).entries()) {
    const where = `group ${String(index + 1)} (${group})`;
    const read = [...group].map((character) => ALPHABET.indexOf(character));
    const odd = [...group].find((character) => !ALPHABET.includes(character));
    if (odd !== undefined) throw new Unusable(where, `there is no “${odd}” in a casework key.`, cure);
    if (read.length !== GROUP + 1) throw new Unusable(where, 'it is too short: each group has five characters.', cure);
    const carried = read.slice(0, GROUP);
    if (checkOf(carried, index) !== read[GROUP]) {
      throw new Unusable(where, 'its last character does not fit the others, so there is a slip in it.', cure);
    }
    values.push(...carried);
  }
  if (groups.length !== GROUPS) {
    throw new Unusable(
      'casework key',
      `it has ${String(GROUPS)} groups of five characters, and ${String(groups.length)} were typed.`,
      'Type them all, from the first to the last.',
    );
  }
  const bits = values.map((value) => value.toString(2).padStart(BITS, '0')).join('');
  const bytes = Uint8Array.from({ length: KEY_BYTES }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  return sealingKey(bytes);
}

function checkOf(values: readonly number[], group: number): number {
  let sum = group;
  let power = 1;
  for (const value of values) {
    power = times(power, 2);
    sum ^= times(value, power);
  }
  return sum;
}

/** Multiplication in GF(32) with the polynomial x⁵ + x² + 1, whose element 2 generates it. */
function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 0; bit < BITS; bit += 1) if ((right & (1 << bit)) !== 0) product ^= left << bit;
  for (let bit = 2 * BITS - 2; bit >= BITS; bit -= 1) {
    if ((product & (1 << bit)) !== 0) product ^= 0b100101 << (bit - BITS);
  }
  return product;
}
