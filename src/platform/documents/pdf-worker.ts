import { parentPort } from 'node:worker_threads';

import { pdfOf, refusalOf } from './tagged-pdf.ts';
import type { WrittenDocument } from './written.ts';

/** The thread in which a PDF is made: a long document takes a second, and no page waits for it. */
parentPort?.on('message', (document: WrittenDocument) => {
  const refused = refusalOf(document);
  if (refused !== undefined) {
    parentPort?.postMessage({ refused });
    return;
  }
  void pdfOf(document).then((bytes) => {
    parentPort?.postMessage(bytes);
  });
});
