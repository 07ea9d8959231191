import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DueRecord } from '../module.ts';
import { batchOf, MOST_RECORDS } from './queue.ts';

/** A record past its time, with so many rows that go with it. */
function aRecord(at: number, parts = 0): DueRecord {
  return {
    table: 'incident',
    id: `i-${String(at)}`,
    parts: Array.from({ length: parts }, (_, part) => ({
      table: 'incident_entry',
      id: `e-${String(at)}-${String(part)}`,
    })),
    people: [],
    dueOn: Temporal.PlainDate.from('2026-11-01'),
    what: `Incident ${String(at)}`,
    mayOpen: () => true,
  };
}

describe('what goes by one signature', () => {
  test('is the oldest 200 records, not counting those that something keeps', () => {
    const records = Array.from({ length: MOST_RECORDS + 2 }, (_, at) => aRecord(at));
    const waiting = records.map((record, at) => (at === 0 ? { record, kept: 'hold' as const } : { record }));
    assert.deepEqual(batchOf(waiting), records.slice(1, MOST_RECORDS + 1));
  });

  test('is no more than the 20,000 rows that a warrant names, each record whole', () => {
    const [one, two, three] = [aRecord(1, 9_999), aRecord(2, 9_999), aRecord(3)];
    assert.deepEqual(batchOf([{ record: one }, { record: two }, { record: three }]), [one, two]);
    const larger = aRecord(4, 10_000);
    assert.deepEqual(batchOf([{ record: one }, { record: larger }]), [one]);
  });
});
