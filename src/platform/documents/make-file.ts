import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import { Refused } from '../errors/errors.ts';
import type { WrittenDocument } from './written.ts';

/**
 * Makes the file of a document in a thread of its own, one at a time, and keeps the last few of those that anybody may have: the policy in force is made once for all who
 * ask for it.
 */

/** No document takes so long. */
const LONGEST_MS = 60_000;
const MOST_MB = 512;
/** So many files are kept, the one asked for longest ago goes first. */
const KEPT = 6;
/** So many may wait to be made: whoever asks for another is told to come back. */
const MOST_WAITING = 8;

const made = new Map<string, Uint8Array>();
const making = new Map<string, Promise<Uint8Array>>();
let last: Promise<unknown> = Promise.resolve();

const pdfWorker = new URL('pdf-worker.ts', import.meta.url);

/** A document as a tagged PDF. See `fileBy`. */
export async function pdfFile(document: WrittenDocument, after: 'kept' | 'forgotten'): Promise<Uint8Array> {
  return fileBy(pdfWorker, document, after);
}

/**
 * The file of a document: `worker` is the file of a thread that is sent the document and answers with the bytes, or with why it refuses. `forgotten` is what not everybody may read: no copy of it
 * stays. Throws `Refused` SG-BUSY when too many others are being made, and SG-NOT-SHOWN when the document refuses.
 */
export async function fileBy(worker: URL, document: object, after: 'kept' | 'forgotten'): Promise<Uint8Array> {
  const key = `${worker.href} ${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`;
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
  const turn = last.then(() => inThread(worker, document));
  last = turn.catch(() => undefined);
  making.set(key, turn);
  try {
    const bytes = await turn;
    if (after === 'kept') made.set(key, bytes);
    const [oldest] = made.keys();
    if (made.size > KEPT && oldest !== undefined) made.delete(oldest);
    return bytes;
  } finally {
    making.delete(key);
  }
}

async function inThread(file: URL, document: object): Promise<Uint8Array> {
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MOST_MB } });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const timer = setTimeout(() => {
    reject(new Error('the document took too long to make'));
  }, LONGEST_MS);
  worker.once('message', (answer: Uint8Array | { readonly refused: string }) => {
    if ('refused' in answer) reject(new Refused('SG-NOT-SHOWN', answer.refused));
    else resolve(answer);
  });
  worker.once('error', reject);
  worker.once('exit', () => {
    reject(new Error('the maker of documents ended without an answer'));
  });
  try {
    worker.postMessage(document);
    return await promise;
  } finally {
    clearTimeout(timer);
    // What it still says is of no interest.
    worker.on('error', () => undefined);
    await worker.terminate();
  }
}
