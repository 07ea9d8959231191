import type { Actor } from '../../../platform/access/access.ts';
import { failed, type Failed } from '../../../platform/commands/command.ts';
import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { whoDid } from '../commands/load-pack.ts';
import { commentCounts } from './comments.ts';
import type { Draft, DraftId } from './draft.ts';
import { changeDraft, draftersOf, loadDraft, saveStep } from './drafts.ts';
import type { DraftRow } from './tables.ts';
import { signedText } from './signed-text.ts';
import {
  moveFor,
  requirements,
  signedActions,
  type DraftAction,
  type DraftMove,
  type Requirement,
} from './workflow.ts';

/** A draft as the policies see it: with who drafted it. */
export interface DraftSubject extends Draft {
  readonly authors: ReadonlySet<string>;
}

/** Loads a draft with its authors; undefined when there is none. */
export async function loadSubject(db: ReadHandle, id: DraftId): Promise<DraftSubject | undefined> {
  const draft = await loadDraft(db, id);
  return draft === undefined ? undefined : { ...draft, authors: await draftersOf(db, draft) };
}

/** Said to the loser of two who wrote at once. */
export const changedMeanwhile =
  'Somebody else changed this draft while you were writing. Read what changed, then send it again';

/** Said to somebody who was about to put their name under words that are other words now. */
const notWhatWasShown = 'The text is no longer what you had on your screen. Read it again, then send it again';

/** Said to the chair and the head when the text is not the one that governors approved. */
const notWhatWasApproved =
  'Something in this text has changed since governors approved it. Send it back, so that they can approve it as it is now';

/** What is not as it must be before a move. */
export async function missingFor(
  db: ReadHandle,
  draft: Draft,
  move: Pick<DraftMove, 'complete'>,
): Promise<readonly Requirement[]> {
  const open = move.complete.includes('comments-answered') ? (await commentCounts(db, draft.id)).open : 0;
  return move.complete.filter((each) => {
    switch (each) {
      case 'sentences-mended':
        return [...draft.changes.values()].some(({ how }) => how === 'must-change');
      case 'comments-answered':
        return open > 0;
    }
  });
}

/** What a step needs to be taken with. */
export interface Acting {
  readonly db: WriteHandle;
  readonly actor: Actor;
  readonly now: Temporal.Instant;
  newId<Kind extends string>(): Id<Kind>;
}

interface Moved {
  readonly name: 'policy-draft-moved';
  readonly subject: string;
  readonly data: { readonly action: string; readonly from: string; readonly to: string };
}
interface Signed {
  readonly name: 'policy-draft-signed';
  readonly subject: string;
  readonly data: { readonly action: string; readonly sha256: string };
}

/**
 * Takes one step of a draft's life: checks the version the form was shown and the hash of the text where a name is put under it, that the chair and the head have before them what governors approved, that the table has such a move here and that what it needs is so; then changes the draft
 * and writes the step down. Expected failures are returned.
 */
export async function takeStep(
  { db, actor, now, newId }: Acting,
  draft: Draft,
  step: {
    readonly action: DraftAction;
    readonly version: number;
    readonly note: string;
    /** Asked of actions that put a name under the text: the hash of the one that was shown, and what it is read with. */
    readonly text?: {
      readonly sha256: string | undefined;
      readonly parts: Pick<ModuleParts, 'whole' | 'config'>;
    };
    readonly changes?: Partial<Omit<DraftRow, 'school_id' | 'id' | 'version' | 'state'>>;
  },
): Promise<
  | {
      readonly ok: true;
      readonly move: DraftMove;
      readonly events: readonly [Moved, ...Signed[]];
    }
  | Failed
> {
  if (step.version !== draft.version) return failed('', changedMeanwhile);
  const move = moveFor(draft.state, step.action);
  if (move === undefined) return failed('', 'This cannot be done with the draft as it stands now');
  let sha256: string | undefined;
  if (signedActions.includes(step.action)) {
    if (step.text === undefined) return failed('', notWhatWasShown);
    ({ sha256 } = await signedText(db, draft, step.text.parts));
    if (sha256 !== step.text.sha256) return failed('', notWhatWasShown);
    if (step.action !== 'approve' && sha256 !== draft.approvedText) return failed('', notWhatWasApproved);
  }
  if (move.note?.must === true && step.note === '') return failed('note', 'Answer this first');
  const missing = await missingFor(db, draft, move);
  if (missing.length > 0) return failed('', missing.map((each) => requirements[each]).join('. '));
  await changeDraft(db, draft, {
    ...step.changes,
    ...(step.action === 'approve' ? { approved_sha256: sha256 ?? null } : {}),
    state: move.to,
  });
  await saveStep(db, draft.id, {
    id: newId<'draft-move'>(),
    action: step.action,
    from: draft.state,
    to: move.to,
    note: step.note,
    at: now,
    by: whoDid(actor),
  });
  return {
    ok: true,
    move,
    events: [
      { name: 'policy-draft-moved', subject: draft.id, data: { action: step.action, from: draft.state, to: move.to } },
      ...(sha256 === undefined
        ? []
        : [{ name: 'policy-draft-signed' as const, subject: draft.id, data: { action: step.action, sha256 } }]),
    ],
  };
}
