import { query } from '../../../../platform/commands/command.ts';
import { pdfFile } from '../../../../platform/documents/make-file.ts';
import { file, page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { schoolName } from '../../../school/index.ts';
import { standardEvents } from '../../events.ts';
import { mayReadReview } from '../../policy.ts';
import { showReview, viewed, wholeReview } from '../../queries/show-review.ts';
import { loadSubject } from '../../review/access.ts';
import { reviewModel } from '../review/model.ts';
import { writtenReview } from './written.ts';

/** A review as a document, to print and as a tagged PDF, for those who may read it. */
export function makeDocumentPages({ config }: Pick<ModuleParts, 'config'>) {
  const readDocument = query({
    name: 'standards.read-review-document',
    input: showReview.input,
    events: standardEvents,
    load: loadSubject,
    policy: mayReadReview,
    answer: async (db, { subject, actor }) => {
      const review = reviewModel(await wholeReview(db, subject), actor);
      return { id: review.id, doc: writtenReview(review, await schoolName(db), config.demo) };
    },
    leaves: viewed,
  });
  return {
    query: readDocument,
    page: page({
      path: '/standards/review/:id/document',
      template: 'modules/standards/pages/document/page.njk',
      query: readDocument,
      view: ({ id, doc }) => ({
        title: doc.title,
        back: { href: `/standards/review/${id}`, text: 'Back to the review' },
        data: { doc, pdf: `/standards/review/${id}/document.pdf` },
      }),
    }),
    file: file({
      path: '/standards/review/:id/document.pdf',
      query: readDocument,
      file: ({ doc }) => ({
        name: `${doc.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.pdf`,
        type: 'application/pdf',
        body: (async function* () {
          yield await pdfFile(doc, 'forgotten');
        })(),
      }),
    }),
  };
}
