import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { periods, type Period } from '../words.ts';
import { before, schoolCalendar, type Term } from '../../school/index.ts';
import { windowsOf, yearParts, type YearPart } from './windows.ts';

const d = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const guess = schoolCalendar([]);

/** `key from to due`, for a period between two days. */
const windows = (
  period: Period,
  from: string,
  until: string,
  more: { begin?: string; by?: YearPart; calendar?: ReturnType<typeof schoolCalendar> } = {},
): string[] =>
  windowsOf(more.calendar ?? guess, {
    period,
    by: more.by ?? 'summer',
    begin: d(more.begin ?? '2020-09-01'),
    from: d(from),
    until: d(until),
  }).map((one) => `${one.key} ${String(one.from)} ${String(one.to)} ${String(one.due)}`);

const own = (year: number, days: Record<Term['name'], readonly [string, string, string, string]>): Term[] =>
  (['autumn', 'spring', 'summer'] as const).map((name) => {
    const [from, breakFrom, breakTo, to] = days[name].map(d);
    assert.ok(from !== undefined && breakFrom !== undefined && breakTo !== undefined && to !== undefined);
    return { year, name, from, breakFrom, breakTo, to, confirmed: true };
  });

describe('when a duty is due', () => {
  it('is the last school day of each week, and never in a week of holiday', () => {
    assert.deepEqual(windows('weekly', '2026-10-19', '2026-11-08'), [
      'week-2026-10-19 2026-10-19 2026-10-25 2026-10-23',
      'week-2026-11-02 2026-11-02 2026-11-08 2026-11-06',
    ]);
    assert.deepEqual(windows('weekly', '2027-03-22', '2027-03-22'), [
      'week-2027-03-22 2027-03-22 2027-03-28 2027-03-25',
    ]);
    assert.deepEqual(windows('weekly', '2026-07-27', '2026-08-30'), []);
  });

  it('is the last school day of each two weeks, counted in each term without the half-term week', () => {
    assert.deepEqual(windows('fortnightly', '2026-10-12', '2026-12-31'), [
      '2026-autumn-fortnight-4 2026-10-12 2026-11-01 2026-10-23',
      '2026-autumn-fortnight-5 2026-11-02 2026-11-15 2026-11-13',
      '2026-autumn-fortnight-6 2026-11-16 2026-11-29 2026-11-27',
      '2026-autumn-fortnight-7 2026-11-30 2026-12-13 2026-12-11',
      '2026-autumn-fortnight-8 2026-12-14 2026-12-18 2026-12-18',
    ]);
  });

  it('is the last school day of each half term and term', () => {
    assert.deepEqual(windows('half-termly', '2026-11-23', '2027-01-10'), [
      '2026-autumn-2 2026-10-26 2026-12-18 2026-12-18',
      '2026-spring-1 2027-01-04 2027-02-14 2027-02-12',
    ]);
    assert.deepEqual(windows('termly', '2026-11-23', '2027-01-10'), [
      '2026-autumn 2026-09-01 2026-12-18 2026-12-18',
      '2026-spring 2027-01-04 2027-03-25 2027-03-25',
    ]);
  });

  it('is the end of its part of the school year for what is yearly', () => {
    for (const [by, due] of [
      ['autumn-1', '2026-10-23'],
      ['autumn', '2026-12-18'],
      ['spring', '2027-03-25'],
      ['summer', '2027-07-21'],
    ] as const) {
      assert.deepEqual(windows('annual', '2026-11-23', '2026-11-23', { by }), [`2026 2026-09-01 2027-08-31 ${due}`]);
    }
    assert.deepEqual(windows('two-yearly', '2026-11-23', '2026-11-23', { begin: '2025-10-01' }), [
      '2025-2026 2025-09-01 2027-08-31 2027-07-21',
    ]);
  });

  it('is the last school day of its month, in a leap year and when the half-term week ends the month', () => {
    assert.deepEqual(windows('in-february', '2028-01-10', '2028-12-01'), ['2028-02 2028-02-01 2028-02-29 2028-02-29']);
    assert.deepEqual(windows('in-november', '2026-01-10', '2026-12-01'), ['2026-11 2026-11-01 2026-11-30 2026-11-30']);
    const late = schoolCalendar(
      own(2026, {
        autumn: ['2026-09-02', '2026-10-26', '2026-10-30', '2026-12-18'],
        spring: ['2027-01-05', '2027-02-22', '2027-02-26', '2027-03-25'],
        summer: ['2027-04-12', '2027-05-31', '2027-06-04', '2027-07-21'],
      }),
    );
    assert.deepEqual(windows('in-february', '2027-01-10', '2027-03-01', { calendar: late }), [
      '2027-02 2027-02-01 2027-02-28 2027-02-19',
    ]);
  });

  it('follows the school’s own terms, a Friday without school and the early May bank holiday', () => {
    const calendar = schoolCalendar(
      own(2026, {
        autumn: ['2026-09-03', '2026-10-19', '2026-10-30', '2026-12-17'],
        spring: ['2027-01-05', '2027-02-15', '2027-02-19', '2027-04-01'],
        summer: ['2027-04-19', '2027-05-31', '2027-06-04', '2027-07-23'],
      }),
    );
    assert.deepEqual(windows('half-termly', '2026-09-10', '2026-09-10', { calendar }), [
      '2026-autumn-1 2026-09-03 2026-10-18 2026-10-16',
    ]);
    assert.deepEqual(windows('termly', '2026-09-10', '2026-09-10', { calendar }), [
      '2026-autumn 2026-09-03 2026-12-17 2026-12-17',
    ]);
    assert.equal(calendar.isSchoolDay(d('2027-05-03')), false);
    assert.equal(calendar.isSchoolDay(d('2027-05-04')), true);
    // A year of which only two terms were entered is guessed whole.
    assert.equal(
      schoolCalendar(
        own(2026, {
          autumn: ['2026-09-03', '2026-10-19', '2026-10-30', '2026-12-17'],
          spring: ['2027-01-05', '2027-02-15', '2027-02-19', '2027-04-01'],
          summer: ['2027-04-19', '2027-05-31', '2027-06-04', '2027-07-23'],
        }).slice(1),
      ).termsOf(2026)[0]?.confirmed,
      false,
    );
  });

  it('asks nothing of the days before the school began, and leaves time for the first', () => {
    const begin = '2026-11-23';
    assert.deepEqual(
      windows('nightly', '2026-11-20', '2026-11-25', { begin }).map((line) => line.slice(0, 10)),
      ['2026-11-24', '2026-11-25'],
    );
    assert.deepEqual(
      windows('weekly', '2026-11-01', '2026-11-30', { begin }).map((line) => line.slice(-10)),
      ['2026-11-27', '2026-12-04'],
    );
    assert.deepEqual(windows('termly', '2026-11-01', '2026-11-30', { begin: '2026-12-10' }), []);
    // What is due by the first half term falls to the end of the term for a school that came later, and to the next when little time is left.
    assert.match(windows('annual', begin, begin, { begin, by: 'autumn-1' })[0] ?? '', /2026-12-18$/);
    assert.match(
      windows('annual', begin, '2026-12-10', { begin: '2026-12-10', by: 'autumn-1' })[0] ?? '',
      /2027-03-25$/,
    );
    assert.match(windows('annual', '2027-09-20', '2027-09-20', { begin, by: 'autumn-1' })[0] ?? '', /2027-10-22$/);
  });

  it('falls once into every period: keys are unique, windows of one kind never overlap, due days are school days in the window', () => {
    const scheduled = periods.filter((period) => period !== 'on-event');
    fc.assert(
      fc.property(
        fc.constantFrom(...scheduled),
        fc.constantFrom(...yearParts),
        fc.integer({ min: 2024, max: 2060 }),
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 0, max: 900 }),
        (period, by, year, offset, length) => {
          const begin = d(`${String(year)}-09-01`);
          const from = begin.add({ days: offset });
          const all = windowsOf(guess, { period, by, begin, from, until: from.add({ days: length }) });
          assert.equal(new Set(all.map((one) => one.key)).size, all.length);
          all.forEach((one, at) => {
            const next = all[at + 1];
            if (next !== undefined) assert.ok(before(one.to, next.from), `${one.key} ends before ${next.key}`);
            assert.ok(!before(one.due, one.from) && !before(one.to, one.due));
            assert.ok(!before(one.due, begin));
            if (period !== 'nightly') assert.ok(guess.isSchoolDay(one.due), String(one.due));
          });
          // Asked for one day later, a window that is still there is the same.
          const later = windowsOf(guess, {
            period,
            by,
            begin,
            from: from.add({ days: 1 }),
            until: from.add({ days: length }),
          });
          for (const one of later) {
            const same = all.find((other) => other.key === one.key);
            assert.equal(String(same?.due), String(one.due));
          }
        },
      ),
      { seed: 41, numRuns: 150 },
    );
  });
});
