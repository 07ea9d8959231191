import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import { Refused } from '../../../platform/errors/errors.ts';
import type { PolicyDocument } from './model.ts';

/**
 * Makes the PDF or the DOCX of a document in a thread of its own, one at a time, and keeps the last few: the one in force is asked for by anybody, and is made once
 * for all of them.
 */

export type FileKind = 'pdf' | 'docx';

export interface MakeFile {
  readonly as: FileKind;
  readonly document: PolicyDocument;
}

export interface MadeFile {
  readonly bytes: Uint8Array;
}

/** No policy takes so long. */
const LONGEST_MS = 60_000;
const MOST_MB = 512;
/** So many files are kept, the one asked for longest ago goes first. */
const KEPT = 6;
/** So many may wait to be made: whoever asks for another is told to come back. */
const MOST_WAITING = 8;

const made = new Map<string, Uint8Array>();
const making = new Map<string, Promise<Uint8Array>>();
let last: Promise<unknown> = Promise.resolve();

/** The file of a document. Throws `Refused` SG-BUSY when too many others are being made. */
export async function fileOf(document: PolicyDocument, as: FileKind): Promise<Uint8Array> {
  const key = `${as} ${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`;
  const kept = made.get(key);
  if (kept !== undefined) {
    made.delete(key);
    made.set(key, kept);
    return kept;
  }
  const running = making.get(key);
  if (running !== undefined) return running;
  if (making.size >= MOST_WAITING) {
    throw new Refused('SG-BUSY', 'Several documents are being made just now. Try again in a minute.');
  }
  const turn = last.then(() => inThread({ as, document }));
  last = turn.catch(() => undefined);
  making.set(key, turn);
  try {
    const bytes = await turn;
    made.set(key, bytes);
    const [oldest] = made.keys();
    if (made.size > KEPT && oldest !== undefined) made.delete(oldest);
    return bytes;
  } finally {
    making.delete(key);
  }
}

async function inThread(task: MakeFile): Promise<Uint8Array> {
  const worker = new Worker(new URL('document-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
  });
  const { promise, resolve, reject } = Promise.withResolvers<MadeFile>();
  const timer = setTimeout(() => {
    reject(new Error('the policy document took too long to make'));
  }, LONGEST_MS);
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => {
    reject(new Error('the maker of policy documents ended without an answer'));
  });
  try {
    worker.postMessage(task);
    return (await promise).bytes;
  } finally {
    clearTimeout(timer);
    // What it still says is of no interest.
    worker.on('error', () => undefined);
    await worker.terminate();
  }
}
