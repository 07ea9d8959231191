import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Unusable } from '../../platform/errors/errors.ts';
import { guardAgainstOddChange } from './odd-change.ts';
import { defaultLimits, parseList, type ListLimits, type ParsedList } from './parse-list.ts';

function parse(text: string, limits?: Partial<ListLimits>): ParsedList {
  return parseList(Buffer.from(text), 'games.txt', { ...defaultLimits, ...limits });
}

/** Enough good lines for one bad one to be under one in ten. */
const good = Array.from({ length: 20 }, (_, index) => `good${String(index)}.example\n`).join('');

function refusalOf(line: string): string | undefined {
  return parse(`${good}${line}\n`).refusals[0]?.reason;
}

test('a domain list: comments, empty lines, CRLF, upper case, trailing dots, IDN, repeats', () => {
  const text =
    '\ufeff# a list\r\n! more\r\n\r\nExample.ORG\r\nexample.org.\r\n  b\u00fccher.example # books\r\n*.wild.example\n.dotted.example\n10.1.2.3';
  assert.deepEqual(parse(text).names, [
    'example.org',
    'xn--bcher-kva.example',
    'wild.example',
    'dotted.example',
    '10.1.2.3',
  ]);
  assert.equal(parse(text).refused, 0);
});

test('a hosts file: several names a line, the machine itself left out', () => {
  const text = '127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 a.example b.example # two\n0.0.0.0\tc.example\n';
  assert.deepEqual(parse(text).names, ['a.example', 'b.example', 'c.example']);
});

describe('a line that cannot be used is refused with its number, without its text', () => {
  for (const [what, line] of [
    ['a name that is too long', `${'a.'.repeat(126)}bc`],
    ['a label that is too long', `${'a'.repeat(64)}.example`],
    ['a single label', 'com'],
    ['a rule of an ad blocker', '||ads.example^'],
    ['two names', 'one.example two.example'],
    ['an address of a page', 'http://a.example/page'],
    ['an IPv6 address', '2001:db8::1'],
    ['a line longer than any name', 'a'.repeat(3000)],
  ] as const) {
    test(what, () => {
      const parsed = parse(`${good}${line}\n`);
      assert.equal(parsed.names.length, 20);
      assert.equal(parsed.refused, 1);
      assert.equal(parsed.refusals[0]?.line, 21);
      assert.ok(!parsed.refusals[0].reason.includes(line));
    });
  }

  test('an overlong name and an overlong label say so', () => {
    assert.match(refusalOf(`${'a.'.repeat(126)}bc`) ?? '', /longer than 253/);
    assert.match(refusalOf(`${'a'.repeat(64)}.example`) ?? '', /longer than 63/);
  });
});

test('a list with over one refused line in ten is refused as a whole, naming the first', () => {
  const nine = good.split('\n').slice(0, 9).join('\n');
  assert.equal(parse(`${nine}\n`).names.length, 9);
  assert.equal(parse(`${nine}\nbad name\n`).names.length, 9);
  assert.throws(
    () => parse(`${nine}\nbad name\nbad name too\n`),
    (error) => error instanceof Unusable && error.where === 'games.txt, line 10',
  );
});

test('bytes and names are limited', () => {
  assert.throws(() => parse('a.example\n', { maxBytes: 9 }), /games.txt: has 10 bytes/);
  assert.throws(() => parse(good, { maxNames: 19 }), /games.txt, line 20: is past the limit of 19 names/);
});

test('a line of two thousand bytes is read, and one of more is no name: it is left out and counted', () => {
  const line = (bytes: number): string => `a.example #${'x'.repeat(bytes - 'a.example #'.length)}\n`;
  assert.deepEqual(parse(`${good}${line(2000)}`).refusals, []);
  const { refusals, refused } = parse(`${good}${line(2001)}`);
  assert.equal(refused, 1);
  assert.match(refusals[0]?.reason ?? '', /too long for a name/);
});

test('bytes that are no text do not pass as names', () => {
  assert.throws(() => parseList(new Uint8Array([0xff, 0xfe, 0x00, 0x41, 0x0a]), 'x.bin'), Unusable);
});

test('a list that shrinks or grows oddly is held back, a small one is not', () => {
  assert.equal(guardAgainstOddChange(1000, 500), null);
  assert.match(guardAgainstOddChange(1000, 499) ?? '', /more than half are gone/);
  assert.match(guardAgainstOddChange(1000, 0) ?? '', /0 names/);
  assert.equal(guardAgainstOddChange(100, 400), null);
  assert.match(guardAgainstOddChange(100, 401) ?? '', /four times/);
  assert.match(guardAgainstOddChange(24, 100) ?? '', /four times/);
  assert.equal(guardAgainstOddChange(10, 99), null);
  assert.equal(guardAgainstOddChange(99, 1), null);
  assert.equal(guardAgainstOddChange(0, 1_000_000), null);
});
