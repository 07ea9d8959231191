import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { day } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { policyEvents } from '../events.ts';
import { mayRecordReview } from '../policy.ts';
import { saveReview } from '../kept-reviews.ts';
import { whoDid } from './load-pack.ts';

/** Furthest ahead that a review can be planned, in years: a slip of the pen in the year is caught. */
const MOST_YEARS = 5;

/** Records the day on which the policy is reviewed next. Earlier dates stay readable. */
export const recordReview = command({
  name: 'policy.record-review-date',
  input: z.object({ on: day('the day of the next review') }),
  events: policyEvents,
  load: wholeSchool,
  policy: mayRecordReview,
  prepare: nothing,
  effect: async ({ db, actor, now, input: { on }, newId }) => {
    const today = schoolDay(now);
    if (Temporal.PlainDate.compare(on, today) <= 0)
      return failed('on', 'The day of the next review must be after today');
    if (Temporal.PlainDate.compare(on, today.add({ years: MOST_YEARS })) > 0) {
      return failed('on', `The day of the next review must be within ${MOST_YEARS} years`);
    }
    const id = newId<'policy-review'>();
    await saveReview(db, { id, on, at: now, by: whoDid(actor) });
    return done({ on }, { name: 'policy-review-recorded', subject: id, data: { on: on.toString() } });
  },
  changesFilter: false,
});
