import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { namesOf } from '../../../people/index.ts';
import type { makeStartReview } from '../../commands/open-review.ts';
import { standardEvents } from '../../events.ts';
import { mayOpenReview, mayPrepare, mayReadStandards } from '../../policy.ts';
import { schoolYearOf, schoolYearLabel } from '../../../school/index.ts';
import { allReviews, openTasks } from '../../review/store.ts';
import { causes, stateColours, stateLabels } from '../../review/words.ts';

export const listReviews = query({
  name: 'standards.list-reviews',
  input: z.object({}),
  events: standardEvents,
  load: wholeSchool,
  policy: mayReadStandards,
  answer: async (db) => {
    const tasks = await openTasks(db);
    return {
      reviews: await allReviews(db),
      tasks,
      names: await namesOf(
        db,
        tasks.map(({ owner }) => owner),
      ),
    };
  },
  leaves: 'The list shows which reviews there are, and nothing that stands in them.',
});

/** All reviews of filtering and monitoring, what is to be done from them, and the button that starts this year's. */
export function makeReviewsPage(start: ReturnType<typeof makeStartReview>) {
  return form({
    path: '/standards/review',
    template: 'modules/standards/pages/reviews/page.njk',
    query: listReviews,
    view: ({ reviews, tasks, names }, { actor, now }) => {
      const today = schoolDay(now);
      const year = schoolYearOf(today);
      const shown = reviews.map((review) => ({
        href: `/standards/review/${review.id}`,
        title:
          review.kind === 'yearly' ? `Yearly review of ${schoolYearLabel(review.year)}` : causes[review.cause].label,
        yearly: review.kind === 'yearly',
        state: { text: stateLabels[review.state], colour: stateColours[review.state] },
        due: review.due,
        finished: review.finishedAt,
        late:
          (review.state === 'draft' || review.state === 'signing') && Temporal.PlainDate.compare(review.due, today) < 0,
      }));
      return {
        title: 'Reviews of filtering and monitoring',
        back: { href: '/standards', text: 'Back to the standards' },
        data: {
          year: schoolYearLabel(year),
          mayStart:
            mayPrepare(actor).allowed &&
            !reviews.some((one) => one.kind === 'yearly' && one.year === year && one.state !== 'withdrawn'),
          mayOpen: mayOpenReview(actor).allowed,
          yearly: shown.filter((one) => one.yearly),
          others: shown.filter((one) => !one.yearly),
          tasks: tasks.map((task) => ({
            what: task.what,
            owner: names.get(asId(task.owner)) ?? 'somebody who has left',
            due: task.due,
            late: Temporal.PlainDate.compare(task.due, today) < 0,
            href: `/standards/review/actions/${task.id}`,
          })),
        },
      };
    },
    command: start,
    next: ({ id, year }) => ({
      to: `/standards/review/${id}`,
      notice: `The review of ${schoolYearLabel(year)} is started. What Schoolgate can measure is filled in.`,
    }),
  });
}
