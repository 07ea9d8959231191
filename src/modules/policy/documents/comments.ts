import { z } from 'zod';

import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../../platform/ids/ids.ts';
import type { DraftId } from './draft.ts';
import { documentTables, type CommentRow } from './tables.ts';
import {
  commentOutcomeCodes,
  consultationGroupCodes,
  type CommentOutcome,
  type ConsultationGroup,
} from './workflow.ts';

/** Loads and saves what people said in a consultation, and what was answered. */

export type CommentId = Id<'policy-comment'>;

export interface Comment {
  readonly id: CommentId;
  /** Undefined for one on the whole. */
  readonly clause: string | undefined;
  readonly group: ConsultationGroup;
  /** Undefined for what the office recorded. */
  readonly person: string | undefined;
  readonly words: string;
  readonly at: Temporal.Instant;
  readonly recordedBy: string;
  readonly answered:
    | {
        readonly at: Temporal.Instant;
        readonly by: string;
        readonly outcome: CommentOutcome;
        readonly answer: string;
      }
    | undefined;
}

/** The comments on a draft, in the order they came. */
export async function commentsOn(db: ReadHandle, draft: DraftId): Promise<readonly Comment[]> {
  const rows = await documentTables
    .read(db)
    .select('policy_comment')
    .where('draft_id', '=', draft)
    .selectAll()
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map(toComment);
}

/** How many comments a draft has, by group, and how many wait for an answer. */
export async function commentCounts(
  db: ReadHandle,
  draft: string,
): Promise<{ readonly all: number; readonly open: number; readonly byGroup: ReadonlyMap<string, number> }> {
  const rows = await documentTables
    .read(db)
    .select('policy_comment')
    .where('draft_id', '=', draft)
    .select(['of_group', 'answered_at'])
    .execute();
  const byGroup = new Map<string, number>();
  for (const { of_group: group } of rows) byGroup.set(group, (byGroup.get(group) ?? 0) + 1);
  return { all: rows.length, open: rows.filter((row) => row.answered_at === null).length, byGroup };
}

function toComment(row: CommentRow): Comment {
  const { answered_at: at, answered_by: by, outcome, answer } = row;
  return {
    id: asId(row.id),
    clause: row.clause_id ?? undefined,
    group: z.enum(consultationGroupCodes).parse(row.of_group),
    person: row.person_id ?? undefined,
    words: row.words,
    at: Temporal.Instant.from(row.made_at),
    recordedBy: row.recorded_by,
    answered:
      at === null || by === null || outcome === null
        ? undefined
        : {
            at: Temporal.Instant.from(at),
            by,
            outcome: z.enum(commentOutcomeCodes).parse(outcome),
            answer: answer ?? '',
          },
  };
}

/** Keeps a comment. */
export async function saveComment(db: WriteHandle, draft: DraftId, comment: Omit<Comment, 'answered'>): Promise<void> {
  await documentTables.write(db).insert('policy_comment', {
    id: comment.id,
    draft_id: draft,
    clause_id: comment.clause ?? null,
    of_group: comment.group,
    person_id: comment.person ?? null,
    words: comment.words,
    made_at: comment.at.toString(),
    recorded_by: comment.recordedBy,
    answered_at: null,
    answered_by: null,
    outcome: null,
    answer: null,
  });
}

/** Answers a comment that has no answer yet; false when it has one. */
export async function answerComment(
  db: WriteHandle,
  id: CommentId,
  given: {
    readonly at: Temporal.Instant;
    readonly by: string;
    readonly outcome: CommentOutcome;
    readonly answer: string;
  },
): Promise<boolean> {
  const changed = await documentTables
    .write(db)
    .update('policy_comment')
    .set({
      answered_at: given.at.toString(),
      answered_by: given.by,
      outcome: given.outcome,
      answer: given.answer,
    })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}
