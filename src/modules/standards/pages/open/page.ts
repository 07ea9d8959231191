import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import type { makeOpenReview } from '../../commands/open-review.ts';
import { standardEvents } from '../../events.ts';
import { mayOpenReview } from '../../policy.ts';

export const showOpening = query({
  name: 'standards.show-opening',
  input: z.object({}),
  events: standardEvents,
  load: wholeSchool,
  policy: mayOpenReview,
  answer: () => Promise.resolve({}),
  leaves: 'An empty form.',
});

/** Opens a review out of turn by hand. */
export function makeOpenPage(open: ReturnType<typeof makeOpenReview>) {
  return form({
    path: '/standards/review/open',
    template: 'modules/standards/pages/open/page.njk',
    query: showOpening,
    view: () => ({
      title: 'Open a review out of turn',
      back: { href: '/standards/review', text: 'Back to the reviews' },
      data: {},
    }),
    command: open,
    next: ({ id }) => ({
      to: `/standards/review/${id}`,
      notice: 'The review is open. What Schoolgate can measure is filled in.',
    }),
  });
}
