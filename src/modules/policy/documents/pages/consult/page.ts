import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { form } from '../../../../../platform/http/pages.ts';
import { formatDate } from '../../../../../platform/views/format.ts';
import { answer, makeComment, openConsultation, recordComment } from '../../commands/consultation.ts';
import { commentsOn } from '../../comments.ts';
import { clausesOfDraft } from '../../draft.ts';
import { documentEvents } from '../../events.ts';
import { wordsInForce } from '../../fill.ts';
import { fillText } from '../../places.ts';
import { mayComment, mayDraft, mayRecordComment } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { commentOutcomes, consultationGroups } from '../../workflow.ts';

const leaves = 'A draft holds the words of a policy and no records.';
const byId = z.object({ id: recordId<'policy-draft'>() });

export const readForConsulting = query({
  name: 'policy.read-draft-for-consulting',
  input: byId,
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  answer: (_db, { subject }) => Promise.resolve(subject),
  leaves,
});

/** Who is asked, until when. */
export const consultPage = form({
  path: '/policy/draft/:id/consult',
  template: 'modules/policy/documents/pages/consult/page.njk',
  query: readForConsulting,
  view: (draft) => ({
    title: 'Ask for comments',
    back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
    values: { groups: ['staff', 'governors'] },
    data: {
      action: `/policy/draft/${draft.id}/consult`,
      version: draft.version,
      groups: Object.entries(consultationGroups).map(([value, text]) => ({ value, text })),
    },
  }),
  command: openConsultation,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The draft is out for consultation.' }),
});

const clauseChoices = async (
  db: Parameters<typeof wordsInForce>[0],
  draft: Parameters<typeof clausesOfDraft>[0] & { readonly id: string; readonly consultation: unknown },
) => {
  const words = await wordsInForce(db);
  return clausesOfDraft(draft).map(({ id, text }) => {
    const filled = fillText(text, words);
    return { value: id, text: filled.length > 90 ? `${filled.slice(0, 89)}…` : filled };
  });
};

export const readForComment = query({
  name: 'policy.read-draft-for-comment',
  input: byId,
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayComment,
  answer: async (db, { subject: draft }) => ({ draft, clauses: await clauseChoices(db, draft) }),
  leaves,
});

/** What somebody of staff, or a governor, thinks of the draft. */
export const commentPage = form({
  path: '/policy/draft/:id/comment',
  template: 'modules/policy/documents/pages/comment/page.njk',
  query: readForComment,
  view: ({ draft, clauses }) => ({
    title: 'What do you think of the draft?',
    back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
    data: {
      action: `/policy/draft/${draft.id}/comment`,
      document: `/policy/draft/${draft.id}/document`,
      until: draft.consultation === undefined ? undefined : formatDate(draft.consultation.until),
      clauses,
    },
  }),
  command: makeComment,
  next: ({ id }) => ({
    to: `/policy/draft/${id}`,
    notice: 'Your comment is kept. It gets an answer before governors see the draft.',
  }),
});

export const readForRecording = query({
  name: 'policy.read-draft-for-recording',
  input: byId,
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayRecordComment,
  answer: async (db, { subject: draft }) => ({ draft, clauses: await clauseChoices(db, draft) }),
  leaves,
});

/** What a parent or a pupil said, written down by the office. */
export const recordCommentPage = form({
  path: '/policy/draft/:id/record-comment',
  template: 'modules/policy/documents/pages/record-comment/page.njk',
  query: readForRecording,
  view: ({ draft, clauses }) => ({
    title: 'Record what somebody said',
    back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
    data: {
      action: `/policy/draft/${draft.id}/record-comment`,
      clauses,
      groups: (draft.consultation?.groups ?? [])
        .filter((group) => group === 'parents' || group === 'pupils')
        .map((value) => ({ value, text: value === 'parents' ? 'A parent or carer' : 'A pupil' })),
    },
  }),
  command: recordComment,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The comment is kept.' }),
});

export const readForAnswer = query({
  name: 'policy.read-comment',
  input: z.object({ id: recordId<'policy-draft'>(), comment: recordId<'policy-comment'>() }),
  events: documentEvents,
  load: async (db, { id, comment }) => {
    const draft = await loadSubject(db, id);
    const found = (await commentsOn(db, id)).find((one) => one.id === comment);
    return draft === undefined || found === undefined ? undefined : { draft, comment: found };
  },
  policy: mayDraft,
  answer: (_db, { subject }) => Promise.resolve(subject),
  leaves: ({ draft }) => [{ name: 'policy-draft-viewed', subject: draft.id, data: { comments: 1 } }],
});

/** What became of one comment. */
export const answerPage = form({
  path: '/policy/draft/:id/comments/:comment',
  template: 'modules/policy/documents/pages/answer/page.njk',
  query: readForAnswer,
  view: ({ draft, comment }) => ({
    title: 'What became of this comment?',
    back: { href: `/policy/draft/${draft.id}/comments`, text: 'All comments' },
    data: {
      action: `/policy/draft/${draft.id}/comments/${comment.id}`,
      group: consultationGroups[comment.group],
      words: comment.words,
      clause:
        comment.clause === undefined ? undefined : clausesOfDraft(draft).find(({ id }) => id === comment.clause)?.text,
      change: comment.clause === undefined ? undefined : `/policy/draft/${draft.id}/clauses/${comment.clause}`,
      answered:
        comment.answered === undefined
          ? undefined
          : { outcome: commentOutcomes[comment.answered.outcome], answer: comment.answered.answer },
      outcomes: Object.entries(commentOutcomes).map(([value, text]) => ({ value, text })),
    },
  }),
  command: answer,
  next: ({ id }) => ({ to: `/policy/draft/${id}/comments`, notice: 'The comment is answered.' }),
});
