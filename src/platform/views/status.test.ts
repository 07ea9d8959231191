import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusTagOf } from './status.ts';

test('each status is said in a word', () => {
  assert.deepEqual(
    ['measured', 'self-reported', 'nothing-yet', 'out-of-date', 'not-covered'].map((kind) => statusTagOf(kind).word),
    ['MEASURED', 'SELF-REPORTED', 'NOTHING YET', 'OUT OF DATE', 'NOT COVERED'],
  );
});

test('a misspelt status is refused, also when it is a name every object has', () => {
  for (const kind of ['mesured', '', 'toString', '__proto__'])
    assert.throws(() => statusTagOf(kind), /is not a status/);
});
