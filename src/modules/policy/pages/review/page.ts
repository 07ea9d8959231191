import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { recordReview } from '../../commands/record-review.ts';
import { policyEvents } from '../../events.ts';
import { mayRecordReview } from '../../policy.ts';
import { policyOwners } from '../../review.ts';
import { settingOf } from '../../settings.ts';
import { valueInWords } from '../../setting-field.ts';
import { latestReview } from '../../kept-reviews.ts';

export const readReview = query({
  name: 'policy.read-review-date',
  input: z.object({}),
  events: policyEvents,
  load: wholeSchool,
  policy: mayRecordReview,
  answer: async (db) => ({ review: await latestReview(db), owners: await settingOf(db, policyOwners) }),
  leaves: 'The day of a review names nobody.',
});

/** When the policy is reviewed next. */
export const reviewPage = form({
  path: '/policy/review',
  template: 'modules/policy/pages/review/page.njk',
  query: readReview,
  view: ({ review, owners }) => ({
    title: 'When is the policy reviewed next?',
    back: { href: '/policy', text: 'Back to the policy' },
    data: {
      now: review?.on,
      recordedAt: review?.recordedAt,
      owners: owners.length === 0 ? undefined : valueInWords(owners),
    },
  }),
  command: recordReview,
  next: ({ on }) => ({ to: '/policy', notice: `The policy’s next review is on ${formatDate(on)}.` }),
});
