import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { csvLine, readCell } from './csv.ts';

describe('a cell of a CSV file', () => {
  test('that a spreadsheet would run is disarmed, and comes back as it was', () => {
    for (const text of [
      '=1+1',
      '+44 20',
      '-5',
      '@SUM(A1)',
      "'=1",
      "''@x",
      '\tx',
      "'",
      "'plain",
      'plain',
      '',
      '＝1',
      '  =1',
      '\r=1',
    ]) {
      const cell = csvLine([text]).slice(0, -2);
      const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      assert.doesNotMatch(unquoted, /^(?:[\t\r\n]|\s*[=+\-@＝])/, text);
      assert.equal(readCell(unquoted), text);
    }
  });

  test('is quoted where it holds a comma, a quotation mark or a line’s end', () => {
    assert.equal(csvLine(['a,b', 'say "x"', 'one\ntwo', 'c']), '"a,b","say ""x""","one\ntwo",c\r\n');
  });
});
