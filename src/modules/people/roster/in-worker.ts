import { Worker } from 'node:worker_threads';

import type { Answer, Task } from './worker-tasks.ts';

/** No roster takes so long to read; a file made to do so must not hold a thread. */
const LONGEST_MS = 60_000;
/** What a worker may take of the machine's memory. */
const MOST_MB = 768;
/** So long a worker waits for the next task: bringing a file, saying its columns and looking at the plan are tasks one after the other. */
const RESTS_MS = 30_000;

/** Thrown when a task could not be done: the file wanted more time or memory than a roster can need. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

type Did<Kind extends Task['do']> = Extract<Answer, { did: Kind }>;

/** A worker without a task, and what ends it. At most one: starting one costs more than most tasks do. */
let resting: { readonly worker: Worker; readonly wake: () => void } | undefined;

/** Does one task in a thread of its own and gives its answer. Throws `TooMuch` when it takes too long or too much memory. */
export async function inWorker<const Kind extends Task['do']>(task: Extract<Task, { do: Kind }>): Promise<Did<Kind>> {
  const worker = takeWorker();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => {
    reject(new TooMuch('the roster took too long to read'));
  }, LONGEST_MS);
  const failed = (error: unknown): void => {
    const memory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    reject(memory ? new TooMuch('the roster took too much memory to read') : error);
  };
  const ended = (): void => {
    reject(new TooMuch('the reader of rosters ended without an answer'));
  };
  worker.once('message', resolve).once('error', failed).once('exit', ended);
  try {
    worker.postMessage(task);
    const answer = await promise;
    if (!isFor(answer, task.do)) throw new TypeError('the reader of rosters answered something else');
    worker.off('error', failed).off('exit', ended);
    rest(worker);
    return answer;
  } catch (error) {
    // One that did not do its task does no other.
    worker.on('error', () => undefined);
    void worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function takeWorker(): Worker {
  if (resting === undefined) {
    return new Worker(new URL('roster-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    });
  }
  const { worker, wake } = resting;
  wake();
  return worker;
}

/** Lets a worker wait for the next task; it holds up no program that ends. */
function rest(worker: Worker): void {
  if (resting !== undefined) {
    void worker.terminate();
    return;
  }
  const gone = (): void => {
    wake();
    void worker.terminate();
  };
  const timer = setTimeout(gone, RESTS_MS).unref();
  const wake = (): void => {
    clearTimeout(timer);
    worker.off('exit', gone).off('error', gone).ref();
    resting = undefined;
  };
  worker.once('exit', gone).once('error', gone).unref();
  resting = { worker, wake };
}

function isFor<Kind extends Task['do']>(answer: Answer, kind: Kind): answer is Did<Kind> {
  return answer.did === kind;
}
