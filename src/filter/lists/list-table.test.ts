import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Unusable } from '../../platform/errors/errors.ts';
import { compileLists, type ListInput } from './compile-lists.ts';
import { listOracle, sayingOf } from './list-oracle.ts';
import { openListTable, type ListTable } from './list-table.ts';

const seed = [0x12345678, 0x9abcdef0];

function says(table: ListTable, host: string): string[] {
  return (table.classes[table.lookup(host)]?.members ?? []).map(sayingOf).sort();
}

function open(input: readonly ListInput[], withSeed = seed): ListTable {
  return openListTable(compileLists(input, withSeed).bytes.buffer);
}

/** Few labels, so that parents and children of each other are common. */
const label = fc.constantFrom('a', 'b', 'www', 'm', 'example', 'shop', 'co', 'uk', 'x-1');
const name = fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join('.'));
const hosts = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));
const input = fc.array(
  fc.record({
    category: fc.constantFrom('games', 'adult', 'gambling'),
    list: fc.constantFrom('starter', 'ut1'),
    version: fc.constant('v1'),
    names: fc.array(name, { maxLength: 40 }),
  }),
  { maxLength: 6 },
);

test('the table says of any host what the oracle says, parents included', () => {
  fc.assert(
    fc.property(input, fc.array(hosts, { maxLength: 60 }), fc.integer(), (lists, asked, seedA) => {
      const table = open(lists, [seedA, 77]);
      const oracle = listOracle(lists);
      for (const host of [...asked, ...lists.flatMap((list) => [...list.names])]) {
        // The same category, list and version may come twice in the input: the table keeps both, the oracle one.
        assert.deepEqual([...new Set(says(table, host))], oracle.says(host), host);
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('forty thousand names in three lists: no difference to the oracle, nor for as many unlisted hosts', () => {
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const made = (tld: string): string => {
    const parts = Array.from({ length: 1 + next(3) }, () => next(3000).toString(36));
    return `${parts.join('.')}.${tld}`;
  };
  const lists = ['one', 'two', 'three'].map((list, index) => ({
    category: `c${String(index)}`,
    list,
    version: 'v1',
    names: Array.from({ length: 13_500 }, () => made(index === 0 ? 'com' : 'org')),
  }));
  const table = open(lists);
  const oracle = listOracle(lists);
  let different = 0;
  const asked = [
    ...lists.flatMap((list) => list.names.flatMap((one) => [one, `www.${one}`])),
    ...Array.from({ length: 40_000 }, () => made('net')),
    ...Array.from({ length: 40_000 }, () => made('com')),
  ];
  for (const host of asked) if (says(table, host).join() !== oracle.says(host).join()) different += 1;
  assert.equal(different, 0);
  assert.equal(table.names, new Set(lists.flatMap((list) => list.names)).size);
});

test('the same input and seed give the same bytes, another seed others', () => {
  const lists = [{ category: 'games', list: 'a', version: '1', names: ['a.example', 'b.example'] }];
  assert.equal(compileLists(lists, seed).sha256, compileLists(lists, seed).sha256);
  assert.notEqual(compileLists(lists, seed).sha256, compileLists(lists, [1, 2]).sha256);
});

test('no lists at all are a table that knows nothing', () => {
  assert.equal(open([]).lookup('a.example'), 0);
});

test('shared memory opens as well', () => {
  const { bytes } = compileLists([{ category: 'games', list: 'a', version: '1', names: ['a.example'] }], seed);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  assert.deepEqual(says(openListTable(shared), 'www.a.example'), ['games a 1']);
});

test('a file with any byte changed, or cut anywhere, is refused and named', () => {
  const { bytes } = compileLists(
    [{ category: 'games', list: 'a', version: '1', names: ['a.example', 'b.example'] }],
    seed,
  );
  const refuses = (damaged: Uint8Array<ArrayBuffer>, how: string): void => {
    assert.throws(
      () => openListTable(damaged.buffer, 'lists-1.bin'),
      (error) => error instanceof Unusable && error.where === 'lists-1.bin',
      how,
    );
  };
  for (let at = 0; at < bytes.length; at++) {
    // Bytes 40 to 63 of the header are spare.
    if (at >= 40 && at < 64) continue;
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    refuses(damaged, `byte ${String(at)}`);
  }
  for (let length = 0; length < bytes.length; length++) refuses(bytes.slice(0, length), `length ${String(length)}`);
});
