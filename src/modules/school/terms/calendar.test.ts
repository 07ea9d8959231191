import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { schoolCalendar } from './calendar.ts';
import { easterSunday, guessedTerms } from './guess.ts';
import { before, type Term } from './term.ts';

const d = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('term dates that nobody entered', () => {
  it('are guessed as most English schools had them', () => {
    const said = (year: number): string[] =>
      guessedTerms(year).map((term) => [term.from, term.breakFrom, term.breakTo, term.to].map(String).join(' '));
    assert.deepEqual(said(2024), [
      '2024-09-02 2024-10-28 2024-11-01 2024-12-20',
      '2025-01-06 2025-02-17 2025-02-21 2025-04-04',
      '2025-04-22 2025-05-26 2025-05-30 2025-07-23',
    ]);
    assert.deepEqual(said(2025), [
      '2025-09-01 2025-10-27 2025-10-31 2025-12-19',
      '2026-01-05 2026-02-16 2026-02-20 2026-03-27',
      '2026-04-13 2026-05-25 2026-05-29 2026-07-22',
    ]);
    assert.deepEqual(said(2026), [
      '2026-09-01 2026-10-26 2026-10-30 2026-12-18',
      '2027-01-04 2027-02-15 2027-02-19 2027-03-25',
      '2027-04-12 2027-05-31 2027-06-04 2027-07-21',
    ]);
  });

  it('know Easter', () => {
    for (const day of [
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2028-04-16',
      '2038-04-25',
      '2285-03-22',
    ])
      assert.equal(String(easterSunday(Number(day.slice(0, 4)))), day);
  });

  it('are in order, on school days and marked as a guess, in every year to come', () => {
    for (let year = 2020; year < 2120; year += 1) {
      const calendar = schoolCalendar([]);
      let last = d(`${String(year)}-08-31`);
      for (const term of guessedTerms(year)) {
        assert.equal(term.confirmed, false);
        for (const day of [term.from, term.breakFrom, term.breakTo, term.to]) {
          assert.ok(before(last, day), `${String(year)} ${term.name} ${String(day)}`);
          last = day;
        }
        assert.ok(calendar.isSchoolDay(term.from), `${term.name} begins on a school day: ${String(term.from)}`);
        assert.ok(calendar.isSchoolDay(term.to), `${term.name} ends on a school day: ${String(term.to)}`);
      }
    }
  });
});

describe('the calendar of a school', () => {
  const terms: readonly Term[] = (
    [
      ['autumn', '2026-09-03', '2026-10-19', '2026-10-30', '2026-12-17'],
      ['spring', '2027-01-05', '2027-02-15', '2027-02-19', '2027-04-01'],
      ['summer', '2027-04-19', '2027-05-31', '2027-06-04', '2027-07-23'],
    ] as const
  ).map(([name, from, breakFrom, breakTo, to]) => ({
    year: 2026,
    name,
    from: d(from),
    breakFrom: d(breakFrom),
    breakTo: d(breakTo),
    to: d(to),
    confirmed: true,
  }));
  const calendar = schoolCalendar(terms);

  it('halves each term at its holiday', () => {
    assert.deepEqual(
      calendar.halfTermsOf(2026).map(({ label, from, to }) => `${label}: ${String(from)} ${String(to)}`),
      [
        'first half of autumn 2026: 2026-09-03 2026-10-18',
        'second half of autumn 2026: 2026-10-19 2026-12-17',
        'first half of spring 2027: 2027-01-05 2027-02-14',
        'second half of spring 2027: 2027-02-15 2027-04-01',
        'first half of summer 2027: 2027-04-19 2027-05-30',
        'second half of summer 2027: 2027-05-31 2027-07-23',
      ],
    );
  });

  it('counts every day in one term: holidays in the term before them', () => {
    const said = (day: string): string => {
      const { code, from, to } = calendar.termFor(d(day));
      return `${code} ${String(from)} ${String(to)}`;
    };
    assert.equal(said('2026-09-03'), '2026-autumn 2026-09-03 2027-01-04');
    assert.equal(said('2027-01-04'), '2026-autumn 2026-09-03 2027-01-04');
    assert.equal(said('2027-01-05'), '2027-spring 2027-01-05 2027-04-18');
    assert.equal(said('2027-08-20'), '2027-summer 2027-04-19 2027-08-31');
    // Before the first day of the autumn the summer before goes on, whose year nobody entered.
    assert.equal(said('2026-09-02'), '2026-summer 2026-04-13 2026-09-02');
  });
});
