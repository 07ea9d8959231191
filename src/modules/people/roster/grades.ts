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

/** The year group that a school's own word most likely means: "Year 3", "Yr3", "NC Year 03", "Reception", "Nursery 2"; else undefined. */
export function yearOfWord(word: string): YearGroupCode | undefined {
  const plain = word
    .toLowerCase()
    .replaceAll(/\b(nc|national curriculum|curriculum|group|class|age)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const known = codes.get(plain);
  if (known !== undefined) return known;
  const numbered = /^(?:year|yr|y)? ?0?([1-6])$/.exec(plain)?.[1];
  if (numbered !== undefined) return codes.get(numbered);
  if (/^(reception|rec|year r|yr r|yr|eyfs ?2|foundation ?2|f2)$/.test(plain)) return 'r';
  if (/^(nursery|nurs|pre-?school|eyfs ?1|foundation ?1|f1|n|year n)( ?[12])?$/.test(plain)) return 'n';
  return undefined;
}
