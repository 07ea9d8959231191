import { closeSync, fdatasync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Unusable } from '../../platform/errors/errors.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { FilterEvent, SpoolRecord } from './events.ts';
import { encodeRecord } from './record-lines.ts';
import { isSegmentId, segmentFile } from './segment-name.ts';

/**
 * Writes the filter's events, so that what was answered is on record and nothing is lost without being counted.
 *
 * - `append` holds an event back; every 100 ms all held events are written and synced.
 * - `appendNow` returns after the write: it survives a kill of the process. `appendSynced` returns after the sync: it survives a power cut.
 * - Order on disk is the order of the calls, and sequence numbers have no holes: an event gets its number when it is written.
 * - What cannot be written is counted. When writing works again, an `unrecorded` event comes before the next one.
 * - After a failed write the file is cut back to its last whole record; if that fails too, or a sync failed, a new segment begins.
 * Nothing here throws once the spool is open: the filter goes on deciding (contracts.md).
 */
export interface Spool {
  /** Holds an event back until the next flush. */
  append(event: FilterEvent): void;
  /** Writes before it returns; false when it could not be written (it is counted then). */
  appendNow(event: FilterEvent): boolean;
  /** Writes and syncs before it returns; false when it may not survive a power cut. */
  appendSynced(event: FilterEvent): boolean;
  /** Writes and syncs what is held back. */
  flush(): void;
  /** Events lost since the spool was opened, whether or not they have been reported since. */
  unrecorded(): number;
  /** What is wrong now, or null: the message of the last failure until a write succeeds. */
  trouble(): SpoolTrouble | null;
  /** Flushes and closes; stops the timer. */
  close(): void;
}

export interface SpoolTrouble {
  readonly code: 'spool-write' | 'spool-sync' | 'spool-full';
  /** Names the file, what happened and the cure. */
  readonly message: string;
}

/** The calls of node:fs that the spool makes: a test may stand in a disk that fills up. */
export interface SpoolDisk {
  /** Creates a new file for appending; fails when it exists. Makes the entry in its folder durable. */
  create(path: string): number;
  write(fd: number, bytes: Uint8Array, offset: number): number;
  sync(fd: number): void;
  /** Syncs without holding the thread up; `done` is told how it went, once and later. */
  syncLater(fd: number, done: (error: Error | null) => void): void;
  truncate(fd: number, length: number): void;
  close(fd: number): void;
  remove(path: string): void;
}

export interface SpoolOptions {
  readonly filter: string;
  readonly boot: string;
  readonly worker: number;
  readonly clock: Clock;
  /** How often held events are written and synced; 0 for never by itself (tests). Default 100. */
  readonly flushEveryMs?: number;
  /** Default 8 MiB. */
  readonly maxSegmentBytes?: number;
  /** Events that may be held back; more are counted as unrecorded. Default 20,000. */
  readonly maxHeld?: number;
  /** Told once at the start of each trouble, not at every event. Must not throw. */
  readonly onTrouble: (trouble: SpoolTrouble) => void;
  readonly disk?: SpoolDisk;
}

/** The machine's disk. */
export const systemDisk: SpoolDisk = {
  create(path) {
    const fd = openSync(path, 'ax', 0o600);
    try {
      const folder = openSync(dirname(path), 'r');
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    } catch (error) {
      closeSync(fd);
      rmSync(path, { force: true });
      throw error;
    }
    return fd;
  },
  write: (fd, bytes, offset) => writeSync(fd, bytes, offset),
  sync: fdatasyncSync,
  syncLater: fdatasync,
  truncate: ftruncateSync,
  close: closeSync,
  remove: (path) => {
    rmSync(path, { force: true });
  },
};

interface Segment {
  readonly path: string;
  readonly fd: number;
  /** Bytes of whole records. */
  size: number;
}

/**
 * Opens a spool in `folder` (the site folder's filter-to-app), which must exist. The first segment is made with the first event.
 * Throws Unusable when `filter` or `boot` cannot stand in a file name. Boot ids must sort in the order of the boots (segment-name.ts).
 */
export function openSpool(folder: string, options: SpoolOptions): Spool {
  const { filter, boot, worker, clock, onTrouble } = options;
  for (const [name, id] of [
    ['filter', filter],
    ['boot', boot],
  ] as const) {
    if (!isSegmentId(id)) {
      throw new Unusable(
        `spool ${name} id`,
        'has other characters than a file name can hold.',
        'Use a UUID, or up to 40 lower-case letters and digits.',
      );
    }
  }
  const disk = options.disk ?? systemDisk;
  const maxSegmentBytes = options.maxSegmentBytes ?? 8 * 1024 * 1024;
  const maxHeld = options.maxHeld ?? 20_000;

  let held: FilterEvent[] = [];
  let nextSeq = 1;
  let segment: Segment | undefined;
  let unsynced = false;
  /** The segment that a sync in the background is busy with: its descriptor must stay open meanwhile. */
  let syncing: Segment | undefined;
  let lostEver = 0;
  /** Lost and not yet reported by an `unrecorded` event. */
  let lost = 0;
  let lostSince = '';
  let trouble: SpoolTrouble | null = null;

  function lose(count: number): void {
    if (count === 0) return;
    if (lost === 0) lostSince = clock.now().round('millisecond').toString();
    lost += count;
    lostEver += count;
  }

  function complain(code: SpoolTrouble['code'], path: string, error: unknown): void {
    const problem = error instanceof Error ? error.message : 'unknown failure';
    const next = {
      code,
      message: `${path}: ${problem}. Web activity is not being recorded. Free space on this disk or mend it; recording goes on by itself.`,
    };
    const begins = trouble?.code !== code;
    trouble = next;
    if (begins) onTrouble(next);
  }

  function abandon(): void {
    if (segment === undefined) return;
    const given = segment;
    segment = undefined;
    unsynced = false;
    if (given === syncing) return; // closed when that sync is done
    release(given);
  }

  function release(given: Segment): void {
    try {
      disk.close(given.fd);
      // A segment is named after its first number: one without a record would stand in the way of the next.
      if (given.size === 0) disk.remove(given.path);
    } catch {
      // The descriptor is given up whatever close says; a file left in the way is complained of when it is met.
    }
  }

  function openSegment(): Segment | undefined {
    if (segment !== undefined && segment.size < maxSegmentBytes) return segment;
    if (segment !== undefined) {
      sync();
      abandon();
    }
    const path = join(folder, segmentFile(filter, boot, worker, nextSeq));
    try {
      segment = { path, fd: disk.create(path), size: 0 };
    } catch (error) {
      complain('spool-write', path, error);
    }
    return segment;
  }

  /** Writes events in order; gives how many of them are whole on disk. */
  function write(events: readonly FilterEvent[]): number {
    let done = 0;
    while (done < events.length || lost > 0) {
      const into = openSegment();
      if (into === undefined) break;
      const lines: Buffer[] = [];
      const reporting = lost > 0;
      if (reporting) {
        lines.push(
          line(
            { type: 'unrecorded', at: clock.now().round('millisecond').toString(), count: lost, since: lostSince },
            nextSeq,
          ),
        );
      }
      let bytes = into.size;
      for (let i = done; i < events.length && (lines.length === 0 || bytes < maxSegmentBytes); i++) {
        const event = events[i];
        if (event === undefined) break;
        const next = line(event, nextSeq + lines.length);
        bytes += next.length;
        lines.push(next);
      }
      const whole = writeLines(into, lines);
      nextSeq += whole;
      if (reporting && whole > 0) lost = 0;
      done += Math.max(0, whole - (reporting ? 1 : 0));
      if (whole < lines.length) break;
      trouble = null;
    }
    lose(events.length - done);
    return done;
  }

  function line(event: FilterEvent, seq: number): Buffer {
    const record: SpoolRecord = { filter, boot, worker, seq, event };
    return encodeRecord(record);
  }

  /** Gives how many lines are whole on disk. */
  function writeLines(into: Segment, lines: readonly Buffer[]): number {
    const block = Buffer.concat(lines);
    let written = 0;
    try {
      while (written < block.length) {
        const count = disk.write(into.fd, block, written);
        if (count === 0) throw new Error('the disk took no bytes');
        written += count;
      }
    } catch (error) {
      complain('spool-write', into.path, error);
    }
    let whole = 0;
    let wholeBytes = 0;
    for (const one of lines) {
      if (wholeBytes + one.length > written) break;
      wholeBytes += one.length;
      whole += 1;
    }
    into.size += wholeBytes;
    if (written > 0) unsynced = true;
    if (written > wholeBytes) cutBack(into);
    return whole;
  }

  /** A half-written record must not stand before the next whole one. */
  function cutBack(into: Segment): void {
    try {
      disk.truncate(into.fd, into.size);
    } catch {
      abandon();
    }
  }

  function sync(): boolean {
    // A sync in the background may still fail: who must be sure does not rely on it.
    if (segment === undefined || (!unsynced && syncing !== segment)) return true;
    try {
      disk.sync(segment.fd);
      unsynced = false;
      return true;
    } catch (error) {
      // After a failed sync the kernel may have dropped the pages: nothing more is added to this file.
      complain('spool-sync', segment.path, error);
      abandon();
      return false;
    }
  }

  function syncInBackground(): void {
    const busy = segment;
    if (busy === undefined || !unsynced || syncing !== undefined) return;
    syncing = busy;
    unsynced = false;
    disk.syncLater(busy.fd, (error) => {
      syncing = undefined;
      if (error !== null) complain('spool-sync', busy.path, error);
      if (segment !== busy) release(busy);
      else if (error !== null) abandon();
    });
  }

  function takeHeld(): FilterEvent[] {
    const taken = held;
    held = [];
    return taken;
  }

  function writeHeld(): void {
    if (held.length > 0 || lost > 0) write(takeHeld());
  }

  function flush(): void {
    writeHeld();
    sync();
  }

  /** Every 100 ms: a slow disk must not hold up browsers, so nobody waits for this sync. */
  function tick(): void {
    writeHeld();
    syncInBackground();
  }

  function appendNow(event: FilterEvent): boolean {
    const events = [...takeHeld(), event];
    return write(events) === events.length;
  }

  const everyMs = options.flushEveryMs ?? 100;
  const timer = everyMs === 0 ? undefined : setInterval(tick, everyMs);
  timer?.unref();

  return {
    append(event) {
      if (held.length >= maxHeld) lose(1);
      else held.push(event);
    },
    appendNow,
    appendSynced: (event) => appendNow(event) && sync(),
    flush,
    unrecorded: () => lostEver,
    trouble: () => trouble,
    close() {
      clearInterval(timer);
      flush();
      abandon();
    },
  };
}
