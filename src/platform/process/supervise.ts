import { spawn, type ChildProcess } from 'node:child_process';

import type { Clock } from '../time/clock.ts';

/**
 * Keeps child processes running: starts each, starts again the one that dies, hands on signals, waits for the end.
 * Children get our own standard output and error, never a pipe: a pipe's reader that dies takes its writers down with it.
 */

export interface Part {
  /** As the person at the screen calls it: "web app". */
  readonly name: string;
  /** Full path of the script that Node runs. */
  readonly file: string;
}

/** All in milliseconds. */
export interface SuperviseTiming {
  /** Wait before the first new start; doubled each time up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** After this long alive the wait begins again at `firstWait`. */
  readonly steadyAfter: number;
  /** From the signal to stop until what is left is killed. */
  readonly stopDeadline: number;
}

export const usualTiming: SuperviseTiming = {
  firstWait: 200,
  longestWait: 5000,
  steadyAfter: 60_000,
  stopDeadline: 10_000,
};

/** A part that ends with this exit code says "my settings are wrong": starting again cannot help (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIGURATION = 78;

/** A part that ends with this exit code lacks something that may come back, such as its database (EX_TEMPFAIL): it is started again. */
export const EXIT_TRY_AGAIN = 75;

export interface Supervision {
  /** Hands the signal to all parts and starts none again. Asking twice does nothing more. */
  stop(signal: 'SIGINT' | 'SIGTERM'): void;
  /** Exit code once every part has ended: 0, 78 when a part could not work with its settings, 1 when one had to be killed. */
  readonly ended: Promise<number>;
}

/** Starts the parts. `say` gets one line of text for each thing that happens. */
export function supervise(
  parts: readonly Part[],
  { clock, say, timing = usualTiming }: { clock: Clock; say: (line: string) => void; timing?: SuperviseTiming },
): Supervision {
  const running = new Map<Part, ChildProcess>();
  const waiting = new Map<Part, NodeJS.Timeout>();
  const ended = Promise.withResolvers<number>();
  let stopping = false;
  let exitCode = 0;
  let deadline: NodeJS.Timeout | undefined;

  const start = (part: Part, wait: number): void => {
    waiting.delete(part);
    const startedAt = clock.monotonicMs();
    const child = spawn(process.execPath, [part.file], { stdio: ['ignore', 'inherit', 'inherit'] });
    running.set(part, child);
    say(`${part.name} started${child.pid === undefined ? '' : ` (process ${String(child.pid)})`}`);
    let over = false;
    const onEnd = (how: string, code: number | null): void => {
      if (over) return;
      over = true;
      running.delete(part);
      const alive = clock.monotonicMs() - startedAt;
      again(part, how, code, alive >= timing.steadyAfter ? timing.firstWait : wait);
    };
    child.once('error', (error) => {
      onEnd(`could not be started (${error.message})`, null);
    });
    child.once('exit', (code, signal) => {
      onEnd(signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`, code);
    });
  };

  const again = (part: Part, how: string, code: number | null, wait: number): void => {
    if (stopping) {
      finishWhenAllEnded();
    } else if (code === EXIT_CONFIGURATION) {
      say(`${part.name} cannot work with its settings, see above; stopping everything`);
      exitCode = EXIT_CONFIGURATION;
      stop('SIGTERM');
    } else {
      say(`${part.name} ${how}; starting it again in ${String(wait / 1000)} s`);
      const next = Math.min(wait * 2, timing.longestWait);
      waiting.set(
        part,
        setTimeout(() => {
          start(part, next);
        }, wait),
      );
    }
  };

  const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (stopping) return;
    stopping = true;
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
    for (const child of running.values()) child.kill(signal);
    deadline = setTimeout(() => {
      for (const [part, child] of running) {
        say(`${part.name} did not stop within ${String(timing.stopDeadline / 1000)} s and is killed`);
        exitCode = exitCode === 0 ? 1 : exitCode;
        child.kill('SIGKILL');
      }
    }, timing.stopDeadline);
    finishWhenAllEnded();
  };

  const finishWhenAllEnded = (): void => {
    if (running.size > 0) return;
    clearTimeout(deadline);
    ended.resolve(exitCode);
  };

  for (const part of parts) start(part, timing.firstWait);
  return { stop, ended: ended.promise };
}
