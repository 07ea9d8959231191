import { z } from 'zod';

import { both, confirmedLately } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { mustTick, recordId, text } from '../../../platform/forms/fields.ts';
import { standardEvents } from '../events.ts';
import { mayDoAction, mayPrepare, maySign } from '../policy.ts';
import { loadSubject, whoDid } from '../review/access.ts';
import { sectionsOf } from '../review/sections.ts';
import { contentOf, loadTask, moveReview, sha256Of, type ReviewContent } from '../review/store.ts';
import { capacityLabels, signersOf, wordIn, type Capacity, type ReviewKind } from '../review/words.ts';
import { reviewTables } from '../rows.ts';

const id = recordId<'filtering-review'>();

/** Puts a review out for signature: every section has its words. From then on nobody changes it, unless it is taken back. */
export const offerReview = command({
  name: 'standards.offer-review',
  input: z.object({ id }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, subject: { review, signers }, newId }) => {
    const content = await contentOf(db, review.id);
    const empty = sectionsOf(review.kind).find(({ code }) => !content.parts.has(code));
    if (empty !== undefined) return failed('', `Write something in each section first. “${empty.title}” is empty`);
    const nobody = signers.find(({ people }) => people.length === 0);
    if (nobody !== undefined) {
      return failed(
        '',
        `Nobody can sign as ${capacityLabels[nobody.capacity].toLowerCase()}: name somebody for the post first`,
      );
    }
    const sha256 = sha256Of(review, content);
    const made = await moveReview({ db, now, newId }, review, {
      action: 'offer',
      by: whoDid(actor),
      changes: { offered_sha256: sha256 },
    });
    return done(
      { id: review.id },
      {
        name: 'filtering-review-moved',
        subject: review.id,
        data: { action: 'offer', from: review.state, to: made.to, version: made.version },
      },
    );
  },
  changesFilter: false,
});

/** Takes it back to be changed: what was signed was for other words, and has to be signed anew. */
export const takeBackReview = command({
  name: 'standards.take-back-review',
  input: z.object({ id }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, subject: { review }, newId }) => {
    const made = await moveReview({ db, now, newId }, review, {
      action: 'take-back',
      by: whoDid(actor),
      changes: { offered_sha256: null },
    });
    await reviewTables
      .write(db)
      .update('filtering_review_signature')
      .set({ ended_at: now.toString() })
      .where('review_id', '=', review.id)
      .where('ended_at', 'is', null)
      .execute();
    return done(
      { id: review.id },
      {
        name: 'filtering-review-moved',
        subject: review.id,
        data: { action: 'take-back', from: review.state, to: made.to, version: made.version },
      },
    );
  },
  changesFilter: false,
});

/** In which capacities a review still has to be signed. */
export function unsigned(kind: ReviewKind, content: Pick<ReviewContent, 'signatures'>): readonly Capacity[] {
  return signersOf[kind].filter((one) => !content.signatures.some(({ capacity }) => capacity === one));
}

/**
 * Signs exactly what was on the screen: the form carries its SHA-256, and the content is hashed again. The last signature finishes the review. A governor signs for
 * the governing body, so nobody signs both as governor and for the school.
 */
export const signReview = command({
  name: 'standards.sign-review',
  input: z.object({
    id,
    capacity: z.string({ error: 'Choose as what you sign' }).max(40),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'Open the review again'),
    read: mustTick('Tick that you have read it'),
  }),
  events: standardEvents,
  load: loadSubject,
  policy: (actor, subject) => both(maySign(actor, subject), confirmedLately(actor)),
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review, capacities }, newId }) => {
    const capacity = wordIn(capacityLabels, input.capacity);
    if (capacity === undefined || !capacities.includes(capacity)) return failed('capacity', 'Choose as what you sign');
    const content = await contentOf(db, review.id);
    const open = unsigned(review.kind, content);
    if (!open.includes(capacity)) return failed('capacity', 'This is signed already');
    if (review.sha256 !== input.sha256 || sha256Of(review, content) !== input.sha256) {
      return failed('', 'The review is no longer what you had on your screen. Read it again before you sign');
    }
    const by = whoDid(actor);
    const theirs = content.signatures.filter(({ person }) => person === by);
    if (theirs.some((one) => (one.capacity === 'governor') !== (capacity === 'governor'))) {
      return failed(
        'capacity',
        'A governor signs for the governing body, so nobody signs both as governor and for the school',
      );
    }
    await reviewTables.write(db).insert('filtering_review_signature', {
      id: newId<'filtering-review-signature'>(),
      review_id: review.id,
      capacity,
      person_id: by,
      sha256: input.sha256,
      signed_at: now.toString(),
      ended_at: null,
    });
    const last = open.length === 1;
    const action = last ? 'finish' : 'sign';
    const made = await moveReview({ db, now, newId }, review, {
      action,
      by,
      ...(last ? { changes: { finished_at: now.toString() } } : {}),
    });
    return done(
      { id: review.id, last },
      { name: 'filtering-review-signed', subject: review.id, data: { capacity, sha256: input.sha256 } },
      {
        name: 'filtering-review-moved',
        subject: review.id,
        data: { action, from: review.state, to: made.to, version: made.version },
      },
    );
  },
  changesFilter: false,
});

/** Records that an action of a review is done, and what came of it. */
export const finishAction = command({
  name: 'standards.finish-action',
  input: z.object({ action: recordId<'filtering-review-action'>(), outcome: text('what came of it', 1000) }),
  events: standardEvents,
  load: (db, { action }) => loadTask(db, action),
  policy: (actor, { owner }) => mayDoAction(actor, owner),
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: task }) => {
    if (task.doneAt !== null) return failed('', 'This is recorded as done already');
    await changeOne(
      reviewTables
        .write(db)
        .update('filtering_review_action')
        .set({ done_at: now.toString(), done_by: whoDid(actor), outcome: input.outcome })
        .where('id', '=', task.id)
        .where('done_at', 'is', null),
    );
    return done(
      { review: task.review },
      { name: 'filtering-review-action-done', subject: task.id, data: { review: task.review } },
    );
  },
  changesFilter: false,
});
