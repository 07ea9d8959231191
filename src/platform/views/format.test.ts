import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatClock, formatAgo, formatDate, formatDateTime, formatMonth, formatPlural, formatTime } from './format.ts';

test('a date is written in full, from a day, an instant or ISO text', () => {
  assert.equal(formatDate(Temporal.PlainDate.from('2026-11-21')), '21 November 2026');
  assert.equal(formatDate('2026-01-02'), '2 January 2026');
  assert.equal(formatDate(Temporal.Instant.from('2026-11-21T15:40:00Z')), '21 November 2026');
});

test('a month is written in full with its year', () => {
  assert.equal(formatMonth('2026-11'), 'November 2026');
  assert.throws(() => formatMonth('autumn'), RangeError);
});

test('an instant late on a summer evening in UTC falls on the next school day', () => {
  assert.equal(formatDateTime('2026-06-30T23:30:00Z'), '12:30am on 1 July 2026');
  assert.equal(
    formatDate(Temporal.ZonedDateTime.from('2026-06-30T16:30:00-07:00[America/Los_Angeles]')),
    '1 July 2026',
  );
});

test('a time has no leading zero and twelve o’clock is midday or midnight', () => {
  const cases = [
    ['2026-11-21T15:40:00Z', '3:40pm'],
    ['2026-11-21T09:05:00Z', '9:05am'],
    ['2026-11-21T12:00:00Z', 'midday'],
    ['2026-11-21T00:00:00Z', 'midnight'],
    ['2026-11-21T12:01:00Z', '12:01pm'],
    ['2026-11-21T00:01:00Z', '12:01am'],
    ['2026-07-21T14:40:00Z', '3:40pm'],
  ] as const;
  for (const [instant, shown] of cases) assert.equal(formatTime(instant), shown);
});

test('a day without a time, and text that is no date, are refused', () => {
  assert.throws(() => formatTime('2026-11-21'), /day without a time/);
  assert.throws(() => formatDateTime(Temporal.PlainDate.from('2026-11-21')), /day without a time/);
  assert.throws(() => formatDate('yesterday'), RangeError);
});

test('how long ago is said in the largest unit people would use', () => {
  const now = '2026-11-21T09:00:00Z';
  const cases = [
    ['2026-11-21T08:59:30Z', 'just now'],
    ['2026-11-21T08:59:00Z', '1 minute ago'],
    ['2026-11-21T08:01:00Z', '59 minutes ago'],
    ['2026-11-21T06:30:00Z', '2 hours ago'],
    ['2026-11-20T15:40:00Z', 'yesterday at 3:40pm'],
    ['2026-11-18T15:40:00Z', '3 days ago'],
    ['2026-11-15T09:00:00Z', '6 days ago'],
    ['2026-11-14T09:00:00Z', '14 November 2026'],
    ['2026-11-21T09:00:20Z', 'in less than a minute'],
    ['2026-11-21T09:05:00Z', 'in 5 minutes'],
    ['2026-11-22T09:00:00Z', 'tomorrow at 9:00am'],
    ['2026-11-24T09:00:00Z', 'in 3 days'],
  ] as const;
  for (const [instant, shown] of cases) assert.equal(formatAgo(instant, now), shown, instant);
});

test('just before midnight still says minutes, not yesterday', () => {
  assert.equal(formatAgo('2026-11-20T23:55:00Z', '2026-11-21T00:05:00Z'), '10 minutes ago');
});

test('a count carries its noun in the right number', () => {
  assert.equal(formatPlural(1, 'concern'), '1 concern');
  assert.equal(formatPlural(0, 'concern'), '0 concerns');
  assert.equal(formatPlural(1204, 'child', 'children'), '1,204 children');
});

test('a time that belongs to no day is written in the same form', () => {
  assert.equal(formatClock('15:10'), '3:10pm');
  assert.equal(formatClock('00:00'), 'midnight');
  assert.equal(formatClock(Temporal.PlainTime.from('12:05')), '12:05pm');
});
