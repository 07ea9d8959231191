import { form } from '../../../../platform/http/pages.ts';
import { withdrawReview } from '../../commands/work-on-review.ts';
import { showPreparing } from '../../queries/show-review.ts';

/** Withdraws a review that was opened by mistake. */
export const withdrawPage = form({
  path: '/standards/review/:id/withdraw',
  template: 'modules/standards/pages/withdraw/page.njk',
  query: showPreparing,
  view: ({ review }) => ({
    title: 'Withdraw the review',
    back: { href: `/standards/review/${review.id}`, text: 'Back to the review' },
    data: { action: `/standards/review/${review.id}/withdraw` },
  }),
  command: withdrawReview,
  next: ({ id }) => ({ to: `/standards/review/${id}`, notice: 'The review is withdrawn.' }),
});
