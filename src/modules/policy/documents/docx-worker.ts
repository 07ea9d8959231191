import { parentPort } from 'node:worker_threads';

import { docxOf } from './docx.ts';
import type { PolicyDocument } from './model.ts';

/** The thread in which a file for a word processor is made: a long policy takes a second, and no page waits for it. */
parentPort?.on('message', (document: PolicyDocument) => {
  void docxOf(document).then((bytes) => {
    parentPort?.postMessage(bytes);
  });
});
