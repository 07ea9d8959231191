import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { brokenBindings } from '../../../test/corpora/packs/broken-bindings.ts';
import { brokenShapes } from '../../../test/corpora/packs/broken-shapes.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import { PACK_MAX_BYTES, readPack } from './pack.ts';

const village = readFileSync(new URL('../../../policies/village.yaml', import.meta.url), 'utf8');

/** The village pack with one piece of text replaced; fails if that text does not occur, so no test can pass by itself. */
function villageWith(piece: string, instead: string): string {
  assert.ok(village.includes(piece), `the village pack no longer contains ${piece}`);
  return village.replace(piece, () => instead);
}

/** Line on which `piece` first stands, counted independently of the reader. */
const lineOf = (text: string, piece: string) => text.slice(0, text.indexOf(piece)).split('\n').length;

function refusal(text: string): Unusable {
  try {
    readPack(text, 'broken.yaml', (code) => !code.includes('magic'));
  } catch (error) {
    assert.ok(error instanceof Unusable, `threw ${String(error)}`);
    assert.ok(error.cure.length > 0);
    assert.ok(error.message.endsWith(error.cure));
    return error;
  }
  return assert.fail('the pack was accepted');
}

describe('a broken pack names file, line and cure', () => {
  const cases = [...brokenShapes, ...brokenBindings];

  it('in forty ways at the least', () => {
    assert.ok(cases.length >= 40, String(cases.length));
  });

  for (const [name, from, to, at, problem, cure] of cases) {
    it(name, () => {
      const text = villageWith(from, to);
      assert.ok(text.includes(at), `nothing to find on a line: ${at}`);
      const error = refusal(text);
      assert.equal(error.where, `broken.yaml, line ${String(lineOf(text, at))}`);
      assert.match(error.message, problem);
      assert.match(error.cure, cure);
    });
  }

  it('a missing field, on the line of the entry that lacks it', () => {
    const text = villageWith('\n    who: head', '');
    const clause = text
      .split(/\n {2}- id: /)
      .find((entry) => entry.startsWith('s1-') && !entry.includes('\n    who: '));
    assert.ok(clause !== undefined);
    const error = refusal(text);
    assert.equal(error.where, `broken.yaml, line ${String(lineOf(text, `- id: ${clause}`))}`);
    assert.match(error.message, /`who` is missing. Add it/);
  });

  it('of several faults, the one nearest the top', () => {
    const text = villageWith('title: Village primary', 'title: 12').replace('format: 2', 'format: 3');
    assert.match(refusal(text).where, /line 4$/);
  });

  it('an empty file, and a file that is something else', () => {
    for (const text of ['', '# nothing here\n', 'just words', '- a\n- b\n']) {
      const error = refusal(text);
      assert.match(error.where, /^broken\.yaml, line \d+$/);
      assert.match(error.message, /not a policy pack/);
    }
  });

  it('a second pack in the same file', () => {
    const text = `${village}---\na: 1\n`;
    const error = refusal(text);
    assert.equal(error.where, `broken.yaml, line ${String(village.split('\n').length)}`);
    assert.match(error.cure, /one pack in one file/);
  });

  it('a file larger than 1 MB, unread', () => {
    assert.match(refusal('é'.repeat(PACK_MAX_BYTES / 2 + 1)).message, /larger than 1 MB/);
  });

  it('a clause that needs five controls; four are read', () => {
    const piece = 'controls: [linked-policies-named]';
    const four = 'controls: [linked-policies-named, one, two, three';
    assert.doesNotThrow(() => readPack(villageWith(piece, `${four}]`), 'broken.yaml', () => true));
    const text = villageWith(piece, `${four}, four]`);
    const error = refusal(text);
    assert.equal(error.where, `broken.yaml, line ${String(lineOf(text, four))}`);
    assert.match(error.message, /`controls`/);
  });

  it('files built to exhaust the reader', () => {
    const bombs = {
      brackets: '['.repeat(100_000),
      nests: '- '.repeat(100_000),
      anchors: '&a '.repeat(100_000),
      'many fields': Array.from({ length: 60_000 }, (_, index) => `k${String(index)}: 1`).join('\n'),
      aliases: `a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n`,
      prototype: villageWith('title: Village primary', '__proto__: { title: x }\ntitle: Village primary'),
    };
    for (const [name, text] of Object.entries(bombs)) {
      assert.match(refusal(text).where, /^broken\.yaml, line \d+$/, name);
    }
  });
});
