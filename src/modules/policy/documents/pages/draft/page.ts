import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { page } from '../../../../../platform/http/pages.ts';
import { packInForce } from '../../../store.ts';
import { commentCounts } from '../../comments.ts';
import { changesInOrder, clausesOfDraft } from '../../draft.ts';
import { stepsOf } from '../../drafts.ts';
import { documentEvents } from '../../events.ts';
import { mayComment, mayDraft, mayReadComments, mayReadDraft, mayRecordComment, mayTake } from '../../policy.ts';
import { loadSubject, missingFor } from '../../step.ts';
import { changeKinds, consultationGroups, draftStates, editable, moves, requirements } from '../../workflow.ts';
import { namesFor } from '../people.ts';

export const readDraft = query({
  name: 'policy.read-draft',
  input: z.object({ id: recordId<'policy-draft'>() }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayReadDraft,
  answer: async (db, { subject: draft }) => {
    const steps = await stepsOf(db, draft.id);
    const here = moves.filter(({ from }) => from.includes(draft.state));
    return {
      draft,
      steps,
      comments: await commentCounts(db, draft.id),
      inForce: (await packInForce(db))?.id,
      here: await Promise.all(here.map(async (move) => ({ move, missing: await missingFor(db, draft, move) }))),
      names: await namesFor(db, [draft.beganBy, ...steps.map(({ by }) => by)]),
    };
  },
  leaves: 'A draft holds the words of a policy and no records.',
});

/** A draft: what is changed in it, how far it is, and what can be done next. */
export const draftPage = page({
  path: '/policy/draft/:id',
  template: 'modules/policy/documents/pages/draft/page.njk',
  query: readDraft,
  view: ({ draft, steps, comments, inForce, here, names }, { actor }) => {
    const base = `/policy/draft/${draft.id}`;
    const changes = changesInOrder(draft);
    const open = editable.includes(draft.state);
    const mine = mayDraft(actor).allowed;
    const outOfDate = draft.basePack !== inForce && draft.published === undefined && draft.state !== 'withdrawn';
    return {
      title: 'A draft of the policy',
      back: { href: '/policy/draft', text: 'All drafts' },
      data: {
        base,
        why: draft.why,
        state: draftStates[draft.state],
        beganAt: draft.beganAt,
        beganBy: names(draft.beganBy),
        clauses: clausesOfDraft(draft).length,
        fromSetting: draft.fromSetting,
        mayChange: mine && open,
        outOfDate,
        mayUpdate: outOfDate && mine && open,
        mayComment: mayComment(actor, draft).allowed,
        mayRecord: mayRecordComment(actor, draft).allowed,
        mayReadComments: mayReadComments(actor, draft).allowed && draft.consultation !== undefined,
        consultation:
          draft.consultation === undefined
            ? undefined
            : {
                from: draft.consultation.from,
                until: draft.consultation.until,
                groups: draft.consultation.groups
                  .map((group) => `${consultationGroups[group]} (${String(comments.byGroup.get(group) ?? 0)})`)
                  .join(', '),
                all: comments.all,
                open: comments.open,
              },
        mustChange: changes.filter(({ how }) => how === 'must-change').length,
        changes: changes.map(({ clause, how, now, before, reason }) => ({
          clause,
          how: changeKinds[how],
          colour: { changed: 'blue', added: 'green', struck: 'grey', 'must-change': 'red' }[how],
          before: before !== undefined && before.text !== now.text ? before.text : undefined,
          now: how === 'struck' ? undefined : now.text,
          gone: how === 'struck' ? now.text : undefined,
          reason,
          href: how === 'struck' ? undefined : `${base}/clauses/${clause}`,
          restore: `${base}/clauses/${clause}/restore`,
        })),
        steps: steps.map(({ action, from, note, at, by }) => ({
          who: names(by),
          did:
            moves.find((move) => move.action === action && move.from.some((state) => state === from))?.sentence ??
            action,
          note,
          at,
        })),
        next: here
          .filter(({ move }) => mayTake(actor, draft, move.action).allowed)
          .map(({ move, missing }) => ({
            text: move.button,
            says: move.next,
            href: stepPath(base, move.action),
            missing: missing.map((each) => requirements[each]),
          })),
      },
    };
  },
});

/** Where a step of a draft is taken. */
export function stepPath(base: string, action: string): string {
  return action === 'consult' || action === 'publish' ? `${base}/${action}` : `${base}/step/${action}`;
}
