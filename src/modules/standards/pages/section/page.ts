import { form } from '../../../../platform/http/pages.ts';
import { writeSection } from '../../commands/work-on-review.ts';
import { showSection } from '../../queries/show-review.ts';

/** One section of a review to be written. */
export const sectionPage = form({
  path: '/standards/review/:id/section/:section',
  template: 'modules/standards/pages/section/page.njk',
  query: showSection,
  view: ({ review, section, part, causes, lastYear }) => ({
    title: section.title,
    back: { href: `/standards/review/${review.id}`, text: 'Back to the review' },
    values: { words: part?.words },
    data: {
      action: `/standards/review/${review.id}/section/${section.code}`,
      title: section.title,
      asks: section.asks,
      lines: review.evidence[section.code] ?? [],
      causes,
      seen: part?.id ?? '',
      lastYear,
      draft: review.state === 'draft',
    },
  }),
  command: writeSection,
  next: ({ id, title }) => ({ to: `/standards/review/${id}`, notice: `Saved: ${title}.` }),
});
