import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

/** How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has, counted in OWASP's own list. */
const COUNTS = {
  V1: 27,
  V2: 11,
  V3: 19,
  V4: 10,
  V5: 9,
  V6: 35,
  V7: 18,
  V8: 7,
  V9: 7,
  V10: 29,
  V11: 14,
  V12: 9,
  V13: 13,
  V14: 9,
  V15: 13,
  V16: 16,
  V17: 7,
};

interface Row {
  readonly number: string;
  readonly level: string;
  readonly state: string;
  readonly shown: string;
}

function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((line): Row[] => {
    const [, number = '', level = '', , state = '', shown = ''] = line.split('|').map((cell) => cell.trim());
    return /^V\d+\.\d+\.\d+$/.test(number) ? [{ number, level, state, shown }] : [];
  });
}

describe('the checklist of ASVS 5.0', () => {
  const rows = rowsOf(readFileSync(join(root, 'docs', 'decisions', '0022-asvs-level-2.md'), 'utf8'));

  it('has every requirement of levels 1 and 2, once', () => {
    const found = Object.fromEntries(
      Object.keys(COUNTS).map((chapter) => [
        chapter,
        new Set(rows.filter(({ number }) => number.startsWith(`${chapter}.`)).map(({ number }) => number)).size,
      ]),
    );
    assert.deepEqual(found, COUNTS);
    assert.equal(new Set(rows.map(({ number }) => number)).size, rows.length);
    for (const { number, level } of rows) assert.match(level, /^[12]$/, number);
  });

  it('says of each whether it is met, and names a file that is there, or says why it does not apply', () => {
    for (const { number, state, shown } of rows) {
      assert.match(state, /^(met|partly|not met|n\/a)$/, number);
      if (state === 'n/a') assert.ok(shown.length > 2, number);
      else {
        const path = /^`([^`]+)`/.exec(shown)?.[1] ?? '';
        assert.ok(path !== '' && existsSync(join(root, path)), `${number}: ${path}`);
      }
    }
  });

  it('speaks at its end of all that is not met', () => {
    const text = readFileSync(join(root, 'docs', 'decisions', '0022-asvs-level-2.md'), 'utf8');
    const end = text.slice(text.indexOf('## What is not met'));
    for (const { number, state } of rows)
      if (state === 'not met' || state === 'partly') assert.ok(end.includes(`**${number.slice(1)}**`), number);
  });
});
