import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { page } from '../../../../../platform/http/pages.ts';
import { commentsOn } from '../../comments.ts';
import { documentEvents } from '../../events.ts';
import { mayDraft, mayReadComments } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { commentOutcomes, consultationGroups } from '../../workflow.ts';
import { namesFor } from '../people.ts';

export const readComments = query({
  name: 'policy.read-comments',
  input: z.object({ id: recordId<'policy-draft'>() }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayReadComments,
  answer: async (db, { subject: draft }) => {
    const comments = await commentsOn(db, draft.id);
    return {
      draft,
      comments,
      names: await namesFor(
        db,
        comments.map(({ person }) => person),
      ),
    };
  },
  leaves: ({ draft, comments }) => [
    { name: 'policy-draft-viewed', subject: draft.id, data: { comments: comments.length } },
  ],
});

/** What people said of a draft, and what became of it. */
export const commentsPage = page({
  path: '/policy/draft/:id/comments',
  template: 'modules/policy/documents/pages/comments/page.njk',
  query: readComments,
  view: ({ draft, comments, names }, { actor }) => ({
    title: 'Comments on the draft',
    back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
    data: {
      comments: comments.map(({ id, clause, group, person, words, at, answered }) => ({
        href:
          answered === undefined && mayDraft(actor).allowed ? `/policy/draft/${draft.id}/comments/${id}` : undefined,
        who:
          person === undefined
            ? consultationGroups[group]
            : `${names(person)} (${consultationGroups[group].toLowerCase()})`,
        on: clause === undefined ? 'on the whole' : `on clause ${clause}`,
        words,
        at,
        outcome: answered === undefined ? undefined : commentOutcomes[answered.outcome],
        answer: answered?.answer,
      })),
    },
  }),
});
