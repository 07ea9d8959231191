import type { YearGroupCode } from '../../school/index.ts';

/**
 * OneRoster takes grades from a list each country chooses (1.1, 4.13.6); schools in England write R and 1 to 6, with or without a nought,
 * and nursery as N, N1, N2 or PK. Anything else is not a year of a primary school.
 */
const codes: ReadonlyMap<string, YearGroupCode> = new Map<string, YearGroupCode>([
  ['n', 'n'],
  ['n1', 'n'],
  ['n2', 'n'],
  ['pk', 'n'],
  ['pr', 'n'],
  ['nursery', 'n'],
  ['r', 'r'],
  ['rec', 'r'],
  ['kg', 'r'],
  ['0', 'r'],
  ['00', 'r'],
  ['reception', 'r'],
  ...(['1', '2', '3', '4', '5', '6'] as const).flatMap((year): [string, YearGroupCode][] => [
    [year, year],
    [`0${year}`, year],
    [`y${year}`, year],
    [`year ${year}`, year],
  ]),
]);

/** The year group of the first grade of a OneRoster grades field; undefined when it is no year of a primary school. */
export function yearOfGrades(grades: string): YearGroupCode | undefined {
  const first = grades.split(',')[0] ?? '';
  return codes.get(first.trim().toLowerCase());
}
