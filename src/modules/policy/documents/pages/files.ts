import type { SentFile } from '../../../../platform/http/pages.ts';
import { fileBy, pdfFile } from '../../../../platform/documents/make-file.ts';
import type { PolicyDocument } from '../model.ts';
import { writtenPolicy } from '../written.ts';

export type FileKind = 'pdf' | 'docx';

const docxWorker = new URL('../docx-worker.ts', import.meta.url);

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** A document as a file to save. It is made while it is sent: no connection to the store waits for it. */
export function sentFile(document: PolicyDocument, as: FileKind): SentFile {
  return {
    name: `${document.title}-${document.version}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') + `.${as}`,
    type: types[as],
    body: (async function* () {
      yield await (as === 'pdf' ? pdfFile(writtenPolicy(document), 'kept') : fileBy(docxWorker, document, 'kept'));
    })(),
  };
}
