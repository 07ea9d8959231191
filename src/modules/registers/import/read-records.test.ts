import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { FileFault, MOST_IMPORT_ROWS, recordsOf } from './read-records.ts';

/** How many lines are read; throws as the reader does. */
async function linesIn(text: string): Promise<number> {
  let lines = 0;
  for await (const record of recordsOf(text)) lines += record.cells.length > 0 ? 1 : 0;
  return lines;
}

const refusedWith = (message: RegExp) => (error: unknown) => error instanceof FileFault && message.test(error.message);

describe('the reader of CSV files', () => {
  it('takes lines of 200 cells, and names the line that has more', async () => {
    const cells = (count: number): string => Array.from({ length: count }, () => 'a').join(',');
    assert.equal(await linesIn(`${cells(200)}\n${cells(200)}\n`), 2);
    await assert.rejects(linesIn(`${cells(200)}\n${cells(201)}\n`), refusedWith(/^Line 2 has more than 200 cells\./));
  });

  it('takes 50,000 lines below the names of the columns, and not one more', async () => {
    const text = 'Item\n' + 'a\n'.repeat(MOST_IMPORT_ROWS);
    assert.equal(await linesIn(text), MOST_IMPORT_ROWS + 1);
    await assert.rejects(linesIn(`${text}a\n`), refusedWith(/more than 50000 lines\. Divide it/));
  });
});
