import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { buildHostIndex } from './host-index.ts';

const label = fc.constantFrom('a', 'b', 'www', 'example', 'x-1');
const host = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));

test('a host finds exactly what is said of it and of all its named parents', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 30 }), fc.array(host, { minLength: 1, maxLength: 30 }), (named, asked) => {
      const entries = new Map(named.map((name) => [name, { says: new Set([name]) }]));
      const index = buildHostIndex(entries, (entry, parent) => {
        for (const one of parent.says) entry.says.add(one);
      });
      for (const one of asked) {
        const expected = named.filter((name) => one === name || one.endsWith(`.${name}`));
        assert.deepEqual([...(index.find(one)?.says ?? [])].sort(), [...new Set(expected)].sort());
      }
    }),
    { seed: 2, numRuns: 1000 },
  );
});
