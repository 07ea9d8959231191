import { createHash } from 'node:crypto';

import { z } from 'zod';

import { yearGroupCodes } from '../../../school/index.ts';
import { dayOrders, guessDayOrder } from '../days.ts';
import { yearOfWord } from '../grades.ts';
import type { CsvRecord } from '../read-csv.ts';
import { splitWords } from './cells.ts';
import { abouts, fields, guessAbout, guessFields, plainHeading, type About } from './fields.ts';

/** What the columns and words of a school's own file mean. */
export const mappingSchema = z.strictObject({
  about: z.enum(abouts),
  /** For each column of the file its field, '' for none. */
  columns: z.array(z.string()).max(500),
  days: z.enum(dayOrders),
  /** The file's words for years: a year group's code, or '' where such pupils are left out. */
  years: z.record(z.string(), z.enum([...yearGroupCodes, ''])),
  /** The file's words for classes that are called otherwise here. */
  classes: z.record(z.string(), z.string()),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** So many different words for classes or years are shown. */
export const MOST_WORDS = 60;

/** The key under which a mapping is remembered: SHA-256 over the headings, whatever their order, case and punctuation. */
export function headingsKey(headings: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(headings.map(plainHeading).toSorted()))
    .digest('hex');
}

/** A mapping made by guessing. */
export function guessMapping(header: readonly string[], rows: readonly CsvRecord[], thisYear: number): Mapping {
  const about = guessAbout(header);
  const columns = [...guessFields(header, about)];
  const days = guessDayOrder(
    rows.slice(0, 500).flatMap((row) => row.fields.filter((_, at) => ['birth', 'leaving'].includes(columns[at] ?? ''))),
    thisYear,
  );
  const years: Mapping['years'] = {};
  for (const word of wordsOf(columns, rows, 'year')) {
    const year = yearOfWord(word);
    if (year !== undefined) years[word] = year;
  }
  return { about, columns, days, years, classes: {} };
}

/** The remembered mapping put onto this file: its columns by their headings, wherever they stand now. */
export function remembered(
  header: readonly string[],
  saved: { mapping: Mapping; headings: readonly string[] },
): Mapping {
  const byHeading = new Map(
    saved.headings.map((heading, at) => [plainHeading(heading), saved.mapping.columns[at] ?? '']),
  );
  return { ...saved.mapping, columns: header.map((heading) => byHeading.get(plainHeading(heading)) ?? '') };
}

/** The different words that the columns of a field hold, in the order in which they come. */
export function wordsOf(columns: readonly string[], rows: readonly CsvRecord[], field: string): readonly string[] {
  const words = new Set<string>();
  for (const row of rows) {
    for (const [at, code] of columns.entries()) {
      if (code !== field) continue;
      for (const word of splitWords(row.fields[at] ?? '')) words.add(word);
    }
  }
  return [...words];
}

/** What a mapping lacks before a plan can be made of it; undefined when it is whole. */
export function mappingTrouble(
  mapping: Mapping,
  yearWords: readonly string[],
): { field: string; message: string } | undefined {
  const has = (code: string): boolean => mapping.columns.includes(code);
  if (!has('name') && !has('family') && !has('given')) {
    return { field: 'columns', message: 'Say which column holds the names' };
  }
  const twice = fields.find(
    (one) => one.many !== true && mapping.columns.filter((code) => code === one.code).length > 1,
  );
  if (twice !== undefined) return { field: 'columns', message: `Choose “${twice.label}” for one column only` };
  if (mapping.about === 'pupils' && !has('upn') && !has('id') && !has('birth')) {
    return {
      field: 'columns',
      message: 'Say which column holds the UPN, an id or the date of birth: names alone do not tell pupils apart',
    };
  }
  if (mapping.about === 'staff' && !has('id') && !has('email')) {
    return {
      field: 'columns',
      message: 'Say which column holds an id or the e-mail address: names alone do not tell staff apart',
    };
  }
  if (mapping.about === 'pupils' && !has('year')) {
    return { field: 'columns', message: 'Say which column holds the year group: the filter goes by it' };
  }
  const open = yearWords.find((word) => mapping.years[word] === undefined);
  return open === undefined ? undefined : { field: 'years', message: `Say which year “${open.slice(0, 40)}” is` };
}

/** Fields that are offered for a file. */
export function offeredFields(about: About): readonly { value: string; text: string }[] {
  return fields
    .filter((field) => field.about.includes(about))
    .map((field) => ({ value: field.code, text: field.label }));
}
