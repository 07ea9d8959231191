import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseInput } from '../../../platform/forms/parse.ts';
import { bringRoster, MOST_BROUGHT, MOST_FILES } from './bring-roster.ts';
import { readOwnCsv } from './formats/own-csv.ts';
import { MOST_COLUMNS } from './formats/cells.ts';
import { MOST_BYTES } from './read-csv.ts';
import { takeFiles } from './take-files.ts';

const brought = (sizes: readonly number[]): string => {
  const files = sizes.map((size, n) => ({ name: `f${String(n)}.csv`, bytes: new Uint8Array(size) }));
  const read = parseInput(bringRoster.input, { files });
  return read.ok ? 'taken' : read.errors.map((error) => error.message).join(' ');
};

test('so many files are brought at once, and so many bytes together, before anything is unpacked', () => {
  assert.equal(brought(Array.from({ length: MOST_FILES }, () => 1)), 'taken');
  assert.match(brought(Array.from({ length: MOST_FILES + 1 }, () => 1)), /20 files or fewer/);
  assert.equal(brought([MOST_BROUGHT - 1, 1]), 'taken');
  assert.match(brought([MOST_BROUGHT, 1]), /24 MB or less together/);
});

test('one file holds twenty megabytes and no more', async () => {
  const said = async (bytes: number): Promise<string> => {
    const taken = await takeFiles([{ name: 'pupils.csv', bytes: Buffer.alloc(bytes, 'a') }]);
    return taken.ok ? 'taken' : taken.problem;
  };
  assert.match(await said(MOST_BYTES + 1), /pupils\.csv is larger than 20 MB/);
  assert.doesNotMatch(await said(MOST_BYTES), /larger than/);
});

test('a file of the school’s own has so many columns at most', async () => {
  const said = async (columns: number): Promise<string> => {
    const line = Array.from({ length: columns }, (_, n) => `c${String(n)}`).join(',');
    const mapping = { about: 'pupils' as const, columns: [], days: 'day-first' as const, years: {}, classes: {} };
    const roster = await readOwnCsv('pupils.csv', `${line}\n${line}\n`, mapping, '2026-11-23');
    return roster.refusals.map((one) => one.reason).join(' ');
  };
  assert.match(await said(MOST_COLUMNS + 1), /more than 200 columns/);
  assert.doesNotMatch(await said(MOST_COLUMNS), /columns\./);
});
