import { z } from 'zod';

import { holds } from '../../platform/access/access.ts';
import { SCHOOL_TIME_ZONE, schoolDay } from '../../platform/time/clock.ts';
import { formatDate } from '../../platform/views/format.ts';
import { notRecorded } from '../evidence.ts';
import type { Control, Duty, Setting } from '../module.ts';
import { mayReadPolicy } from './policy.ts';
import { settingOf } from './settings.ts';
import { latestReview } from './kept-reviews.ts';
import { isPackInForce } from './store.ts';
import { actorWords, type Actor } from './words.ts';

/** Who looks after the policy and when it is reviewed next: what a policy promises about itself (clause s1-002). */

const actorCode = z
  .enum(Object.keys(actorWords))
  .pipe(z.custom<Actor>((value) => Object.hasOwn(actorWords, String(value))));

/** Who looks after the policy. */
export const policyOwners: Setting<readonly Actor[]> = {
  code: 'policy-owners',
  sentence: 'Who looks after the policy',
  schema: z.array(actorCode),
  fallback: [],
  words: actorWords,
};

/** The policy's next review: somebody enters the day, so it is self-reported, and out of date once the day has passed. */
export const reviewDateControl: Control = {
  code: 'policy-review-date',
  kind: 'duty',
  makesTrue:
    'The policy record has a next-review date that has not passed and names its owners. The school enters both.',
  effect: 'evidenced',
  restsOn: 'records',
  title: 'The policy has owners and a day for its next review',
  onHome: (actor) => holds(actor, 'head', 'lead', 'governor', 'chair'),
  opens: (actor) => mayReadPolicy(actor).allowed,
  openedBy: 'Staff and governors',
  evidence: async (db, { now }) => {
    const review = await latestReview(db);
    const owners = await settingOf(db, policyOwners);
    // The page that everybody who sees this figure may open: it shows the day. Changing it is the head’s and the lead's.
    const href = '/policy';
    if (review === undefined) {
      return notRecorded('No review date recorded', href);
    }
    const latest = review.recordedAt;
    // On the day itself the review is due, not late.
    if (Temporal.PlainDate.compare(review.on, schoolDay(now)) < 0) {
      return {
        state: 'not-met',
        kind: 'out-of-date',
        figure: `Review was due on ${formatDate(review.on)}`,
        latest,
        href,
      };
    }
    if (owners.length === 0) {
      return { state: 'not-met', kind: 'self-reported', figure: 'Nobody is named who looks after it', latest, href };
    }
    return { state: 'met', kind: 'self-reported', figure: `Next review on ${formatDate(review.on)}`, latest, href };
  },
};

/** How many days before the review the home page speaks of it. */
const DAYS_OF_NOTICE = 30;

/** What the head and the online-safety lead have to do about the policy itself. */
export const keepThePolicy: Duty = {
  code: 'policy-kept',
  title: 'Choose a policy and keep it reviewed',
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, 'head', 'lead')) return [];
    if (!(await isPackInForce(db))) {
      return [
        {
          text: 'The school has no policy in force yet',
          href: '/policy/choose',
          action: 'Choose a policy',
          urgency: 2,
        },
      ];
    }
    const review = await latestReview(db);
    const record = { href: '/policy/review', action: 'Record the day' } as const;
    if (review === undefined) {
      return [{ text: 'The policy has no day for its next review', ...record, urgency: 3 }];
    }
    const days = now.toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate().until(review.on, { largestUnit: 'days' }).days;
    if (days > DAYS_OF_NOTICE) return [];
    const text = `The policy’s review ${days < 0 ? 'was' : 'is'} due on ${formatDate(review.on)}`;
    return [{ text, ...record, urgency: days < 0 ? 2 : 3 }];
  },
};
