import { formatPlural } from '../../platform/views/format.ts';
import type { Duty, DutyLine } from '../module.ts';
import { newestEvent } from './figures.ts';
import { latestReviews, openAlertCounts } from './lists.ts';
import { mayListAlerts, mayReview } from './policy.ts';

/** What waits for those who answer for monitoring. Lines count; they never name anybody. */

const REVIEW_EVERY = { hours: 7 * 24 };

export const settleAlerts: Duty = {
  code: 'settle-alerts',
  title: 'Look at alerts from the filter',
  passes: 'with-the-post',
  linesFor: async (db, actor) => {
    if (actor.kind !== 'person' || !mayListAlerts(actor).allowed) return [];
    const open = await openAlertCounts(db, actor.person);
    const lines: DutyLine[] = [];
    if (open.help > 0) {
      lines.push({
        text:
          open.help === 1
            ? 'A child is waiting for an adult'
            : `${String(open.help)} children are waiting for an adult`,
        href: '/alerts',
        action: 'See who',
        urgency: 1,
      });
    }
    if (open.urgent > 0) {
      lines.push({
        text: `${formatPlural(open.urgent, 'urgent alert is', 'urgent alerts are')} open`,
        href: '/alerts?severity=urgent',
        action: 'Look now',
        urgency: 1,
      });
    }
    if (open.others > 0) {
      lines.push({
        text: `${formatPlural(open.others, 'alert is', 'alerts are')} open`,
        href: '/alerts',
        action: 'Look at them',
        urgency: 2,
      });
    }
    return lines;
  },
};

export const reviewTheWeek: Duty = {
  code: 'review-the-week',
  title: 'Review the week online',
  linesFor: async (db, actor, { now }) => {
    if (!mayReview(actor).allowed) return [];
    const [review] = await latestReviews(db, 1);
    if (review === undefined && (await newestEvent(db)) === undefined) return [];
    const isDue =
      review === undefined ||
      Temporal.Instant.compare(Temporal.Instant.from(review.reviewed_at).add(REVIEW_EVERY), now) <= 0;
    return isDue
      ? [
          {
            text: 'The weekly review of the internet is due',
            href: '/monitoring/review',
            action: 'Review the week',
            urgency: 3,
          },
        ]
      : [];
  },
};
