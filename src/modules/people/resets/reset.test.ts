import assert from 'node:assert/strict';
import { test } from 'node:test';

import { stateOf } from './reset.ts';

test('a wish for a reset waits a week, one that was asked for waits a day, and each is expired from then on', () => {
  const at = Temporal.Instant.from('2026-11-23T09:10:00Z');
  const after = (state: string, hours: number, minutes = 0): string =>
    stateOf({ state, asked_at: at.toString(), link_until: null }, at.add({ hours, minutes }));
  assert.equal(after('wished', 167, 59), 'wished');
  assert.equal(after('wished', 168), 'expired');
  assert.equal(after('waiting', 23, 59), 'waiting');
  assert.equal(after('waiting', 24), 'expired');
});
