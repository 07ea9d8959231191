import { Worker } from 'node:worker_threads';

import type { Answer, Task } from './worker-tasks.ts';

/** No roster takes so long to read; a file made to do so must not hold a thread. */
const LONGEST_MS = 60_000;
/** What a worker may take of the machine's memory. */
const MOST_MB = 768;

/** Thrown when a task could not be done: the file wanted more time or memory than a roster can need. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

type Did<Kind extends Task['do']> = Extract<Answer, { did: Kind }>;

/** Does one task in a thread of its own and gives its answer. Throws `TooMuch` when it takes too long or too much memory. */
export async function inWorker<const Kind extends Task['do']>(task: Extract<Task, { do: Kind }>): Promise<Did<Kind>> {
  const worker = new Worker(new URL('roster-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => {
    reject(new TooMuch('the roster took too long to read'));
  }, LONGEST_MS);
  worker.once('message', resolve);
  worker.once('error', (error: unknown) => {
    const memory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    reject(memory ? new TooMuch('the roster took too much memory to read') : error);
  });
  worker.once('exit', () => {
    reject(new TooMuch('the reader of rosters ended without an answer'));
  });
  try {
    worker.postMessage(task);
    const answer = await promise;
    if (!isFor(answer, task.do)) throw new TypeError('the reader of rosters answered something else');
    return answer;
  } finally {
    clearTimeout(timer);
    void worker.terminate();
  }
}

function isFor<Kind extends Task['do']>(answer: Answer, kind: Kind): answer is Did<Kind> {
  return answer.did === kind;
}
