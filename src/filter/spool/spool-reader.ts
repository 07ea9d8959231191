import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { spoolRecordSchema, type SpoolRecord } from './events.ts';
import { decodeRecord, MAX_RECORD_BYTES, wholeLines } from './record-lines.ts';
import { compareSegments, parseSegmentFile, supersedes, type SegmentName } from './segment-name.ts';

/**
 * Reads the spool for intake: whole records after a byte position in each segment.
 *
 * The caller stores records and `positions` in one transaction; when that is undone, the same call gives the same records again, so
 * each is taken in exactly once. Nothing is skipped silently: damage is a gap, a given-up tail is torn.
 */

/** Byte positions by segment file name: everything before has been taken in. */
export type SpoolPositions = ReadonlyMap<string, number>;

/** A place where records cannot be read. Reports show it. */
export interface SpoolGap {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  /** What is wrong and what to do, without contents. */
  readonly message: string;
}

/** The unfinished last record of a writer that is gone: it was never acknowledged. Given up once. */
export interface TornTail {
  readonly file: string;
  readonly bytes: number;
}

export interface SpoolReading {
  readonly records: readonly SpoolRecord[];
  /** The positions after these records, for every segment that exists; a deleted segment's is left out. */
  readonly positions: Map<string, number>;
  readonly torn: readonly TornTail[];
  readonly gaps: readonly SpoolGap[];
  /** True when there may be more to read at once. */
  readonly more: boolean;
  /** Segments read to their end to which nobody writes any more: they may be deleted after the commit and the next backup. */
  readonly finished: readonly string[];
}

const CHUNK = 1024 * 1024;

/**
 * Reads up to `maxRecords` records (default 1,000) after `positions` from the segments in `folder` (filter-to-app), in order of writing.
 * A torn tail is left alone while its writer may still be alive, and given up when a later boot of the filter or a later segment of the
 * worker exists. Throws what the disk says when the folder cannot be read; an unreadable segment is a gap and stays where it is.
 */
export function readSegments(
  folder: string,
  positions: SpoolPositions,
  options: { readonly maxRecords?: number } = {},
): SpoolReading {
  const maxRecords = options.maxRecords ?? 1000;
  const segments = readdirSync(folder)
    .flatMap((file) => parseSegmentFile(file) ?? [])
    .sort(compareSegments);

  const records: SpoolRecord[] = [];
  const torn: TornTail[] = [];
  const gaps: SpoolGap[] = [];
  const finished: string[] = [];
  const after = new Map<string, number>();
  let more = false;

  for (const segment of segments) {
    const start = positions.get(segment.file) ?? 0;
    if (records.length >= maxRecords) {
      after.set(segment.file, start);
      more = true;
      continue;
    }
    const ended = segments.some((other) => supersedes(other, segment));
    const reading = readSegment(folder, segment, start, maxRecords - records.length, gaps);
    records.push(...reading.records);
    after.set(segment.file, reading.end);
    if (!reading.atEnd) {
      more ||= reading.full;
      continue;
    }
    if (!ended) continue;
    if (reading.tail > 0) {
      torn.push({ file: segment.file, bytes: reading.tail });
      after.set(segment.file, reading.end + reading.tail);
    }
    finished.push(segment.file);
  }
  return { records, positions: after, torn, gaps, more, finished };
}

interface SegmentReading {
  readonly records: SpoolRecord[];
  /** Byte after the last whole line that was read. */
  readonly end: number;
  /** Bytes after `end` that are no whole line. */
  readonly tail: number;
  /** False when `max` was reached first or the segment could not be read. */
  readonly atEnd: boolean;
  readonly full: boolean;
}

function readSegment(
  folder: string,
  segment: SegmentName,
  start: number,
  max: number,
  gaps: SpoolGap[],
): SegmentReading {
  const path = join(folder, segment.file);
  const records: SpoolRecord[] = [];
  let end = start;
  let rest = Buffer.alloc(0);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    gaps.push({ file: segment.file, line: 1, message: unreadable(path, error) });
    return { records, end, tail: 0, atEnd: false, full: false };
  }
  try {
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = readSync(fd, chunk, 0, CHUNK, end + rest.length);
      if (count === 0) return { records, end, tail: rest.length, atEnd: true, full: false };
      const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
      const base = end;
      for (const line of wholeLines(bytes)) {
        if (records.length >= max) return { records, end, tail: 0, atEnd: false, full: true };
        const read = readRecord(line.bytes, segment);
        if (typeof read === 'string') gaps.push(gap(path, fd, segment.file, base + line.start, read));
        else records.push(read);
        end = base + line.end;
      }
      rest = bytes.subarray(end - base);
      if (rest.length > MAX_RECORD_BYTES) {
        gaps.push(gap(path, fd, segment.file, end, `${String(rest.length)} bytes without a line end`));
        end += rest.length;
        rest = Buffer.alloc(0);
      }
    }
  } catch (error) {
    gaps.push({ file: segment.file, line: 1, message: unreadable(path, error) });
    return { records, end, tail: 0, atEnd: false, full: false };
  } finally {
    closeSync(fd);
  }
}

/** The record of a line, or what is wrong with it. */
function readRecord(line: Buffer, segment: SegmentName): SpoolRecord | string {
  const decoded = decodeRecord(line);
  if (!decoded.ok) return decoded.problem;
  const parsed = spoolRecordSchema.safeParse(decoded.value);
  if (!parsed.success)
    return `the field ${parsed.error.issues[0]?.path.join('.') ?? ''} is not as this version knows it`;
  const { filter, boot, worker, seq } = parsed.data;
  if (filter !== segment.filter || boot !== segment.boot || worker !== segment.worker || seq < segment.firstSeq) {
    return 'the record belongs to another segment';
  }
  return parsed.data;
}

function gap(path: string, fd: number, file: string, offset: number, problem: string): SpoolGap {
  const line = lineAt(fd, offset);
  return {
    file,
    line,
    message: `${path}, line ${String(line)}: an event of the filter cannot be read: ${problem}. It is skipped and shown as a gap. Check this disk for errors.`,
  };
}

/** Number of the line that begins at `offset`. */
function lineAt(fd: number, offset: number): number {
  const chunk = Buffer.alloc(CHUNK);
  let line = 1;
  for (let at = 0; at < offset;) {
    const count = readSync(fd, chunk, 0, Math.min(CHUNK, offset - at), at);
    if (count === 0) break;
    for (let i = 0; i < count; i++) if (chunk[i] === 10) line += 1;
    at += count;
  }
  return line;
}

function unreadable(path: string, error: unknown): string {
  const problem = error instanceof Error ? error.message : 'unknown failure';
  return `${path}: cannot be read: ${problem}. It is tried again. Check that the file belongs to Schoolgate's account and this disk for errors.`;
}
