import { z } from 'zod';

import { query, wholeSchool } from '../../../../../platform/commands/command.ts';
import { page } from '../../../../../platform/http/pages.ts';
import { listDrafts } from '../../drafts.ts';
import { documentEvents } from '../../events.ts';
import { mayDraft, mayListDrafts, mayReadDraft } from '../../policy.ts';
import { draftStates } from '../../workflow.ts';

export const readDrafts = query({
  name: 'policy.list-drafts',
  input: z.object({}),
  events: documentEvents,
  load: wholeSchool,
  policy: mayListDrafts,
  answer: async (db, { actor }) =>
    (await listDrafts(db, 'all')).filter(({ state, until, groups, beganAt }) => {
      // Who may read a draft turns on its state and whom it asks; the days are not looked at.
      const day = until ?? beganAt.toZonedDateTimeISO('Europe/London').toPlainDate();
      return mayReadDraft(actor, { state, consultation: { from: day, until: day, groups } }).allowed;
    }),
  leaves: 'A draft holds the words of a policy and no records.',
});

/** The drafts that somebody may read. */
export const draftsPage = page({
  path: '/policy/draft',
  template: 'modules/policy/documents/pages/list/page.njk',
  query: readDrafts,
  view: (drafts, { actor }) => ({
    title: 'Drafts of the policy',
    back: { href: '/policy', text: 'Back to the policy' },
    data: {
      mayDraft: mayDraft(actor).allowed,
      drafts: drafts.map(({ id, state, why, beganAt, until }) => ({
        href: `/policy/draft/${id}`,
        why,
        state: draftStates[state],
        beganAt,
        until: state === 'consultation' ? until : undefined,
      })),
    },
  }),
});
