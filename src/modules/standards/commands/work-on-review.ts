import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { choice, day, recordId, text } from '../../../platform/forms/fields.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { standardEvents } from '../events.ts';
import { mayOpenReview, mayPrepare, mayWriteSection } from '../policy.ts';
import { loadSubject, whoDid, type ReviewSubject } from '../review/access.ts';
import { measureReview } from '../review/measure.ts';
import type { ReviewAction } from '../review/moves.ts';
import { possibleOwners } from '../review/owners.ts';
import { sectionCodes, sections, sectionsOf } from '../review/sections.ts';
import { contentOf, moveReview } from '../review/store.ts';
import type { ReviewState } from '../review/words.ts';
import { reviewTables } from '../rows.ts';

/** What is done to a review while it is being prepared. Each leaves a row of its history. */

const id = recordId<'filtering-review'>();

function moved(review: ReviewSubject['review'], action: ReviewAction, made: { to: ReviewState; version: number }) {
  return {
    name: 'filtering-review-moved' as const,
    subject: review.id,
    data: { action, from: review.state, to: made.to, version: made.version },
  };
}

/** Measures everything anew, in place of what was measured before. */
export function makeMeasureAgain(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>) {
  return command({
    name: 'standards.measure-again',
    input: z.object({ id }),
    events: standardEvents,
    load: loadSubject,
    policy: mayOpenReview,
    prepare: (_input, { review }, _ids, db) => measureReview(db, parts, review.kind),
    effect: async ({ db, actor, now, subject: { review }, prepared, newId }) => {
      const made = await moveReview({ db, now, newId }, review, {
        action: 'measure',
        by: whoDid(actor),
        changes: { evidence: JSON.stringify(prepared), measured_at: now.toString() },
      });
      return done({ id: review.id }, moved(review, 'measure', made));
    },
    changesFilter: false,
  });
}

/** Writes the words of one section. `seen`: the words that stood there when the form was opened, by their id. */
export const writeSection = command({
  name: 'standards.write-section',
  input: z.object({
    id,
    section: choice(sectionCodes, 'Choose a section of the review'),
    words: text('what you found', 8000),
    seen: z.string().max(64).default(''),
  }),
  events: standardEvents,
  load: async (db, input, asking) => {
    const found = await loadSubject(db, input, asking);
    const section = sections.find(({ code }) => code === input.section);
    if (found === undefined || section === undefined) return undefined;
    return sectionsOf(found.review.kind).includes(section) ? { ...found, section } : undefined;
  },
  policy: (actor, { section }) => mayWriteSection(actor, section.technical),
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review, section }, newId }) => {
    const before = (await contentOf(db, review.id)).parts.get(section.code);
    if ((before?.id ?? '') !== input.seen) {
      return failed(
        'words',
        'Somebody else wrote here while you did. Copy your words, open the section again, and add them',
      );
    }
    const made = await moveReview({ db, now, newId }, review, { action: 'write', by: whoDid(actor) });
    const write = reviewTables.write(db);
    if (before !== undefined) {
      await changeOne(
        write
          .update('filtering_review_part')
          .set({ ended_at: now.toString() })
          .where('id', '=', before.id)
          .where('ended_at', 'is', null),
      );
    }
    await write.insert('filtering_review_part', {
      id: newId<'filtering-review-part'>(),
      review_id: review.id,
      section: section.code,
      words: input.words,
      written_at: now.toString(),
      written_by: whoDid(actor),
      ended_at: null,
    });
    return done({ id: review.id, title: section.title }, moved(review, 'write', made));
  },
  changesFilter: false,
});

/** Records a decision about what is blocked or allowed, with its reason. */
export const recordDecision = command({
  name: 'standards.record-decision',
  input: z.object({
    id,
    what: text('the site or kind of site', 200),
    verdict: choice(['blocked', 'allowed'], 'Choose whether it is blocked or allowed'),
    forWhom: text('for whom', 200),
    why: text('the reason', 1000),
  }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review }, newId }) => {
    const made = await moveReview({ db, now, newId }, review, { action: 'decide', by: whoDid(actor) });
    await reviewTables.write(db).insert('filtering_review_decision', {
      id: newId<'filtering-review-decision'>(),
      review_id: review.id,
      what: input.what,
      verdict: input.verdict,
      for_whom: input.forWhom,
      why: input.why,
      decided_at: now.toString(),
      decided_by: whoDid(actor),
      ended_at: null,
    });
    return done({ id: review.id }, moved(review, 'decide', made));
  },
  changesFilter: false,
});

/** Adds something to be done, by somebody and until a day. */
export const planAction = command({
  name: 'standards.plan-action',
  input: z.object({
    id,
    what: text('what is to be done', 500),
    owner: z.string({ error: 'Choose who does it' }).min(1, 'Choose who does it').max(64),
    due: day('the day by which it is done'),
  }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review }, newId }) => {
    const owners = await possibleOwners(db, now);
    const owner: PersonId = asId(input.owner);
    if (!owners.some((one) => one.id === owner)) return failed('owner', 'Choose somebody from the list');
    if (Temporal.PlainDate.compare(input.due, schoolDay(now)) < 0) {
      return failed('due', 'The day by which it is done must not have passed');
    }
    const made = await moveReview({ db, now, newId }, review, { action: 'plan', by: whoDid(actor) });
    await reviewTables.write(db).insert('filtering_review_action', {
      id: newId<'filtering-review-action'>(),
      review_id: review.id,
      what: input.what,
      owner_id: owner,
      due_day: input.due.toString(),
      added_at: now.toString(),
      added_by: whoDid(actor),
      ended_at: null,
      done_at: null,
      done_by: null,
      outcome: null,
    });
    return done({ id: review.id }, moved(review, 'plan', made));
  },
  changesFilter: false,
});

const tables = { decision: 'filtering_review_decision', action: 'filtering_review_action' } as const;

/** Takes a decision or an action out again, before anybody has signed. It stays in the database with its end. */
export const dropLine = command({
  name: 'standards.drop-line',
  input: z.object({ id, which: choice(['decision', 'action'], 'Choose a decision or an action'), line: recordId() }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review }, newId }) => {
    const action = input.which === 'decision' ? 'drop-decision' : 'drop-action';
    const made = await moveReview({ db, now, newId }, review, { action, by: whoDid(actor) });
    await changeOne(
      reviewTables
        .write(db)
        .update(tables[input.which])
        .set({ ended_at: now.toString() })
        .where('id', '=', input.line)
        .where('review_id', '=', review.id)
        .where('ended_at', 'is', null),
    );
    return done({ id: review.id }, moved(review, action, made));
  },
  changesFilter: false,
});

/** Withdraws a review that was opened by mistake, with the reason. */
export const withdrawReview = command({
  name: 'standards.withdraw-review',
  input: z.object({ id, reason: text('the reason', 1000) }),
  events: standardEvents,
  load: loadSubject,
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { review }, newId }) => {
    if (review.cause === 'incident' || review.cause === 'ai-tool') {
      return failed('reason', 'A review that a serious incident or a new AI tool calls for cannot be withdrawn');
    }
    const made = await moveReview({ db, now, newId }, review, {
      action: 'withdraw',
      by: whoDid(actor),
      words: input.reason,
    });
    return done({ id: review.id }, moved(review, 'withdraw', made));
  },
  changesFilter: false,
});
