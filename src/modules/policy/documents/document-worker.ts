import { parentPort } from 'node:worker_threads';

import { docxOf } from './docx.ts';
import type { MadeFile, MakeFile } from './make-file.ts';
import { pdfOf } from './pdf.ts';

/** The thread in which files are made: a long policy takes a second, and no page waits for it. */
parentPort?.on('message', (task: MakeFile) => {
  void (async () => {
    const bytes = task.as === 'pdf' ? await pdfOf(task.document) : await docxOf(task.document);
    const answer: MadeFile = { bytes };
    parentPort?.postMessage(answer);
  })();
});
