import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { choice, recordId } from '../../../../../platform/forms/fields.ts';
import { form } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { makePublishDraft, plainSteps, takeDraftStep } from '../../commands/take-step.ts';
import { documentEvents } from '../../events.ts';
import { mayTake } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { moveFor } from '../../workflow.ts';

export const readStep = query({
  name: 'policy.read-draft-step',
  input: z.object({ id: recordId<'policy-draft'>(), action: choice(plainSteps, 'Choose what is done') }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: (actor, draft, { action }) => mayTake(actor, draft, action),
  answer: (_db, { subject: draft, input: { action } }) =>
    Promise.resolve({ draft, action, move: moveFor(draft.state, action) }),
  leaves: 'A draft holds the words of a policy and no records.',
});

/** One step of a draft's life, with the words it needs. */
export const stepPage = form({
  path: '/policy/draft/:id/step/:action',
  template: 'modules/policy/documents/pages/step/page.njk',
  query: readStep,
  view: ({ draft, action, move }) => ({
    title: move?.button ?? 'A step of the draft',
    back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
    data: {
      action: `/policy/draft/${draft.id}/step/${action}`,
      document: `/policy/draft/${draft.id}/document`,
      version: draft.version,
      note: move?.note,
      next: move?.next,
      button: move?.button,
      warning: action === 'withdraw',
    },
  }),
  command: takeDraftStep,
  next: ({ id, move }) => ({
    to: move.action === 'withdraw' ? '/policy/draft' : `/policy/draft/${id}`,
    notice: move.next,
  }),
});

/** Publishing. */
export function makePublishPage(parts: Pick<ModuleParts, 'whole'>) {
  const publishDraft = makePublishDraft(parts);
  const readForPublishing = query({
    name: 'policy.read-draft-for-publishing',
    input: z.object({ id: recordId<'policy-draft'>() }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: (actor, draft) => mayTake(actor, draft, 'publish'),
    answer: (_db, { subject }) => Promise.resolve(subject),
    leaves: 'A draft holds the words of a policy and no records.',
  });
  const publishPage = form({
    path: '/policy/draft/:id/publish',
    template: 'modules/policy/documents/pages/step/page.njk',
    query: readForPublishing,
    view: (draft) => {
      const move = moveFor(draft.state, 'publish');
      return {
        title: 'Publish it',
        back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
        data: {
          action: `/policy/draft/${draft.id}/publish`,
          document: `/policy/draft/${draft.id}/document`,
          version: draft.version,
          next: move?.next,
          button: move?.button,
        },
      };
    },
    command: publishDraft,
    next: ({ number }) => ({
      to: '/policy',
      notice: `Version ${String(number)} is in force. Everybody who works here is asked to acknowledge it.`,
    }),
  });
  return { query: readForPublishing, command: publishDraft, page: publishPage };
}
