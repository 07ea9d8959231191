import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { forceState, type ForceState } from '../../filtering/index.ts';
import { namesOf } from '../../people/index.ts';
import { REVIEW_DAYS } from '../commands/record-review.ts';
import { alertFigures, figuresOf, gapsSince, newestEvent } from '../figures.ts';
import { latestReviews, openAlertCounts } from '../lists.ts';
import { mayReview, maySeeCounts } from '../policy.ts';
import { startOf } from './view-visits.ts';

type Heard = Parameters<typeof forceState>[0];

/** The last seven school days, today included, in figures without names. */
async function weekOf(db: ReadHandle, now: Temporal.Instant, filter: ForceState) {
  const today = schoolDay(now);
  const days = Array.from({ length: REVIEW_DAYS }, (_, at) => today.subtract({ days: REVIEW_DAYS - 1 - at })).map(
    (day) => ({ day: day.toString(), from: startOf(day), until: startOf(day.add({ days: 1 })) }),
  );
  const since = startOf(today.subtract({ days: REVIEW_DAYS - 1 }));
  return {
    now,
    since,
    figures: await figuresOf(db, days),
    alerts: { ...(await alertFigures(db, since)), open: await openAlertCounts(db, undefined) },
    gaps: await gapsSince(db, since),
    newest: await newestEvent(db),
    filter,
  };
}

export type Week = Awaited<ReturnType<typeof weekOf>>;

/** Counts for IT support and those who answer for monitoring. No names, no addresses, no sites. */
export function makeViewCounts(heard: Heard) {
  return query({
    name: 'monitoring.view-counts',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: maySeeCounts,
    answer: (db, { now }) => weekOf(db, now, forceState(heard)),
    leaves: 'Figures of the whole school: nobody and no site is named.',
  });
}

/** The week's figures with the reviews before, for whoever records the next. */
export function makeViewReview(heard: Heard) {
  return query({
    name: 'monitoring.view-review',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: mayReview,
    answer: async (db, { now }) => {
      const reviews = await latestReviews(db, 10);
      const names = await namesOf(db, new Set(reviews.map((review) => review.reviewed_by)));
      const named = new Map<string, string>(names);
      return {
        ...(await weekOf(db, now, forceState(heard))),
        reviews: reviews.map((review) => ({ ...review, by: named.get(review.reviewed_by) ?? 'Somebody who has left' })),
      };
    },
    leaves: 'Figures of the whole school and what reviewers wrote about them; no pupil’s record is opened.',
  });
}
