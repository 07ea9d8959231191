import { form } from '../../../../platform/http/pages.ts';
import { signReview, unsigned } from '../../commands/sign-review.ts';
import { showReviewToSign } from '../../queries/show-review.ts';
import { capacityLabels } from '../../review/words.ts';
import { reviewModel } from '../review/model.ts';

/** The whole review on one page, and the signature under it. */
export const signPage = form({
  path: '/standards/review/:id/sign',
  template: 'modules/standards/pages/sign/page.njk',
  confirm: true,
  query: showReviewToSign,
  view: (value, { actor }) => {
    const { review, content, capacities } = value;
    const mine = unsigned(review.kind, content).filter((one) => capacities.includes(one));
    return {
      title: 'Read and sign',
      back: { href: `/standards/review/${review.id}`, text: 'Back to the review' },
      values: { capacity: mine.length === 1 ? mine[0] : undefined },
      data: {
        ...reviewModel(value, actor),
        action: `/standards/review/${review.id}/sign`,
        capacities: mine.map((one) => ({ value: one, text: capacityLabels[one] })),
        mayPrepare: false,
      },
    };
  },
  command: signReview,
  next: ({ id, last }) => ({
    to: `/standards/review/${id}`,
    notice: last ? 'Signed. All have signed: the review is finished.' : 'Signed.',
  }),
});
