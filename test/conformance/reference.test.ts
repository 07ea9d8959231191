import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refusalStatus } from '../../src/platform/errors/errors.ts';
import { referencePages, referenceProblems } from '../../tools/generate-reference.ts';
import { refusalCodesInSources } from '../../tools/reference/source-pages.ts';

test('docs/reference says what the program is', async () => {
  assert.deepEqual(await referenceProblems(), []);
});

test('every code of a refusal in the sources is listed, and none more', async () => {
  const pages = await referencePages();
  const listed = pages.find(({ file }) => file === 'error-codes.md')?.text.match(/(?<=`)SG-[A-Z-]+(?=`)/g) ?? [];
  assert.deepEqual([...listed].sort(), Object.keys(refusalStatus).sort());
  assert.deepEqual([...refusalCodesInSources()].sort(), Object.keys(refusalStatus).sort());
});
