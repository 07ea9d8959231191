import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { parse } from 'csv-parse';
import { z } from 'zod';

import { readCell } from '../../../platform/views/csv.ts';

/** A line of a file: where it stands, and its cells. */
export interface FileRecord {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes and lines of a file that is brought in. */
export const MOST_IMPORT_BYTES = 20_000_000;
export const MOST_IMPORT_ROWS = 50_000;
const MOST_CELLS = 200;
/** Lines read between two looks at what else waits. */
const BREATH = 50;

/** What the parser gives for each line. */
const parsedLine = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** Something that makes a file unreadable, in a sentence for the person who brought it. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}

/** Bytes as text: UTF-8, or what Excel here writes without asking. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The text of a file that was kept. */
export async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return decoded(Buffer.concat(pieces));
}

/** Pieces that are parsed one at a time: a few milliseconds each. */
const PIECE = 32 * 1024;

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
}

/**
 * The lines of a CSV text, one after the other; between some of them other work has its turn. Commas, semicolons or tabs divide the cells, as
 * the first line does. Throws `FileFault` for what is no such file.
 */
export async function* recordsOf(text: string): AsyncGenerator<FileRecord> {
  const [first = ''] = text.split(/\r?\n/, 1);
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const parser = Readable.from(piecesOf(text)).pipe(
    parse({
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: 1_000_000,
    }),
  );
  let line = 1;
  let count = 0;
  try {
    for await (const found of parser) {
      const { record, info } = parsedLine.parse(found);
      if (record.length > MOST_CELLS) {
        throw new FileFault(
          `Line ${String(line)} has more than ${String(MOST_CELLS)} cells. Save the sheet as CSV again`,
        );
      }
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record.map((cell) => readCell(cell.trim())) };
      line = info.lines + 1;
      count += 1;
      if (count % BREATH === 0) await setImmediate();
      if (count > MOST_IMPORT_ROWS + 1) {
        throw new FileFault(
          `The file has more than ${String(MOST_IMPORT_ROWS)} lines. Divide it, and bring in one part after the other`,
        );
      }
    }
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault(
      `Line ${faultyLine(error) ?? String(line)} cannot be read as CSV: look for a quotation mark that has no partner. Or save the sheet as CSV again`,
    );
  } finally {
    parser.destroy();
  }
}

/** The line that the parser names: it tells of a fault before it has handed on the lines that were good. */
function faultyLine(error: unknown): string | undefined {
  return error instanceof Error ? /at line (\d+)/.exec(error.message)?.[1] : undefined;
}
