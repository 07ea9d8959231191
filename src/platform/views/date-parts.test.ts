import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datePart } from './date-parts.ts';

const parts = ['day', 'month', 'year'] as const;

test('a date fills its boxes however the form holds it', () => {
  const held = [
    { when: { day: '2', month: '1', year: '2026' } },
    { 'when-day': '2', 'when-month': '1', 'when-year': '2026' },
    { when: '2026-01-02' },
    { when: Temporal.PlainDate.from('2026-01-02') },
  ];
  for (const values of held) {
    assert.deepEqual(
      parts.map((part) => datePart(values, 'when', part)),
      ['2', '1', '2026'],
    );
  }
});

test('what was typed comes back as it was, even if it is no date', () => {
  assert.equal(datePart({ when: { day: 'x1', month: '', year: '26' } }, 'when', 'day'), 'x1');
});

test('nothing held, or something else held, leaves the boxes empty', () => {
  for (const values of [{}, { when: 5 }, { when: 'soon' }, { when: null }, { when: { day: ['1', '2'] } }]) {
    assert.deepEqual(
      parts.map((part) => datePart(values, 'when', part)),
      ['', '', ''],
    );
  }
});
