import { form } from '../../../../platform/http/pages.ts';
import type { Categories } from '../../categories.ts';
import { recordReview } from '../../commands/record-review.ts';
import type { makeViewReview } from '../../queries/view-week.ts';
import { mayReview } from '../../policy.ts';
import { weekModel } from '../../week-model.ts';
import { findingLabel, findingLabels, findings } from '../../words.ts';

/** The weekly review: look at the figures, say what you found. */
export function reviewPage(categories: Categories, viewReview: ReturnType<typeof makeViewReview>) {
  return form({
    path: '/monitoring/review',
    template: 'modules/monitoring/pages/review/page.njk',
    query: viewReview,
    command: recordReview,
    navigation: { text: 'Weekly review', order: 32, shownTo: (actor) => mayReview(actor).allowed },
    view: (week) => ({
      title: 'Review the week',
      data: {
        week: weekModel(week, (code) => categories.labelOf(code)),
        findings: findings.map((value) => ({ value, text: findingLabels[value] })),
        reviews: week.reviews.map((review) => ({
          at: review.reviewed_at,
          by: review.by,
          findings: findingLabel(review.findings),
          words: review.words,
        })),
      },
    }),
    next: () => ({ to: '/monitoring/review', notice: 'Your review of the week is recorded.' }),
  });
}
