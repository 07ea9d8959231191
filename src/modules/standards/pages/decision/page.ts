import { form } from '../../../../platform/http/pages.ts';
import { recordDecision } from '../../commands/work-on-review.ts';
import { showPreparing } from '../../queries/show-review.ts';
import { verdictLabels } from '../../review/words.ts';

/** A decision on what is blocked or allowed. */
export const decisionPage = form({
  path: '/standards/review/:id/decision',
  template: 'modules/standards/pages/decision/page.njk',
  query: showPreparing,
  view: ({ review }) => ({
    title: 'Record a decision',
    back: { href: `/standards/review/${review.id}`, text: 'Back to the review' },
    data: {
      action: `/standards/review/${review.id}/decision`,
      verdicts: Object.entries(verdictLabels).map(([value, text]) => ({ value, text })),
    },
  }),
  command: recordDecision,
  next: ({ id }) => ({
    to: `/standards/review/${id}`,
    notice: 'The decision is recorded. To put it into force, change the level or the site under “Filtering”.',
  }),
});
