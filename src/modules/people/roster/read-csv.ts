import { setImmediate as pause } from 'node:timers/promises';
import { Readable } from 'node:stream';

import { CsvError, parse } from 'csv-parse';

/** One line of a file that was not taken, and why. */
export interface RosterRefusal {
  readonly file: string;
  /** Line in the file, counting its header as 1; 0 when it is about the file as a whole. */
  readonly line: number;
  /** The column it is about, where it is about one. */
  readonly column?: string;
  readonly reason: string;
  readonly cure: string;
}

/** A row by the names of the columns that were asked for. */
export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly values: Readonly<Record<Column, string>>;
}

/** What one file may hold: beyond this it is refused aloud, never cut. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** Rows of one file: more is no school's roster. */
export const MOST_ROWS = 20_000;
/** Rows after which others get their turn. */
const ROWS_A_TURN = 500;

/** How a file is read: the columns it must have and those it may have, by their names in the standard (letter by letter). */
export interface CsvShape<Column extends string> {
  readonly file: string;
  /** The standard that names the columns: "OneRoster". */
  readonly standard: string;
  readonly required: readonly Column[];
  readonly optional: readonly Column[];
}

/** What one record of a file holds, and the line it ends on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads one CSV file (RFC 4180), its columns found by their names in the header, in whatever order. Columns that nobody asked for are
 * ignored. Never throws for what is in the file: it answers with refusals.
 */
export async function readCsv<Column extends string>(
  shape: CsvShape<Column>,
  text: string,
): Promise<{ rows: readonly CsvRow<Column>[]; refusals: readonly RosterRefusal[] }> {
  const { file } = shape;
  const read = await readRecords(file, text);
  const refusals: RosterRefusal[] = [...read.refusals];
  const [header, ...records] = read.records;
  if (header === undefined) return { rows: [], refusals };
  const wanted: readonly Column[] = [...shape.required, ...shape.optional];
  const found = findColumns(shape, wanted, header.fields);
  if ('refusals' in found) return { rows: [], refusals: found.refusals };
  const rows = records.map(({ line, fields }): CsvRow<Column> => {
    const values: Record<string, string> = {};
    for (const column of wanted) values[column] = fields[found.places.get(column) ?? -1] ?? '';
    return { line, values: complete(values) };
  });
  return { rows, refusals };
}

/**
 * The records of a CSV file, its header first, each field without spaces at its ends. Between the fields stands a comma, a semicolon or a
 * tab: whichever the header has most of. A record with another number of fields than the header is refused; a file that is empty, too large,
 * no text, or broken in its quotation marks is refused as a whole.
 */
export async function readRecords(
  file: string,
  text: string,
): Promise<{ records: readonly CsvRecord[]; refusals: readonly RosterRefusal[] }> {
  const whole = (reason: string, cure: string) => ({ records: [], refusals: [{ file, line: 0, reason, cure }] });
  if (Buffer.byteLength(text) > MOST_BYTES) return whole('It is larger than 20 MB.', 'Export one school only.');
  if (text.trim() === '') return whole('It is empty.', 'Export it again, with its header line.');
  if (text.includes('\u0000') || text.includes('\ufffd')) {
    return whole('It is not text.', 'Export it as “CSV UTF-8”.');
  }
  const records: CsvRecord[] = [];
  const refusals: RosterRefusal[] = [];
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      bom: true,
      info: true,
      trim: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      // Files are pasted, joined and edited: both kinds of line end may stand in one.
      record_delimiter: ['\r\n', '\n', '\r'],
    }),
  );
  try {
    for await (const given of parser) {
      const record = asRecord(given);
      const width = records[0]?.fields.length;
      if (width !== undefined && record.fields.length !== width) {
        // Spreadsheets leave lines of nothing but separators at the end.
        if (record.fields.every((field) => field === '')) continue;
        refusals.push({
          file,
          line: record.line,
          reason: `It has ${String(record.fields.length)} fields where the header has ${String(width)}.`,
          cure: 'Put text with a comma in it between double quotes.',
        });
        continue;
      }
      if (records.length > MOST_ROWS) return whole('It has more than 20,000 rows.', 'Export one school only.');
      records.push(record);
      if (records.length % ROWS_A_TURN === 0) await pause();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      records: [],
      refusals: [
        {
          file,
          line: typeof error['lines'] === 'number' ? error['lines'] : 0,
          reason: 'A quotation mark is opened and not closed, or stands where it cannot.',
          cure: 'Write a quotation mark inside a field twice (""), and export the file again.',
        },
      ],
    };
  }
  return { records, refusals };
}

/** What stands between the fields: the one of comma, semicolon and tab that the first line has most of, outside quotation marks. */
function separatorOf(text: string): ',' | ';' | '\t' {
  const first = /^[^\r\n]*/.exec(text.replace(/^\ufeff?[\r\n]*/, ''))?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const count = (sign: string): number => first.split(sign).length;
  if (count(';') > count(',') && count(';') >= count('\t')) return ';';
  return count('\t') > count(',') ? '\t' : ',';
}

function findColumns<Column extends string>(
  shape: CsvShape<Column>,
  wanted: readonly Column[],
  header: readonly string[],
): { places: ReadonlyMap<Column, number> } | { refusals: readonly RosterRefusal[] } {
  const names = header.map((name) => name.trim());
  const refusals: RosterRefusal[] = [];
  for (const column of shape.required) {
    if (names.includes(column)) continue;
    const near = names.find((name) => name.toLowerCase() === column.toLowerCase());
    refusals.push({
      file: shape.file,
      line: 1,
      column,
      reason: `The column “${column}” is missing.`,
      cure:
        near === undefined
          ? `Export it as ${shape.standard} CSV.`
          : `The header says “${near}”: ${shape.standard} writes it “${column}”.`,
    });
  }
  for (const column of wanted) {
    if (names.indexOf(column) !== names.lastIndexOf(column)) {
      refusals.push({
        file: shape.file,
        line: 1,
        column,
        reason: `The column “${column}” is there twice.`,
        cure: 'Remove one of them.',
      });
    }
  }
  if (refusals.length > 0) return { refusals };
  return {
    places: new Map(
      wanted.flatMap((column): [Column, number][] => (names.includes(column) ? [[column, names.indexOf(column)]] : [])),
    ),
  };
}

/** The text in pieces, so that reading gives way between them. */
function* pieces(text: string): Generator<string> {
  const SIZE = 64 * 1024;
  for (let from = 0; from < text.length; from += SIZE) yield text.slice(from, from + SIZE);
}

/** Marked cast: every wanted column was just set. */
function complete<Column extends string>(values: Record<string, string>): Record<Column, string> {
  return values;
}

/** One record as csv-parse gives it with `info`: its fields, and the line it ends on. */
function asRecord(value: unknown): CsvRecord {
  if (typeof value !== 'object' || value === null || !('record' in value) || !('info' in value)) {
    throw new TypeError('csv-parse gave no record');
  }
  const { record, info } = value;
  const line =
    typeof info === 'object' && info !== null && 'lines' in info && typeof info.lines === 'number' ? info.lines : 0;
  return { fields: Array.isArray(record) ? record.map(String) : [], line };
}
