import { setImmediate as pause } from 'node:timers/promises';
import { Readable } from 'node:stream';

import { CsvError, parse } from 'csv-parse';

/** One line of a file that was not taken, and why. */
export interface RosterRefusal {
  readonly file: string;
  /** Line in the file, counting its header as 1; 0 when it is about the file as a whole. */
  readonly line: number;
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
export const MOST_ROWS = 20_000;
/** Rows after which others get their turn. */
const ROWS_A_TURN = 500;

/** How a file is read: the columns it must have and those it may have, by their names in the standard (letter by letter). */
export interface CsvShape<Column extends string> {
  readonly file: string;
  readonly required: readonly Column[];
  readonly optional: readonly Column[];
}

/**
 * Reads one CSV file (RFC 4180, UTF-8 with or without a byte-order mark), its columns found by their names in the header, in whatever
 * order. Columns that nobody asked for are ignored. Never throws for what is in the file: it answers with refusals.
 */
export async function readCsv<Column extends string>(
  shape: CsvShape<Column>,
  text: string,
): Promise<{ rows: readonly CsvRow<Column>[]; refusals: readonly RosterRefusal[] }> {
  const { file } = shape;
  const whole = (reason: string, cure: string) => ({ rows: [], refusals: [{ file, line: 0, reason, cure }] });
  if (Buffer.byteLength(text) > MOST_BYTES) {
    return whole('It is larger than 20 MB.', 'Export one school only.');
  }
  if (text.trim() === '') return whole('It is empty.', 'Export it again, with its header line.');
  if (text.includes('\u0000') || text.includes('\ufffd')) {
    return whole('It is not text in UTF-8.', 'Export it as “CSV UTF-8”.');
  }
  const rows: CsvRow<Column>[] = [];
  const refusals: RosterRefusal[] = [];
  const wanted: readonly Column[] = [...shape.required, ...shape.optional];
  let places: ReadonlyMap<Column, number> | undefined;
  let width = 0;
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      // Files are pasted, joined and edited: both kinds of line end may stand in one.
      record_delimiter: ['\r\n', '\n', '\r'],
    }),
  );
  try {
    for await (const record of parser) {
      const { fields, line } = asRecord(record);
      if (places === undefined) {
        width = fields.length;
        const found = findColumns(shape, wanted, fields);
        if ('refusals' in found) return { rows: [], refusals: found.refusals };
        places = found.places;
        continue;
      }
      if (fields.length !== width) {
        refusals.push({
          file,
          line,
          reason: `It has ${String(fields.length)} fields where the header has ${String(width)}.`,
          cure: 'Put text with a comma in it between double quotes.',
        });
        continue;
      }
      if (rows.length >= MOST_ROWS) return whole('It has more than 20,000 rows.', 'Export one school only.');
      const values: Record<string, string> = {};
      for (const column of wanted) values[column] = fields[places.get(column) ?? -1]?.trim() ?? '';
      rows.push({ line, values: complete(values) });
      if (rows.length % ROWS_A_TURN === 0) await pause();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
    return {
      rows: [],
      refusals: [
        {
          file,
          line,
          reason: 'A quotation mark is opened and not closed, or stands where it cannot.',
          cure: 'Write a quotation mark inside a field twice (""), and export the file again.',
        },
      ],
    };
  }
  return { rows, refusals };
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
      reason: `The column “${column}” is missing.`,
      cure:
        near === undefined
          ? 'Export it as OneRoster 1.1 CSV.'
          : `The header says “${near}”: OneRoster 1.1 writes it “${column}”.`,
    });
  }
  for (const column of wanted) {
    if (names.indexOf(column) !== names.lastIndexOf(column)) {
      refusals.push({
        file: shape.file,
        line: 1,
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
function asRecord(value: unknown): { fields: readonly string[]; line: number } {
  if (typeof value !== 'object' || value === null || !('record' in value) || !('info' in value)) {
    throw new TypeError('csv-parse gave no record');
  }
  const { record, info } = value;
  const line =
    typeof info === 'object' && info !== null && 'lines' in info && typeof info.lines === 'number' ? info.lines : 0;
  return { fields: Array.isArray(record) ? record.map(String) : [], line };
}
