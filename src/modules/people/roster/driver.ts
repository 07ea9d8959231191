import { setImmediate as pause, setTimeout as wait } from 'node:timers/promises';

import type { Actor } from '../../../platform/access/access.ts';
import type { Runner } from '../../../platform/commands/runner.ts';
import type { Log } from '../../../platform/log/log.ts';
import { takeRosterStep } from './apply.ts';
import { undoRosterStep } from './undo.ts';

/** Which way the steps of an import are taken: on to its end, or back to its beginning. */
export type Way = 'on' | 'back';

/** What takes the steps of imports, one after the other, beside everything else the program does. */
export interface ImportDriver {
  /** Notes that the steps of an import are to be taken as this actor. A command says so; they begin once it is committed (`begin`). */
  note(way: Way): (id: string, actor: Actor) => void;
  begin(): void;
  isRunning(id: string): boolean;
  /** Returns when no step of this import is being taken here, or after so many milliseconds. */
  settled(id: string, atMostMs: number): Promise<void>;
}

/**
 * Takes the steps of an import until there are none left. Throws what a step throws: the import then stops where it is, and its page says
 * so. Each step is a transaction; between two of them whatever waits has its turn.
 */
export async function takeSteps(runner: Runner, id: string, actor: Actor, way: Way): Promise<void> {
  for (;;) {
    const outcome =
      way === 'on' ? await runner.run(takeRosterStep, actor, { id }) : await runner.run(undoRosterStep, actor, { id });
    if (!outcome.ok) throw new Error(outcome.errors[0]?.message ?? 'a step of the import failed');
    if (outcome.value === 0) return;
    await pause();
  }
}

/** Makes the driver of the program that serves the pages. */
export function makeDriver(runner: () => Runner, log: Log): ImportDriver {
  let noted: { id: string; actor: Actor; way: Way }[] = [];
  const running = new Map<string, Promise<void>>();
  const drive = async ({ id, actor, way }: { id: string; actor: Actor; way: Way }): Promise<void> => {
    try {
      await takeSteps(runner(), id, actor, way);
    } catch (error) {
      log.error({ import: id, err: error }, 'an import of a roster stopped half-way; its page says so');
    } finally {
      running.delete(id);
    }
  };
  return {
    note: (way) => (id, actor) => {
      noted.push({ id, actor, way });
    },
    begin() {
      const now = noted;
      noted = [];
      for (const one of now) if (!running.has(one.id)) running.set(one.id, drive(one));
    },
    isRunning: (id) => running.has(id),
    async settled(id, atMostMs) {
      const work = running.get(id);
      if (work === undefined) return;
      const over = new AbortController();
      await Promise.race([work, wait(atMostMs, undefined, { signal: over.signal, ref: false })]);
      over.abort();
    },
  };
}
