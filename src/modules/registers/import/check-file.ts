import { ownHeadings } from '../csv-headings.ts';
import { entryReader, type Reader } from '../entry-input.ts';
import { allFields, firstState, type EntryState, type Values } from '../entry.ts';
import { formName } from '../field-names.ts';
import type { RulesInForce } from '../rules.ts';
import type { Field, RegisterShape } from '../shape.ts';
import type { Surroundings } from '../surroundings.ts';
import { FileFault, recordsOf } from './read-records.ts';

/** One thing that is wrong in a file: where, and what to do about it. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** A line that can be taken in. */
export interface ReadRow {
  readonly line: number;
  readonly values: Values;
  readonly state: EntryState;
}

export type Row =
  { readonly ok: true; readonly row: ReadRow } | { readonly ok: false; readonly faults: readonly RowFault[] };

/** What a file is read against. */
export interface ImportAround {
  readonly shape: RegisterShape;
  readonly rules: RulesInForce;
  readonly around: Surroundings;
}

/** The field behind each column; undefined for one of the program's own, which is passed over. Throws `FileFault` naming a column that is neither. */
export function columnsOf(shape: RegisterShape, headings: readonly string[]): readonly (Field | undefined)[] {
  const own = Object.values(ownHeadings).map((heading) => heading.toLowerCase());
  const fields = allFields(shape);
  const names = fields.map((field) => field.label).join(', ');
  const columns = headings.map((heading, at) => {
    const text = heading.toLowerCase();
    const field = fields.find((one) => one.label.toLowerCase() === text || one.code === text);
    if (field === undefined && !own.includes(text) && text !== '') {
      throw new FileFault(
        `Column ${String(at + 1)}, “${heading.slice(0, 60)}”, is no column of this register. Take it out, or call it one of these: ${names}`,
      );
    }
    return field;
  });
  const seen = columns.filter((field) => field !== undefined);
  const twice = seen.find((field, at) => seen.indexOf(field) !== at);
  if (twice !== undefined) throw new FileFault(`Two columns are called “${twice.label}”. Take one out`);
  const missing = shape.fields.filter((field) => field.required && field.retired !== true && !seen.includes(field));
  if (missing.length > 0) {
    throw new FileFault(
      `The file has no column for: ${missing.map((field) => field.label).join(', ')}. The first line names the columns`,
    );
  }
  return columns;
}

/**
 * Reads a whole file line by line: what can be taken in, and what cannot, with the line, the column and the cure. Nothing is written.
 * Throws `FileFault` when the file as a whole cannot be read.
 */
export async function* rowsOf(text: string, given: ImportAround): AsyncGenerator<Row> {
  const { shape, rules, around } = given;
  const open = entryReader(shape.fields, around, rules);
  const closed = entryReader(allFields(shape), around, rules);
  let columns: readonly (Field | undefined)[] | undefined;
  for await (const { line, cells } of recordsOf(text)) {
    if (columns === undefined) {
      columns = columnsOf(shape, cells);
      continue;
    }
    if (cells.length > columns.length) {
      const message = `The line has ${String(cells.length)} cells, the first line ${String(columns.length)}. Look for a comma that needs quotation marks round its cell`;
      yield { ok: false, faults: [{ line, column: '', message }] };
      continue;
    }
    const raw: Record<string, string> = {};
    columns.forEach((field, at) => {
      if (field !== undefined) raw[formName(field.code)] = cells[at] ?? '';
    });
    yield readRow({ line, raw, shape, open, closed, columns });
  }
  if (columns === undefined) throw new FileFault('The file is empty. Its first line names the columns');
}

function readRow(given: {
  readonly line: number;
  readonly raw: Readonly<Record<string, string>>;
  readonly shape: RegisterShape;
  readonly open: Reader;
  readonly closed: Reader;
  readonly columns: readonly (Field | undefined)[];
}): Row {
  const { line, raw, shape } = given;
  const closing = shape.closing?.fields ?? [];
  const isClosed = closing.some((field) => (raw[formName(field.code)] ?? '') !== '');
  const read = (isClosed ? given.closed : given.open)(raw);
  if (!read.ok) {
    const fields = new Map(allFields(shape).map((field) => [formName(field.code), field.label]));
    return {
      ok: false,
      faults: read.errors.map(({ field, message }) => ({ line, column: fields.get(field) ?? '', message })),
    };
  }
  const state = shape.approval !== undefined ? 'waiting' : isClosed ? 'closed' : firstState(shape);
  return { ok: true, row: { line, values: { ...retiredOf(shape, raw), ...read.value }, state } };
}

/** Columns that are no longer asked for are kept as they came, as text. */
function retiredOf(shape: RegisterShape, raw: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    allFields(shape).flatMap((field) => {
      const text = raw[formName(field.code)] ?? '';
      return field.retired === true && text !== '' ? [[field.code, text.slice(0, 5000)]] : [];
    }),
  );
}

/** What a look through the whole file found. */
export interface CheckedFile {
  readonly rows: number;
  /** Lines with something wrong, and the first of what is. */
  readonly faulty: number;
  readonly faults: readonly RowFault[];
  /** The first lines as they would be taken in. */
  readonly first: readonly ReadRow[];
}

const MOST_FAULTS = 100;
const MOST_FIRST = 5;

/** Goes through a whole file. Throws `FileFault` as `rowsOf`. */
export async function checkFile(text: string, given: ImportAround): Promise<CheckedFile> {
  let rows = 0;
  let faulty = 0;
  const faults: RowFault[] = [];
  const first: ReadRow[] = [];
  for await (const read of rowsOf(text, given)) {
    rows += 1;
    if (read.ok) {
      if (first.length < MOST_FIRST) first.push(read.row);
      continue;
    }
    faulty += 1;
    for (const fault of read.faults) if (faults.length < MOST_FAULTS) faults.push(fault);
  }
  return { rows, faulty, faults, first };
}
