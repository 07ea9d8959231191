import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { page } from '../../../../../platform/http/pages.ts';
import { clausesOfDraft } from '../../draft.ts';
import { documentEvents } from '../../events.ts';
import { mayDraft } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { changeKinds } from '../../workflow.ts';

export const readDraftClauses = query({
  name: 'policy.read-draft-clauses',
  input: z.object({ id: recordId<'policy-draft'>() }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  answer: (_db, { subject }) => Promise.resolve(subject),
  leaves: 'A draft holds the words of a policy and no records.',
});

/** Every clause of a draft, to choose one from. */
export const clausesPage = page({
  path: '/policy/draft/:id/clauses',
  template: 'modules/policy/documents/pages/clauses/page.njk',
  query: readDraftClauses,
  view: (draft) => {
    const clauses = clausesOfDraft(draft);
    return {
      title: 'Which clause?',
      back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
      data: {
        add: `/policy/draft/${draft.id}/add`,
        sections: draft.base.sections
          .map(({ code, title }) => ({
            code,
            title,
            clauses: clauses
              .filter(({ section }) => section === code)
              .map(({ id, text }) => {
                const change = draft.changes.get(id);
                return {
                  id,
                  text,
                  href: `/policy/draft/${draft.id}/clauses/${id}`,
                  strike: `/policy/draft/${draft.id}/clauses/${id}/strike`,
                  how: change === undefined ? undefined : changeKinds[change.how],
                };
              }),
          }))
          .filter((section) => section.clauses.length > 0),
      },
    };
  },
});
