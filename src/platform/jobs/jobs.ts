import type { Log } from '../log/log.ts';
import type { Clock } from '../time/clock.ts';

/** Something Schoolgate does by itself, again and again. What it changes, it changes by commands, as a named actor. */
export interface Job {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly run: () => Promise<void>;
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
