import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { namesOf } from '../../people/index.ts';
import { standardEvents } from '../events.ts';
import { mayPrepare, mayReadReview, maySign, mayWriteSection } from '../policy.ts';
import { loadSubject, type ReviewSubject } from '../review/access.ts';
import { possibleOwners } from '../review/owners.ts';
import { sectionCodes, sections, sectionsOf } from '../review/sections.ts';
import { allReviews, contentOf, loadTask, movesOf, type Review } from '../review/store.ts';

const id = recordId<'filtering-review'>();

/** A review with all that stands in it, and the names of those in it. */
export async function wholeReview(db: ReadHandle, { review, signers, capacities }: ReviewSubject) {
  const content = await contentOf(db, review.id);
  const moves = await movesOf(db, review.id);
  const names = await namesOf(db, [
    review.openedBy,
    ...moves.map(({ moved_by: by }) => by),
    ...content.tasks.flatMap(({ owner, doneBy }) => [owner, ...(doneBy === null ? [] : [doneBy])]),
    ...content.signatures.map(({ person }) => person),
    ...[...content.parts.values()].map(({ by }) => by),
  ]);
  return { review, signers, capacities, content, moves, names };
}

/** What looking at a review leaves in the trail. */
export const viewed = (_value: unknown, { subject }: { subject: ReviewSubject }) => [
  { name: 'filtering-review-viewed' as const, subject: subject.review.id, data: {} },
];

/** A review, for those who may read it. */
export const showReview = query({
  name: 'standards.show-review',
  input: z.object({ id }),
  events: standardEvents,
  load: loadSubject,
  policy: mayReadReview,
  answer: (db, { subject }) => wholeReview(db, subject),
  leaves: viewed,
});

/** The same, for those who sign it. */
export const showReviewToSign = query({
  ...showReview,
  name: 'standards.show-review-to-sign',
  policy: maySign,
  leaves: viewed,
});

/** A section to be written, with its words of now and what stood in it a year ago. */
export const showSection = query({
  name: 'standards.show-section',
  input: z.object({ id, section: z.string().max(40) }),
  events: standardEvents,
  load: async (db, input, asking) => {
    const found = await loadSubject(db, input, asking);
    const code = sectionCodes.find((one) => one === input.section);
    const section = sections.find((one) => one.code === code);
    if (found === undefined || section === undefined) return undefined;
    return sectionsOf(found.review.kind).includes(section) ? { ...found, section } : undefined;
  },
  policy: (actor, { section }) => mayWriteSection(actor, section.technical),
  answer: async (db, { subject: { review, section } }) => {
    const content = await contentOf(db, review.id);
    const last = await reviewBefore(db, review);
    return {
      review,
      section,
      part: content.parts.get(section.code),
      causes: content.causes,
      lastYear: last === undefined ? undefined : (await contentOf(db, last.id)).parts.get(section.code)?.words,
    };
  },
  leaves: viewed,
});

/** The newest finished yearly review that is older than this one. */
async function reviewBefore(db: ReadHandle, review: Review): Promise<Review | undefined> {
  if (review.kind !== 'yearly') return undefined;
  return (await allReviews(db)).find(
    (one) => one.kind === 'yearly' && one.state === 'finished' && one.id !== review.id && one.year < review.year,
  );
}

/** What somebody who prepares needs for a form of a review: to whom actions can be given. */
export const showPreparing = query({
  name: 'standards.show-preparing',
  input: z.object({ id }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  answer: async (db, { subject: { review }, now }) => ({ review, owners: await possibleOwners(db, now) }),
  leaves: 'The form shows nothing of what stands in the review.',
});

/** An action, for its owner and those who prepare. */
export const showTask = query({
  name: 'standards.show-task',
  input: z.object({ action: recordId<'filtering-review-action'>() }),
  events: standardEvents,
  load: async (db, { action }, { actor }) => {
    const task = await loadTask(db, action);
    return task === undefined ? undefined : { task, own: actor.kind === 'person' && actor.person === task.owner };
  },
  policy: (actor, { own }) => (own ? { allowed: true } : mayPrepare(actor)),
  answer: async (db, { subject: { task } }) => ({ task, names: await namesOf(db, [task.owner]) }),
  leaves: 'An action is a task of its owner; nothing else of the review is shown.',
});
