import { action, page } from '../../../../platform/http/pages.ts';
import { dropLine, type makeMeasureAgain } from '../../commands/work-on-review.ts';
import { offerReview, takeBackReview } from '../../commands/sign-review.ts';
import { showReview } from '../../queries/show-review.ts';
import { reviewModel } from './model.ts';

const back = { href: '/standards/review', text: 'Back to the reviews' };
const here = (params: Readonly<Record<string, string>>): string => `/standards/review/${params['id'] ?? ''}`;

/** A review to read, with what is open to do in it. */
export const reviewPage = page({
  path: '/standards/review/:id',
  template: 'modules/standards/pages/review/page.njk',
  query: showReview,
  view: (value, { actor }) => {
    const data = reviewModel(value, actor);
    return { title: data.title, back, data };
  },
});

export const offerButton = action({
  path: '/standards/review/:id/offer',
  command: offerReview,
  next: ({ id }) => ({
    to: `/standards/review/${id}`,
    notice: 'Out for signature. Those who sign see it on their home page.',
  }),
  otherwise: here,
});

export const takeBackButton = action({
  path: '/standards/review/:id/take-back',
  command: takeBackReview,
  next: ({ id }) => ({ to: `/standards/review/${id}`, notice: 'Taken back. It has to be signed anew.' }),
  otherwise: here,
});

export const dropButton = action({
  path: '/standards/review/:id/drop',
  command: dropLine,
  next: ({ id }) => ({ to: `/standards/review/${id}`, notice: 'Taken out.' }),
  otherwise: here,
});

export function makeMeasureButton(command: ReturnType<typeof makeMeasureAgain>) {
  return action({
    path: '/standards/review/:id/measure',
    command,
    next: ({ id }) => ({ to: `/standards/review/${id}`, notice: 'Measured again, just now.' }),
    otherwise: here,
  });
}
