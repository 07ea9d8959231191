import { z } from 'zod';

import { holds, type Actor } from '../../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { choice, choices, day, recordId, text } from '../../../../platform/forms/fields.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { whoDid } from '../../commands/load-pack.ts';
import { answerComment, commentsOn, saveComment } from '../comments.ts';
import { clausesOfDraft, type Draft } from '../draft.ts';
import { documentEvents } from '../events.ts';
import { mayComment, mayDraft, mayRecordComment, mayTake } from '../policy.ts';
import { loadSubject, takeStep } from '../step.ts';
import { approvers, commentOutcomeCodes, consultationGroupCodes } from '../workflow.ts';

/** Longest that a consultation can be planned for, in days: a slip of the pen in the year is caught. */
const MOST_DAYS = 200;

const version = z
  .string()
  .regex(/^\d{1,9}$/, 'Open the page again')
  .transform(Number);

/** Opens the consultation: who is asked, and until when. */
export const openConsultation = command({
  name: 'policy.consult',
  input: z.object({
    id: recordId<'policy-draft'>(),
    version,
    until: day('the last day for comments'),
    groups: choices(consultationGroupCodes, 'Choose who is asked').refine(
      (groups) => groups.length > 0,
      'Choose who is asked',
    ),
  }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: (actor, draft) => mayTake(actor, draft, 'consult'),
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: draft, newId }) => {
    const from = schoolDay(now);
    if (Temporal.PlainDate.compare(input.until, from) < 0) {
      return failed('until', 'The last day for comments must be today or later');
    }
    if (from.until(input.until, { largestUnit: 'days' }).days > MOST_DAYS) {
      return failed('until', `The last day for comments must be within ${String(MOST_DAYS)} days`);
    }
    const taken = await takeStep({ db, actor, now, newId }, draft, {
      action: 'consult',
      version: input.version,
      note: '',
      changes: {
        consult_from: from.toString(),
        consult_until: input.until.toString(),
        consult_groups: JSON.stringify(input.groups),
      },
    });
    if (!taken.ok) return taken;
    return done({ id: draft.id }, ...taken.events, {
      name: 'policy-consultation-opened',
      subject: draft.id,
      data: { from: from.toString(), until: input.until.toString(), groups: input.groups.length },
    });
  },
  changesFilter: false,
});

/** Why no comment is taken now; undefined when it is. */
function tooLate(draft: Draft, now: Temporal.Instant): string | undefined {
  const until = draft.consultation?.until;
  if (draft.state !== 'consultation' || until === undefined) return 'The draft is not out for consultation';
  return Temporal.PlainDate.compare(schoolDay(now), until) > 0
    ? 'The last day for comments has passed. Speak to the headteacher'
    : undefined;
}

/** The clause a comment is on: one of the draft, or none for the whole. */
const onClause = z.string().max(20).default('');

function clauseOf(draft: Draft, clause: string): { readonly clause: string | undefined } | undefined {
  if (clause === '') return { clause: undefined };
  return clausesOfDraft(draft).some(({ id }) => id === clause) ? { clause } : undefined;
}

/** A member of staff or a governor says what they think of the draft. */
export const makeComment = command({
  name: 'policy.comment',
  input: z.object({ id: recordId<'policy-draft'>(), clause: onClause, words: text('your comment', 3000) }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayComment,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: draft, newId }) => {
    const late = tooLate(draft, now);
    if (late !== undefined) return failed('', late);
    const on = clauseOf(draft, input.clause);
    if (on === undefined) return failed('clause', 'Choose a clause of the draft, or the whole');
    const id = newId<'policy-comment'>();
    const group = asGovernor(actor, draft) ? 'governors' : 'staff';
    const by = whoDid(actor);
    await saveComment(db, draft.id, { id, ...on, group, person: by, words: input.words, at: now, recordedBy: by });
    return done({ id: draft.id }, { name: 'policy-comment-made', subject: draft.id, data: { comment: id, group } });
  },
  changesFilter: false,
});

function asGovernor(actor: Actor, draft: Draft): boolean {
  return holds(actor, ...approvers) && (draft.consultation?.groups.includes('governors') ?? false);
}

/** The office writes down what a parent or a pupil said. No name is asked for. */
export const recordComment = command({
  name: 'policy.record-comment',
  input: z.object({
    id: recordId<'policy-draft'>(),
    group: choice(['parents', 'pupils'], 'Choose whether a parent or a pupil said it'),
    clause: onClause,
    words: text('what they said', 3000),
  }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayRecordComment,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: draft, newId }) => {
    const late = tooLate(draft, now);
    if (late !== undefined) return failed('', late);
    if (draft.consultation?.groups.includes(input.group) !== true) return failed('group', 'This group was not asked');
    const on = clauseOf(draft, input.clause);
    if (on === undefined) return failed('clause', 'Choose a clause of the draft, or the whole');
    const id = newId<'policy-comment'>();
    const recordedBy = whoDid(actor);
    await saveComment(db, draft.id, {
      id,
      ...on,
      group: input.group,
      person: undefined,
      words: input.words,
      at: now,
      recordedBy,
    });
    return done(
      { id: draft.id },
      { name: 'policy-comment-made', subject: draft.id, data: { comment: id, group: input.group } },
    );
  },
  changesFilter: false,
});

/** Says what became of a comment. An answer stays as it is: a later thought is a new draft. */
export const answer = command({
  name: 'policy.answer-comment',
  input: z.object({
    id: recordId<'policy-draft'>(),
    comment: recordId<'policy-comment'>(),
    outcome: choice(commentOutcomeCodes, 'Choose what became of it'),
    answer: text('the answer', 2000),
  }),
  events: documentEvents,
  load: async (db, { id, comment }) => {
    const draft = await loadSubject(db, id);
    const found = (await commentsOn(db, id)).find((one) => one.id === comment);
    return draft === undefined || found === undefined ? undefined : { draft, comment: found };
  },
  policy: mayDraft,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { draft, comment } }) => {
    if (draft.state !== 'consultation' && draft.state !== 'revision') {
      return failed('', 'Comments are answered before governors have the draft');
    }
    const given = { at: now, by: whoDid(actor), outcome: input.outcome, answer: input.answer };
    if (!(await answerComment(db, comment.id, given))) return failed('', 'Somebody has answered this comment already');
    return done(
      { id: draft.id },
      { name: 'policy-comment-answered', subject: draft.id, data: { comment: comment.id, outcome: input.outcome } },
    );
  },
  changesFilter: false,
});
