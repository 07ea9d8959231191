import { z } from 'zod';

import { command, done, failed, wholeSchool, type EffectContext } from '../../../platform/commands/command.ts';
import { text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { standardEvents } from '../events.ts';
import { mayOpenReview, mayPrepare } from '../policy.ts';
import { whoDid } from '../review/access.ts';
import type { ReviewEvidence } from '../review/evidence-shape.ts';
import { measureReview } from '../review/measure.ts';
import { schoolYearOf, schoolYearLabel } from '../../school/index.ts';
import { reviewDue } from '../review/school-year.ts';
import { allReviews, type ReviewId } from '../review/store.ts';
import { causes, type Cause, type ReviewKind } from '../review/words.ts';
import { reviewTables } from '../rows.ts';

type Parts = Pick<ModuleParts, 'whole' | 'clock' | 'log'>;
type Doing = Pick<EffectContext<unknown, unknown, unknown>, 'db' | 'actor' | 'now' | 'newId'>;

/** Puts a new review into the records, with what was measured; gives back its id and its event. */
export async function addReview(
  { db, actor, now, newId }: Doing,
  given: {
    readonly kind: ReviewKind;
    readonly cause: Cause;
    readonly due: Temporal.PlainDate;
    readonly reason: string;
    readonly evidence: ReviewEvidence;
  },
) {
  const id = newId<'filtering-review'>();
  await reviewTables.write(db).insert('filtering_review', {
    id,
    kind: given.kind,
    cause: given.cause,
    year: String(schoolYearOf(schoolDay(now))),
    state: 'draft',
    version: 1,
    reason: given.reason,
    opened_at: now.toString(),
    opened_by: whoDid(actor),
    due_day: given.due.toString(),
    evidence: JSON.stringify(given.evidence),
    measured_at: now.toString(),
    offered_sha256: null,
    finished_at: null,
  });
  return {
    id,
    event: {
      name: 'filtering-review-opened' as const,
      subject: id,
      data: { kind: given.kind, cause: given.cause, due: given.due.toString() },
    },
  };
}

/** The day by which a review out of turn is due. */
export function dueAfter(cause: Cause, now: Temporal.Instant): Temporal.PlainDate {
  return schoolDay(now).add({ days: causes[cause].days });
}

/** Starts the review of this school year. There is one for each year, unless it was withdrawn. */
export function makeStartReview(parts: Parts) {
  return command({
    name: 'standards.start-review',
    input: z.object({}),
    events: standardEvents,
    load: async (db) => ({ reviews: await allReviews(db) }),
    policy: mayPrepare,
    // Before the transaction: every control is asked, and nothing else waits for that.
    prepare: (_input, _subject, _ids, db) => measureReview(db, parts, 'yearly'),
    effect: async ({ db, actor, now, subject: { reviews }, prepared: evidence, newId }) => {
      const year = schoolYearOf(schoolDay(now));
      const there = reviews.find((one) => one.kind === 'yearly' && one.year === year && one.state !== 'withdrawn');
      if (there !== undefined) return failed('', `The review of ${schoolYearLabel(year)} is there already`);
      const made = await addReview(
        { db, actor, now, newId },
        { kind: 'yearly', cause: 'yearly', due: reviewDue(year), reason: '', evidence },
      );
      const id: ReviewId = made.id;
      return done({ id, year }, made.event);
    },
    changesFilter: false,
  });
}

/** Opens a review out of turn, for a reason that a person gives. */
export function makeOpenReview(parts: Parts) {
  return command({
    name: 'standards.open-review',
    input: z.object({ reason: text('the reason', 2000) }),
    events: standardEvents,
    load: wholeSchool,
    policy: mayOpenReview,
    prepare: (_input, _subject, _ids, db) => measureReview(db, parts, 'out-of-cycle'),
    effect: async ({ db, actor, now, input: { reason }, prepared: evidence, newId }) => {
      const made = await addReview(
        { db, actor, now, newId },
        { kind: 'out-of-cycle', cause: 'person', due: dueAfter('person', now), reason, evidence },
      );
      return done({ id: made.id }, made.event);
    },
    changesFilter: false,
  });
}
