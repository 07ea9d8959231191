import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { Kysely } from 'kysely';

import { readSegments, type SpoolGap, type SpoolReading } from '../../../filter/spool/spool-reader.ts';
import { parseSegmentFile } from '../../../filter/spool/segment-name.ts';
import { machinery, machineryIn } from '../../../platform/db/machinery.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Store } from '../../../platform/db/store.ts';
import type { Ids, SchoolId } from '../../../platform/ids/ids.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { owned, stamp, type EventRow, type GapRow, type PositionRow, type WriterRow } from '../tables.ts';
import { instantIn, isHelpVisit, rowOf, type RecordedEvent } from './event-row.ts';

/**
 * Takes the spool in, exactly once. Events, gaps, how far each writer was seen and the position in each segment are one transaction: a stop
 * between any two steps leaves either all of a batch or nothing of it, and the next call begins where the last commit ended. A second taker
 * on the same store finds the positions moved and begins again; the unique key of an event is the last belt.
 */

interface Tables {
  filter_event: EventRow;
  intake_position: PositionRow;
  intake_writer: WriterRow;
  spool_gap: GapRow;
}

export interface IntakeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The site folder's filter-to-app. */
  readonly folder: string;
  /** What has to come of an event. */
  readonly followUpOf: (event: RecordedEvent) => 'alert' | 'request' | null;
}

export interface BatchTaken {
  /** Events stored in this batch. Help visits are read and not stored. */
  readonly events: number;
  readonly gaps: number;
  /** True when there may be more to take in at once. */
  readonly more: boolean;
  /** Segments that could not be opened: each message names file and cure. They are tried again. */
  readonly unreadable: readonly string[];
}

/** Records in the first batch of a turn; the next ones follow what this machine can do. */
export const BATCH = 100;

const NOTHING: BatchTaken = { events: 0, gaps: 0, more: false, unreadable: [] };

/** Takes in one batch for the school. Throws what the disk or the store says; then nothing of the batch is kept. */
export async function takeInBatch(parts: IntakeParts, school: SchoolId, batch: number = BATCH): Promise<BatchTaken> {
  const tables = machinery<Tables>(parts.store, owned.sealed);
  const positions = await positionsOf(tables.reading, school);
  if (unreadSince(parts.folder, positions) === undefined) return NOTHING;
  const reading = readSegments(parts.folder, positions, { maxRecords: batch });
  const damaged = reading.gaps.filter((gap) => !isUnreadable(gap));
  const unreadable = reading.gaps.filter(isUnreadable).map((gap) => gap.message);

  const written = await tables.transaction(async (db) => {
    const now = await positionsOf(db, school);
    for (const file of reading.positions.keys()) {
      // Another taker was here between our reading and now.
      if ((now.get(file) ?? 0) !== (positions.get(file) ?? 0)) return undefined;
    }
    const { events, gaps, writers } = sortOut(parts, school, reading, damaged, await writersOf(db, school));
    let stored = 0;
    if (events.length > 0) {
      const result = await db
        .insertInto('filter_event')
        .values(events)
        .onConflict((conflict) => conflict.columns(['school_id', 'filter_id', 'boot_id', 'worker', 'seq']).doNothing())
        .executeTakeFirst();
      stored = Number(result.numInsertedOrUpdatedRows ?? 0n);
    }
    for (const gap of gaps) {
      await db
        .insertInto('spool_gap')
        .values(gap)
        .onConflict((conflict) => conflict.columns(['school_id', 'gap_key']).doNothing())
        .execute();
    }
    for (const writer of writers) {
      await db
        .insertInto('intake_writer')
        .values(writer)
        .onConflict((conflict) =>
          conflict
            .columns(['school_id', 'filter_id', 'boot_id', 'worker'])
            .doUpdateSet({ last_seq: writer.last_seq, damaged: writer.damaged }),
        )
        .execute();
    }
    for (const [file, position] of reading.positions) {
      if (position === (positions.get(file) ?? 0)) continue;
      await db
        .insertInto('intake_position')
        .values({ school_id: school, file, position })
        .onConflict((conflict) => conflict.columns(['school_id', 'file']).doUpdateSet({ position }))
        .execute();
    }
    return { events: stored, gaps: gaps.length };
  });
  if (written === undefined) return { ...NOTHING, more: true };
  return { ...written, more: reading.more, unreadable };
}

/**
 * When the oldest segment with bytes that are not taken in yet was last written, in epoch milliseconds; undefined when all is taken in, or
 * the filter has never run here. The unfinished tail of a living writer counts as unread until its next record.
 */
export function unreadSince(folder: string, positions: ReadonlyMap<string, number>): number | undefined {
  let oldest: number | undefined;
  for (const file of filesIn(folder)) {
    if (parseSegmentFile(file) === undefined) continue;
    const stat = statSync(join(folder, file), { throwIfNoEntry: false });
    if (stat === undefined || stat.size <= (positions.get(file) ?? 0)) continue;
    oldest = Math.min(oldest ?? stat.mtimeMs, stat.mtimeMs);
  }
  return oldest;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** How far the school's intake has come in each segment. */
export function intakePositions(store: Store, school: string): Promise<ReadonlyMap<string, number>> {
  return positionsOf(machinery<Tables>(store, owned.sealed).reading, school);
}

/**
 * Writes down, in a restore's own transaction, that nothing is known of the time between the backup and the restore: what the filter reported
 * then is in no record. How many events that were, nobody can say: it counts as one gap of unknown size.
 */
export async function noteRestoreGap(
  handle: WriteHandle,
  gap: { readonly id: string; readonly since: Temporal.Instant; readonly now: Temporal.Instant },
): Promise<void> {
  await machineryIn<Tables>(handle)
    .insertInto('spool_gap')
    .values({
      school_id: handle.school,
      id: gap.id,
      gap_key: `restored:${gap.now.toString()}`,
      kind: 'restored',
      events: 1,
      since: stamp(gap.since),
      noticed_at: stamp(gap.now),
      file: '',
      line: null,
    })
    .execute();
}

/** A segment that could not be opened is tried again, and is no gap: its events may still come. */
function isUnreadable(gap: SpoolGap): boolean {
  return gap.message.includes('It is tried again');
}

async function positionsOf(db: Kysely<Tables>, school: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('intake_position')
    .select(['file', 'position'])
    .where('school_id', '=', school)
    .execute();
  return new Map(rows.map((row) => [row.file, row.position]));
}

async function writersOf(db: Kysely<Tables>, school: SchoolId): Promise<Map<string, WriterRow>> {
  const rows = await db.selectFrom('intake_writer').selectAll().where('school_id', '=', school).execute();
  return new Map(rows.map((row) => [writerKey(row.filter_id, row.boot_id, row.worker), { ...row }]));
}

function writerKey(filter: string, boot: string, worker: number): string {
  return `${filter}:${boot}:${String(worker)}`;
}

/** What a reading comes to: rows of events, gaps, and the writers whose sequence moved. */
function sortOut(
  parts: IntakeParts,
  school: SchoolId,
  reading: SpoolReading,
  damaged: readonly SpoolGap[],
  writers: Map<string, WriterRow>,
): { events: EventRow[]; gaps: GapRow[]; writers: WriterRow[] } {
  const takenInAt = parts.clock.now();
  const events: EventRow[] = [];
  const gaps: GapRow[] = [];
  const moved = new Set<WriterRow>();
  const writer = (filter: string, boot: string, worker: number): WriterRow => {
    const key = writerKey(filter, boot, worker);
    const row = writers.get(key) ?? {
      school_id: school,
      filter_id: filter,
      boot_id: boot,
      worker,
      last_seq: 0,
      damaged: 0,
    };
    writers.set(key, row);
    moved.add(row);
    return row;
  };
  const gap = (given: Pick<GapRow, 'gap_key' | 'kind' | 'events' | 'file' | 'line'> & { since?: string }): void => {
    gaps.push({ since: null, ...given, school_id: school, id: parts.ids.next(), noticed_at: stamp(takenInAt) });
  };

  for (const { file, line } of damaged) {
    const segment = parseSegmentFile(file);
    if (segment !== undefined) writer(segment.filter, segment.boot, segment.worker).damaged += 1;
    gap({ gap_key: `damaged:${file}:${String(line)}`, kind: 'damaged', events: 1, file, line });
  }
  for (const { file } of reading.torn) gap({ gap_key: `torn:${file}`, kind: 'torn', events: 1, file, line: null });

  for (const record of reading.records) {
    const row = writer(record.filter, record.boot, record.worker);
    const key = `${writerKey(record.filter, record.boot, record.worker)}:${String(record.seq)}`;
    const hole = record.seq - row.last_seq - 1;
    if (hole > 0) {
      // Lines that could not be read are in the record of gaps already: only the rest is missing without a trace.
      const missing = Math.max(0, hole - row.damaged);
      row.damaged = Math.max(0, row.damaged - hole);
      if (missing > 0) gap({ gap_key: `missing:${key}`, kind: 'missing', events: missing, file: '', line: null });
    }
    row.last_seq = Math.max(row.last_seq, record.seq);

    const { event } = record;
    if (event.type === 'unrecorded') {
      const since = instantIn(event.since);
      gap({
        gap_key: `unrecorded:${key}`,
        kind: 'unrecorded',
        events: event.count,
        file: '',
        line: null,
        ...(since === undefined ? {} : { since: stamp(since) }),
      });
      continue;
    }
    if (isHelpVisit(event)) continue;
    const at = instantIn(event.at);
    if (at === undefined) {
      gap({ gap_key: `shape:${key}`, kind: 'damaged', events: 1, file: '', line: null });
      continue;
    }
    events.push(
      rowOf(record, event, at, { school, id: parts.ids.next(), takenInAt, followUp: parts.followUpOf(event) }),
    );
  }
  return { events, gaps, writers: [...moved] };
}
