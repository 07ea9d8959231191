import { holds } from '../../platform/access/access.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import type { Duty, DutyLine } from '../module.ts';
import { unsigned } from './commands/sign-review.ts';
import { mayPrepare } from './policy.ts';
import { capacitiesOf, signersToday } from './review/signers.ts';
import { allReviews, contentOf, openTasks } from './review/store.ts';

/** So many lines of one kind; the page has all. */
const MOST = 3;

const before = (day: Temporal.PlainDate, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(day, today) < 0;

/** What reviews ask of people: a signature, an action, a review out of turn that is due. The start of the yearly one is a duty of the year. */
export const reviewDuty: Duty = {
  code: 'review-filtering',
  title: 'Reviews of filtering and monitoring',
  passes: 'with-the-post',
  linesFor: async (db, actor, { now }) => {
    if (actor.kind !== 'person') return [];
    const me = actor.person;
    const today = schoolDay(now);
    const lines: DutyLine[] = [];
    for (const review of (await allReviews(db)).filter(({ state }) => state === 'draft' || state === 'signing')) {
      const href = `/standards/review/${review.id}`;
      if (review.state === 'signing') {
        const mine = capacitiesOf(actor, await signersToday(db, review.kind, now));
        const open = mine.length === 0 ? [] : unsigned(review.kind, await contentOf(db, review.id));
        if (mine.some((one) => open.includes(one))) {
          lines.push({
            text: 'A review of filtering and monitoring waits for your signature',
            href: `${href}/sign`,
            action: 'Read and sign it',
            urgency: 2,
          });
        }
      } else if (mayPrepare(actor).allowed && review.kind === 'out-of-cycle') {
        const late = before(review.due, today);
        lines.push({
          text: `A review out of turn ${late ? 'was' : 'is'} due on ${formatDate(review.due)}`,
          href,
          action: 'Work on it',
          urgency: late ? 2 : 3,
        });
      }
    }
    const tasks = await openTasks(db);
    for (const task of tasks.filter(({ owner }) => owner === me)) {
      const late = before(task.due, today);
      lines.push({
        text: `${late ? 'Overdue since' : 'To do by'} ${formatDate(task.due)}: ${task.what}`,
        href: `/standards/review/actions/${task.id}`,
        action: 'Record what came of it',
        urgency: late ? 2 : 3,
      });
    }
    const overdue = tasks.filter(({ due, owner }) => before(due, today) && owner !== me).length;
    if (overdue > 0 && holds(actor, 'head', 'lead')) {
      lines.push({
        text: `${formatPlural(overdue, 'action')} of reviews overdue with others`,
        href: '/standards/review',
        action: 'See which',
        urgency: 3,
      });
    }
    return lines.sort((a, b) => a.urgency - b.urgency).slice(0, MOST + 1);
  },
};
