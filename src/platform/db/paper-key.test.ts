import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { Unusable } from '../errors/errors.ts';
import { paperGroups, readPaperKey } from './paper-key.ts';
import { sealingKey } from './sealing.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => sealingKey(bytes));
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const slipIn = (text: string, group: number): void => {
  assert.throws(
    () => readPaperKey(text),
    (error: unknown) => error instanceof Unusable && error.message.startsWith(`group ${String(group + 1)} (`),
    text,
  );
};

describe('a casework key on paper', () => {
  it('is read as it was printed, however it is typed', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const groups = paperGroups(key);
        assert.equal(groups.length, 13);
        assert.ok(groups.every((group) => group.length === 5));
        for (const typed of [groups.join(' '), groups.join('-').toLowerCase(), groups.join('\n'), groups.join('')]) {
          assert.deepEqual(readPaperKey(typed), key);
        }
        assert.deepEqual(readPaperKey(groups.join(' ').replaceAll('1', 'l').replaceAll('0', 'o')), key);
      }),
    );
  });

  it('names the group in which one character is wrong', () => {
    fc.assert(
      fc.property(keys, fc.nat(12), fc.nat(4), fc.nat(30), (key, group, place, by) => {
        const groups = [...paperGroups(key)];
        const right = groups[group] ?? '';
        const other = ALPHABET[(ALPHABET.indexOf(right[place] ?? '') + 1 + by) % 32] ?? '';
        groups[group] = right.slice(0, place) + other + right.slice(place + 1);
        slipIn(groups.join(' '), group);
      }),
    );
  });

  it('names the group in which two neighbours changed places', () => {
    fc.assert(
      fc.property(keys, fc.nat(12), fc.nat(3), (key, group, place) => {
        const groups = [...paperGroups(key)];
        const right = groups[group] ?? '';
        const [left = '', next = ''] = right.slice(place, place + 2);
        fc.pre(left !== next);
        groups[group] = right.slice(0, place) + next + left + right.slice(place + 2);
        slipIn(groups.join(' '), group);
      }),
    );
  });

  it('finds two groups that changed places', () => {
    fc.assert(
      fc.property(keys, fc.nat(11), (key, group) => {
        const groups = [...paperGroups(key)];
        const [left = '', next = ''] = groups.slice(group, group + 2);
        groups.splice(group, 2, next, left);
        slipIn(groups.join(' '), group);
      }),
    );
  });

  it('says how many groups are missing, and which characters there are not', () => {
    const groups = paperGroups(sealingKey(new Uint8Array(32).fill(9)));
    assert.throws(() => readPaperKey(groups.slice(0, 12).join(' ')), /13 groups of five characters, and 12 were typed/);
    assert.throws(() => readPaperKey(''), /13 groups/);
    assert.throws(() => readPaperKey(`U${groups.join(' ').slice(1)}`), /group 1 .*no “U”/);
    assert.throws(() => readPaperKey(groups.join('').slice(0, -1)), /group 13 .*too short/);
  });
});
