import type { Kysely } from 'kysely';

import { machinery, machineryIn } from '../db/machinery.ts';
import type { WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import type { RunMarks } from './run-marks.ts';

/** What was taken, when, where, and what came of it: machinery, written here alone. A run that is asked for waits for the job. */
export interface RunRow {
  id: string;
  school_id: string;
  /** Whoever pressed the button; null when it was the night's. */
  asked_by: string | null;
  asked_at: string;
  state: 'asked' | 'running' | 'verified' | 'failed';
  started_at: string | null;
  ended_at: string | null;
  file: string | null;
  bytes: number | null;
  sha256: string | null;
  /** Fingerprints of the keys that open it, as a JSON list. */
  keys: string;
  /** What went wrong, with its cure, for people. */
  trouble: string | null;
  /** When whoever runs it last said that it is alive. */
  beat_at: string | null;
  parts_done: number;
  parts: number;
}

interface Tables {
  backup_run: RunRow;
}

/** A run whose mark stands and that has not been heard for so long is taken for dead: its program was killed. */
const DEAD_AFTER = { minutes: 2 };

/** Asks for a run, in a command's own transaction. The job begins it within seconds. */
export async function askForRun(
  handle: WriteHandle,
  run: { readonly id: string; readonly by: string | null; readonly at: Temporal.Instant },
): Promise<void> {
  await machineryIn<Tables>(handle)
    .insertInto('backup_run')
    .values({
      id: run.id,
      school_id: handle.school,
      asked_by: run.by,
      asked_at: run.at.toString(),
      state: 'asked',
      started_at: null,
      ended_at: null,
      file: null,
      bytes: null,
      sha256: null,
      keys: '[]',
      trouble: null,
      beat_at: null,
      parts_done: 0,
      parts: 0,
    })
    .execute();
}

/** The runs of a school, for whoever takes backups. */
export interface Runs {
  /** The oldest run that waits to be begun. */
  asked(): Promise<RunRow | undefined>;
  /** The newest run that ended well; undefined when there never was one. */
  newestVerified(): Promise<RunRow | undefined>;
  newest(): Promise<RunRow | undefined>;
  /** Writes `failed` where a run ended without being able to say so: its mark is gone, or its program was killed. */
  settle(now: Temporal.Instant): Promise<void>;
  /** Begins a run, whose mark is set. False when another one runs, here or in another program: only one does at a time. */
  begin(id: string, now: Temporal.Instant): Promise<boolean>;
  beat(id: string, now: Temporal.Instant, parts: { readonly done: number; readonly of: number }): Promise<void>;
  end(
    id: string,
    now: Temporal.Instant,
    result: Pick<RunRow, 'state'> & Partial<Pick<RunRow, 'file' | 'bytes' | 'sha256' | 'keys' | 'trouble'>>,
  ): Promise<void>;
}

const ENDED_UNSAID =
  'It ended, and how could not be written down: the disk was full, or could not be written. See what room there is on it.';
const KILLED = 'The program was stopped while it ran.';

/** Opens the runs of a school, with the marks of those that are under way. */
export function backupRuns(store: Store, school: string, marks: RunMarks): Runs {
  const tables = machinery<Tables>(store);
  const own = () => tables.reading.selectFrom('backup_run').selectAll().where('school_id', '=', school);
  const settleIn = async (db: Kysely<Tables>, now: Temporal.Instant): Promise<void> => {
    const silent = now.subtract(DEAD_AFTER);
    const rows = await db
      .selectFrom('backup_run')
      .select(['id', 'beat_at'])
      .where('school_id', '=', school)
      .where('state', '=', 'running')
      .execute();
    for (const { id, beat_at: beat } of rows) {
      const killed = beat === null || Temporal.Instant.compare(Temporal.Instant.from(beat), silent) < 0;
      if (marks.stands(id) && !killed) continue;
      const trouble = marks.stands(id) ? KILLED : ENDED_UNSAID;
      await db
        .updateTable('backup_run')
        .set({ state: 'failed', ended_at: now.toString(), trouble })
        .where('id', '=', id)
        .execute();
      marks.clear(id);
    }
  };
  return {
    asked: () => own().where('state', '=', 'asked').orderBy('asked_at').limit(1).executeTakeFirst(),
    newestVerified: () =>
      own().where('state', '=', 'verified').orderBy('started_at', 'desc').limit(1).executeTakeFirst(),
    newest: () => own().orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst(),
    settle: (now) => tables.transaction((db) => settleIn(db, now)),
    begin: (id, now) =>
      tables.transaction(async (db) => {
        await settleIn(db, now);
        const other = await db
          .selectFrom('backup_run')
          .select('id')
          .where('school_id', '=', school)
          .where('state', '=', 'running')
          .executeTakeFirst();
        if (other !== undefined) return false;
        const begun = await db
          .updateTable('backup_run')
          .set({ state: 'running', started_at: now.toString(), beat_at: now.toString() })
          .where('id', '=', id)
          .where('state', '=', 'asked')
          .executeTakeFirst();
        return begun.numUpdatedRows === 1n;
      }),
    async beat(id, now, parts) {
      await tables.transaction((db) =>
        db
          .updateTable('backup_run')
          .set({ beat_at: now.toString(), parts_done: parts.done, parts: parts.of })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .execute(),
      );
    },
    async end(id, now, result) {
      await tables.transaction((db) =>
        db
          .updateTable('backup_run')
          .set({ ...result, ended_at: now.toString() })
          .where('id', '=', id)
          .execute(),
      );
    },
  };
}
