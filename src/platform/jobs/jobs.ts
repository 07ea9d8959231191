import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../time/clock.ts';

/** Something Schoolgate does by itself, again and again. What it changes, it changes by commands, as a named actor. */
export interface Job {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

interface Tables {
  job_run: { name: string; school_id: string; ran_at: string };
}

export interface JobRunner {
  /** Each job's last good run and last trouble, for health. */
  state(): readonly { name: string; lastRun: string | undefined; trouble: string | undefined }[];
  stop(): Promise<void>;
}

/** Starts the jobs. A job that throws is logged and tried again at its next turn; it never ends the program. */
export function startJobs(jobs: readonly Job[], parts: { clock: Clock; log: Log }): JobRunner {
  const states = new Map<string, { lastRun: string | undefined; trouble: string | undefined }>();
  let stopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const turn = (job: Job): void => {
    const run = (async (): Promise<void> => {
      const state = states.get(job.name) ?? { lastRun: undefined, trouble: undefined };
      try {
        await job.run();
        states.set(job.name, { lastRun: parts.clock.now().toString(), trouble: undefined });
      } catch (error) {
        const trouble = error instanceof Error ? error.message : String(error);
        if (state.trouble !== trouble)
          parts.log.error({ job: job.name, err: error }, 'a job failed; it is tried again');
        states.set(job.name, { lastRun: state.lastRun, trouble });
      }
    })();
    running.add(run);
    void run.then(() => {
      running.delete(run);
      if (!stopped) timers.set(job.name, setTimeout(turn, job.everyMs, job));
    });
  };
  for (const job of jobs) turn(job);
  return {
    state: () =>
      jobs.map((job) => ({ name: job.name, ...(states.get(job.name) ?? { lastRun: undefined, trouble: undefined }) })),
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/**
 * True once per `period` for a job and school, also over restarts: notes the run when it says yes.
 * For work that is due once a day or a week rather than every few seconds.
 */
export async function dueAgain(
  store: Store,
  clock: Clock,
  job: { name: string; school: string; period: Temporal.Duration },
): Promise<boolean> {
  const tables = machinery<Tables>(store);
  const now = clock.now();
  return tables.transaction(async (db) => {
    const row = await db
      .selectFrom('job_run')
      .select('ran_at')
      .where('name', '=', job.name)
      .where('school_id', '=', job.school)
      .executeTakeFirst();
    if (row !== undefined && Temporal.Instant.compare(Temporal.Instant.from(row.ran_at).add(job.period), now) > 0) {
      return false;
    }
    await db
      .insertInto('job_run')
      .values({ name: job.name, school_id: job.school, ran_at: now.toString() })
      .onConflict((conflict) => conflict.columns(['name', 'school_id']).doUpdateSet({ ran_at: now.toString() }))
      .execute();
    return true;
  });
}
