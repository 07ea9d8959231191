import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { file, page } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { documentEvents } from '../../events.ts';
import { documentOfDraft } from '../../model.ts';
import { mayReadDraft } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { sentFile, type FileKind } from '../files.ts';

/** The document as a draft would make it: as a page, as a PDF and for a word processor, for those who may read the draft. */
export function makeDraftDocument(parts: Pick<ModuleParts, 'whole' | 'config'>) {
  const readDraftDocument = query({
    name: 'policy.read-draft-document',
    input: z.object({ id: recordId<'policy-draft'>() }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: mayReadDraft,
    answer: async (db, { subject: draft }) => ({ id: draft.id, doc: await documentOfDraft(db, draft, parts) }),
    leaves: 'A draft holds the words of a policy and no records.',
  });
  const as = (kind: FileKind) =>
    file({
      path: `/policy/draft/:id/document.${kind}`,
      query: readDraftDocument,
      file: ({ doc }) => sentFile(doc, kind),
    });
  const draftDocumentPage = page({
    path: '/policy/draft/:id/document',
    template: 'modules/policy/documents/pages/document/page.njk',
    query: readDraftDocument,
    view: ({ id, doc }) => ({
      title: 'The draft as a document',
      back: { href: `/policy/draft/${id}`, text: 'Back to the draft' },
      data: {
        doc,
        pdf: `/policy/draft/${id}/document.pdf`,
        docx: `/policy/draft/${id}/document.docx`,
      },
    }),
  });
  return { query: readDraftDocument, pages: [draftDocumentPage, as('pdf'), as('docx')] };
}
