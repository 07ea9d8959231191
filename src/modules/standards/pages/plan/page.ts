import { form } from '../../../../platform/http/pages.ts';
import { planAction } from '../../commands/work-on-review.ts';
import { showPreparing } from '../../queries/show-review.ts';

/** Something to be done, by somebody and until a day. */
export const planPage = form({
  path: '/standards/review/:id/action',
  template: 'modules/standards/pages/plan/page.njk',
  query: showPreparing,
  view: ({ review, owners }) => ({
    title: 'Add an action',
    back: { href: `/standards/review/${review.id}`, text: 'Back to the review' },
    data: {
      action: `/standards/review/${review.id}/action`,
      owners: owners.map(({ id, name }) => ({ value: id, text: name })),
    },
  }),
  command: planAction,
  next: ({ id }) => ({
    to: `/standards/review/${id}`,
    notice: 'The action is added, and stands on its owner’s home page.',
  }),
});
