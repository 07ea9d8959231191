import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../../platform/db/scoped-tables.ts';
import { choice, recordId } from '../../../../../platform/forms/fields.ts';
import { form } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { makePublishDraft, makeTakeDraftStep, plainSteps } from '../../commands/take-step.ts';
import type { Draft } from '../../draft.ts';
import { documentEvents } from '../../events.ts';
import { mayTake } from '../../policy.ts';
import { signedText, type SignedText } from '../../signed-text.ts';
import { loadSubject } from '../../step.ts';
import { moveFor, signedActions, type DraftAction } from '../../workflow.ts';

type Parts = Pick<ModuleParts, 'whole' | 'config'>;

/** A step as its page shows it: of one that puts a name under the text, with the text. */
interface Step {
  readonly draft: Draft;
  readonly action: DraftAction;
  readonly text: SignedText | undefined;
}

async function stepOf(db: ReadHandle, draft: Draft, action: DraftAction, parts: Parts): Promise<Step> {
  const text = signedActions.includes(action) ? await signedText(db, draft, parts) : undefined;
  return { draft, action, text };
}

function viewOf({ draft, action, text }: Step) {
  const move = moveFor(draft.state, action);
  const there = `/policy/draft/${draft.id}`;
  return {
    title: move?.button ?? 'A step of the draft',
    back: { href: there, text: 'Back to the draft' },
    data: {
      action: action === 'publish' ? `${there}/publish` : `${there}/step/${action}`,
      document: `${there}/document`,
      version: draft.version,
      ...text,
      note: move?.note,
      next: move?.next,
      button: move?.button,
      warning: action === 'withdraw',
    },
  };
}

/** One step of a draft's life, with the words it needs. */
export function makeStepPage(parts: Parts) {
  const takeDraftStep = makeTakeDraftStep(parts);
  const readStep = query({
    name: 'policy.read-draft-step',
    input: z.object({ id: recordId<'policy-draft'>(), action: choice(plainSteps, 'Choose what is done') }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: (actor, draft, { action }) => mayTake(actor, draft, action),
    answer: (db, { subject: draft, input: { action } }) => stepOf(db, draft, action, parts),
    leaves: 'A draft holds the words of a policy and no records.',
  });
  const stepPage = form({
    path: '/policy/draft/:id/step/:action',
    template: 'modules/policy/documents/pages/step/page.njk',
    confirm: ({ action }) => signedActions.some((one) => one === action),
    query: readStep,
    view: viewOf,
    command: takeDraftStep,
    next: ({ id, move }) => ({
      to: move.action === 'withdraw' ? '/policy/draft' : `/policy/draft/${id}`,
      notice: move.next,
    }),
  });
  return { query: readStep, command: takeDraftStep, page: stepPage };
}

/** Publishing. */
export function makePublishPage(parts: Parts) {
  const publishDraft = makePublishDraft(parts);
  const readForPublishing = query({
    name: 'policy.read-draft-for-publishing',
    input: z.object({ id: recordId<'policy-draft'>() }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: (actor, draft) => mayTake(actor, draft, 'publish'),
    answer: (db, { subject: draft }) => stepOf(db, draft, 'publish', parts),
    leaves: 'A draft holds the words of a policy and no records.',
  });
  const publishPage = form({
    path: '/policy/draft/:id/publish',
    template: 'modules/policy/documents/pages/step/page.njk',
    confirm: true,
    query: readForPublishing,
    view: viewOf,
    command: publishDraft,
    next: ({ number }) => ({
      to: '/policy',
      notice: `Version ${String(number)} is in force. Everybody who works here is asked to acknowledge it.`,
    }),
  });
  return { query: readForPublishing, command: publishDraft, page: publishPage };
}
