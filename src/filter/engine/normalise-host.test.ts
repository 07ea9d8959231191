import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { normaliseHost } from './normalise-host.ts';

const cases: readonly [string, string | null][] = [
  ['example.org', 'example.org'],
  ['EXAMPLE.org', 'example.org'],
  ['example.org.', 'example.org'],
  ['example.org..', null],
  ['.example.org', null],
  ['a..b', null],
  ['', null],
  ['.', null],
  ['a_b.example.org', 'a_b.example.org'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['BÜCHER.example', 'xn--bcher-kva.example'],
  ['ex%61mple.org', 'example.org'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['0x7f.0.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['256.1.1.1', null],
  ['::1', '[::1]'],
  ['[::1]', '[::1]'],
  ['[0:0:0:0:0:0:0:1]', '[::1]'],
  ['[::FFFF:1.2.3.4]', '[::ffff:102:304]'],
  ['[::1', null],
  ['a b.example', null],
  ['user@example.org', null],
  ['example.org/path', null],
  ['example.org:80', null],
  ['example.org\t', null],
  [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  [`${'a'.repeat(64)}.example`, null],
  [`${'a.'.repeat(126)}b`, `${'a.'.repeat(126)}b`],
  [`${'a.'.repeat(126)}bc`, null],
  ['a'.repeat(100_000), null],
];

for (const [given, expected] of cases) {
  test(`the host ${JSON.stringify(given.slice(0, 40))}${given.length > 40 ? '…' : ''} is ${expected === null ? 'none' : 'brought to one form'}`, () => {
    assert.equal(normaliseHost(given), expected);
  });
}

test('the normal form of a normal form is itself, and any host has at most one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 30 })), (text) => {
      const once = normaliseHost(text);
      if (once !== null) assert.equal(normaliseHost(once), once);
    }),
    { seed: 1, numRuns: 2000 },
  );
});
