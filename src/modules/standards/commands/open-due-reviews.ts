import { z } from 'zod';

import { onlyMachine, type MachineActor } from '../../../platform/access/access.ts';
import { command, done, failed, query, wholeSchool } from '../../../platform/commands/command.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { standardEvents } from '../events.ts';
import { measureReview } from '../review/measure.ts';
import { allReviews, moveReview } from '../review/store.ts';
import { pendingTriggers } from '../review/triggers.ts';
import { reviewTables } from '../rows.ts';
import { addReview, dueAfter } from './open-review.ts';

type Parts = Pick<ModuleParts, 'whole' | 'clock' | 'log'>;

const NAME = 'standards';

/**
 * Opens a review for the oldest thing that calls for one. What is of the same sort goes into a review that is still being prepared; a serious incident always gets one
 * of its own.
 */
export function makeOpenDueReview(parts: Parts) {
  return command({
    name: 'standards.open-due-review',
    input: z.object({}),
    events: standardEvents,
    load: async (db) => ({ pending: await pendingTriggers(db) }),
    policy: onlyMachine('job', NAME),
    prepare: (_input, { pending }, _ids, db) =>
      pending.length === 0 ? Promise.resolve(undefined) : measureReview(db, parts, 'out-of-cycle'),
    effect: async ({ db, actor, now, subject: { pending }, prepared: evidence, newId }) => {
      const [trigger] = pending;
      if (trigger === undefined || evidence === undefined) return failed('', 'Nothing calls for a review');
      const open =
        trigger.cause === 'incident'
          ? undefined
          : (await allReviews(db)).find(({ cause, state }) => cause === trigger.cause && state === 'draft');
      const doing = { db, actor, now, newId };
      const add = async (review: string): Promise<void> => {
        await reviewTables.write(db).insert('filtering_review_cause', {
          id: newId<'filtering-review-cause'>(),
          review_id: review,
          source: trigger.source,
          what: trigger.what,
          href: trigger.href,
          happened_at: trigger.at.toString(),
        });
      };
      if (open !== undefined) {
        const made = await moveReview(doing, open, { action: 'add-cause', by: NAME });
        await add(open.id);
        return done(
          { left: pending.length - 1 },
          {
            name: 'filtering-review-moved',
            subject: open.id,
            data: { action: 'add-cause', from: open.state, to: made.to, version: made.version },
          },
        );
      }
      const made = await addReview(doing, {
        kind: 'out-of-cycle',
        cause: trigger.cause,
        due: dueAfter(trigger.cause, now),
        reason: '',
        evidence,
      });
      await add(made.id);
      return done({ left: pending.length - 1 }, made.event);
    },
    changesFilter: false,
  });
}

/** How many things call for a review and have none. */
export const countPending = query({
  name: 'standards.count-pending',
  input: z.object({}),
  events: standardEvents,
  load: wholeSchool,
  policy: onlyMachine('job', NAME),
  answer: async (db) => (await pendingTriggers(db)).length,
  leaves: 'Schoolgate looks by itself, and sees only a number.',
});

/** Looks every ten minutes whether something calls for a review. */
export function openDueReviewsJob(
  { store, runner, ids }: Pick<ModuleParts, 'store' | 'runner' | 'ids'>,
  open: ReturnType<typeof makeOpenDueReview>,
): Job {
  return {
    name: 'standards.open-due-reviews',
    everyMs: 600_000,
    run: async () => {
      for (const school of await theSchools(store)) {
        const actor = (): MachineActor => ({ kind: 'job', school, name: NAME, request: asId(ids.next()) });
        for (let left = await runner.ask(countPending, actor(), {}); left > 0;) {
          const outcome = await runner.run(open, actor(), {});
          left = outcome.ok ? outcome.value.left : 0;
        }
      }
    },
  };
}
