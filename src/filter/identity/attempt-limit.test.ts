import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attemptLimit, MOST_ADDRESSES } from './attempt-limit.ts';

test('so many addresses are remembered at once: one more and the oldest is forgotten, none of the others', () => {
  const limit = attemptLimit(1, 60_000, () => 0);
  const address = (n: number): string => `10.${String(n >> 16)}.${String((n >> 8) & 255)}.${String(n & 255)}`;
  for (let n = 0; n < MOST_ADDRESSES; n++) limit.failed(address(n));
  assert.equal(limit.closed(address(0)), true, 'all of them fit');
  limit.failed('192.0.2.1');
  assert.equal(limit.closed(address(0)), false);
  for (const n of [1, 2, MOST_ADDRESSES - 1]) assert.equal(limit.closed(address(n)), true, address(n));
  assert.equal(limit.closed('192.0.2.1'), true);
});
