import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';

import { decodeRecord, encodeRecord, MAX_RECORD_BYTES, wholeLines } from '../spool/record-lines.ts';
import { sessionLineSchema, type SessionLine } from './session-log.ts';
import type { SiteFolder } from './site-folder.ts';
import { writeWhole } from './write-whole.ts';

/**
 * The session log: who is signed in where. The app appends and now and then compacts it by putting a new file in its place;
 * the filter follows it. Lines are CRC'd (spool/record-lines.ts).
 */

const LINE_FEED = 10;
const CHUNK = 256 * 1024;

export interface SessionNews {
  /** True when the log begins anew (first reading, compaction, truncation, removal): forget who was signed in, then take `lines`. */
  readonly restarted: boolean;
  readonly lines: readonly SessionLine[];
  /** Lines that could not be read and were skipped: file, byte offset and reason, without contents. */
  readonly problems: readonly string[];
}

export interface SessionTail {
  /** What is new since the last call. Costs one stat when nothing is. Never throws. */
  read(): SessionNews;
  close(): void;
}

const nothing: SessionNews = { restarted: false, lines: [], problems: [] };

/**
 * Follows the session log of `epoch`, which need not exist yet. The file is kept open, so that its inode cannot be given to the file
 * that takes its place, and the change is always seen.
 */
export function tailSessions(folder: SiteFolder, epoch: number): SessionTail {
  const path = folder.sessions(epoch);
  let fd: number | undefined;
  let position = 0;

  function forget(): void {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
    position = 0;
  }

  function reopen(): boolean {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now === undefined) {
      const had = fd !== undefined;
      forget();
      return had;
    }
    if (fd !== undefined && fstatSync(fd).ino === now.ino && now.size >= position) return false;
    forget();
    fd = openSync(path, 'r');
    return true;
  }

  return {
    read() {
      try {
        const restarted = reopen();
        if (fd === undefined) return restarted ? { restarted, lines: [], problems: [] } : nothing;
        if (!restarted && fstatSync(fd).size === position) return nothing;
        const { lines, problems, end } = readFrom(fd, position, path);
        position = end;
        return { restarted, lines, problems };
      } catch (error) {
        const problem = error instanceof Error ? error.message : 'unknown failure';
        return { ...nothing, problems: [`${path}: ${problem}. Who is signed in stays as it was.`] };
      }
    },
    close: forget,
  };
}

/** Whole lines from `start`; `end` is the byte after the last of them. A torn tail is left for the next call. */
function readFrom(fd: number, start: number, path: string): { lines: SessionLine[]; problems: string[]; end: number } {
  const lines: SessionLine[] = [];
  const problems: string[] = [];
  let rest = Buffer.alloc(0);
  let end = start;
  for (;;) {
    const chunk = Buffer.alloc(CHUNK);
    const count = readSync(fd, chunk, 0, CHUNK, end + rest.length);
    if (count === 0) break;
    const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
    let used = 0;
    for (const line of wholeLines(bytes)) {
      used = line.end;
      const decoded = decodeRecord(line.bytes);
      const parsed = decoded.ok ? sessionLineSchema.safeParse(decoded.value) : undefined;
      if (parsed?.success === true) lines.push(parsed.data);
      else {
        const why = decoded.ok ? 'it is not a session line' : decoded.problem;
        problems.push(
          `${path}, byte ${String(end + line.start)}: a line was skipped: ${why}. People at that address sign in again.`,
        );
      }
    }
    end += used;
    rest = bytes.subarray(used);
    if (rest.length > MAX_RECORD_BYTES) {
      problems.push(
        `${path}, byte ${String(end)}: ${String(rest.length)} bytes without a line end were skipped. People sign in again.`,
      );
      end += rest.length;
      rest = Buffer.alloc(0);
    }
  }
  return { lines, problems, end };
}

/** Adds a line to the session log of `epoch`, synced before it returns. After a torn last line (a killed app) it begins on a new one. */
export function appendSession(folder: SiteFolder, epoch: number, line: SessionLine): void {
  const fd = openSync(folder.sessions(epoch), 'a+', 0o600);
  try {
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1);
    const torn = size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
    const bytes = Buffer.concat([Buffer.from(torn ? '\n' : ''), encodeRecord(line)]);
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Puts a log of exactly these lines in the place of the old one (compaction). */
export function rewriteSessions(folder: SiteFolder, epoch: number, lines: readonly SessionLine[]): void {
  writeWhole(folder.sessions(epoch), lines.map(encodeRecord));
}
