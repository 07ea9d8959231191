import type { SentFile } from '../../../../platform/http/pages.ts';
import { fileOf, type FileKind } from '../make-file.ts';
import type { PolicyDocument } from '../model.ts';

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
      yield await fileOf(document, as);
    })(),
  };
}
