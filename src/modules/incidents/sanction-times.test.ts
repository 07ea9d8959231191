import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sanctionTimes, type AskedTimes } from './sanction-times.ts';

const NOW = Temporal.Instant.from('2026-11-23T09:10:00Z');
const asked = (changes: Partial<AskedTimes>) =>
  sanctionTimes(
    {
      starts: 'now',
      from: null,
      fromTime: null,
      ends: 'after',
      length: '1',
      unit: 'hours',
      until: null,
      untilTime: null,
      ...changes,
    },
    NOW,
  );
const says = (found: ReturnType<typeof asked>): string => (found.ok ? found.until.toString() : JSON.stringify(found));

test('a sanction lasts a school year at most, to the hour', () => {
  assert.equal(says(asked({ length: String(366 * 24) })), '2027-11-24T09:10:00Z');
  assert.match(says(asked({ length: String(366 * 24 + 1) })), /not be longer than a year/);
  assert.match(says(asked({ length: '367', unit: 'days' })), /not be longer than a year/);
});

test('and a minute at least', () => {
  const at = (time: string) =>
    asked({ ends: 'at', until: Temporal.PlainDate.from('2026-11-23'), untilTime: Temporal.PlainTime.from(time) });
  assert.equal(says(at('09:11')), '2026-11-23T09:11:00Z');
  assert.match(says(at('09:10:59')), /at least one minute/);
  assert.match(says(asked({ length: '0', unit: 'minutes' })), /whole number from 1/);
});
