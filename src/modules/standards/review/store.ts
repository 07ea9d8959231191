import { createHash } from 'node:crypto';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { reviewTables, type ActionRow, type ReviewRow } from '../rows.ts';
import { readEvidence, type ReviewEvidence } from './evidence-shape.ts';
import { moveFor, type ReviewAction } from './moves.ts';
import {
  capacityLabels,
  causes,
  kindLabels,
  signersOf,
  stateLabels,
  verdictLabels,
  wordOf,
  type Capacity,
  type Cause,
  type ReviewKind,
  type ReviewState,
  type ReviewVerdict,
} from './words.ts';

export type ReviewId = Id<'filtering-review'>;

/** A review without what is in it. */
export interface Review {
  readonly id: ReviewId;
  readonly kind: ReviewKind;
  readonly cause: Cause;
  /** The year in which its school year begins. */
  readonly year: number;
  readonly state: ReviewState;
  readonly version: number;
  readonly reason: string;
  readonly openedAt: Temporal.Instant;
  /** A person's id, or the name of the part of Schoolgate that opened it. */
  readonly openedBy: string;
  readonly due: Temporal.PlainDate;
  readonly evidence: ReviewEvidence;
  readonly measuredAt: Temporal.Instant;
  /** Of the content that is out for signature, or was signed. */
  readonly sha256: string | null;
  readonly finishedAt: Temporal.Instant | null;
}

function reviewOf(row: ReviewRow): Review {
  return {
    id: asId(row.id),
    kind: wordOf(kindLabels, row.kind),
    cause: wordOf(causes, row.cause),
    year: Number(row.year),
    state: wordOf(stateLabels, row.state),
    version: row.version,
    reason: row.reason,
    openedAt: Temporal.Instant.from(row.opened_at),
    openedBy: row.opened_by,
    due: Temporal.PlainDate.from(row.due_day),
    evidence: readEvidence(row.evidence),
    measuredAt: Temporal.Instant.from(row.measured_at),
    sha256: row.offered_sha256,
    finishedAt: row.finished_at === null ? null : Temporal.Instant.from(row.finished_at),
  };
}

/** All reviews, newest first. */
export async function allReviews(db: ReadHandle): Promise<readonly Review[]> {
  const rows = await reviewTables
    .read(db)
    .select('filtering_review')
    .selectAll()
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map(reviewOf);
}

/** One review; undefined when there is none. */
export async function loadReview(db: ReadHandle, id: string): Promise<Review | undefined> {
  const row = await reviewTables
    .read(db)
    .select('filtering_review')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : reviewOf(row);
}

/** A decision of a review about what is blocked. */
export interface Decision {
  readonly id: string;
  readonly what: string;
  readonly verdict: ReviewVerdict;
  readonly forWhom: string;
  readonly why: string;
}

/** Something a review asks somebody to do. */
export interface ReviewTask {
  readonly id: string;
  readonly review: string;
  readonly what: string;
  readonly owner: PersonId;
  readonly due: Temporal.PlainDate;
  readonly doneAt: Temporal.Instant | null;
  readonly doneBy: string | null;
  readonly outcome: string | null;
}

/** What stands in a review. */
export interface ReviewContent {
  /** The words of each section, by its code. */
  readonly parts: ReadonlyMap<
    string,
    { readonly id: string; readonly words: string; readonly at: Temporal.Instant; readonly by: string }
  >;
  readonly decisions: readonly Decision[];
  readonly tasks: readonly ReviewTask[];
  readonly causes: readonly { readonly what: string; readonly href: string; readonly at: Temporal.Instant }[];
  readonly signatures: readonly {
    readonly capacity: Capacity;
    readonly person: PersonId;
    readonly sha256: string;
    readonly at: Temporal.Instant;
  }[];
}

/** Everything that stands in a review now; what was taken out or worded differently before stays in the database. */
export async function contentOf(db: ReadHandle, review: string): Promise<ReviewContent> {
  const of = reviewTables.read(db);
  const parts = await of
    .select('filtering_review_part')
    .selectAll()
    .where('review_id', '=', review)
    .where('ended_at', 'is', null)
    .execute();
  const decisions = await of
    .select('filtering_review_decision')
    .selectAll()
    .where('review_id', '=', review)
    .where('ended_at', 'is', null)
    .orderBy('decided_at')
    .orderBy('id')
    .execute();
  const tasks = await of
    .select('filtering_review_action')
    .selectAll()
    .where('review_id', '=', review)
    .where('ended_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  const why = await of
    .select('filtering_review_cause')
    .selectAll()
    .where('review_id', '=', review)
    .orderBy('happened_at')
    .orderBy('id')
    .execute();
  const signatures = await of
    .select('filtering_review_signature')
    .selectAll()
    .where('review_id', '=', review)
    .where('ended_at', 'is', null)
    .orderBy('signed_at')
    .execute();
  return {
    parts: new Map(
      parts.map((row) => [
        row.section,
        { id: row.id, words: row.words, at: Temporal.Instant.from(row.written_at), by: row.written_by },
      ]),
    ),
    decisions: decisions.map((row) => ({
      id: row.id,
      what: row.what,
      verdict: wordOf(verdictLabels, row.verdict),
      forWhom: row.for_whom,
      why: row.why,
    })),
    tasks: tasks.map(taskOf),
    causes: why.map((row) => ({ what: row.what, href: row.href, at: Temporal.Instant.from(row.happened_at) })),
    signatures: signatures.map((row) => ({
      capacity: wordOf(capacityLabels, row.capacity),
      person: asId(row.person_id),
      sha256: row.sha256,
      at: Temporal.Instant.from(row.signed_at),
    })),
  };
}

function taskOf(row: ActionRow): ReviewTask {
  return {
    id: row.id,
    review: row.review_id,
    what: row.what,
    owner: asId(row.owner_id),
    due: Temporal.PlainDate.from(row.due_day),
    doneAt: row.done_at === null ? null : Temporal.Instant.from(row.done_at),
    doneBy: row.done_by,
    outcome: row.outcome,
  };
}

/** Actions of reviews that are not done, the earliest due first. Those of a withdrawn review do not count. */
export async function openTasks(db: ReadHandle): Promise<readonly ReviewTask[]> {
  const withdrawn = (await allReviews(db)).filter(({ state }) => state === 'withdrawn').map(({ id }) => String(id));
  const rows = await reviewTables
    .read(db)
    .select('filtering_review_action')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('done_at', 'is', null)
    .orderBy('due_day')
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.filter((row) => !withdrawn.includes(row.review_id)).map(taskOf);
}

/** One action; undefined when there is none, or it was taken out. */
export async function loadTask(db: ReadHandle, id: string): Promise<ReviewTask | undefined> {
  const row = await reviewTables
    .read(db)
    .select('filtering_review_action')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : taskOf(row);
}

/**
 * SHA-256 of all that is signed: what was measured, what is written, decided and planned, and who has to sign. What becomes of an action afterwards is no part of it.
 */
export function sha256Of(review: Review, content: ReviewContent): string {
  const signed = {
    id: review.id,
    kind: review.kind,
    cause: review.cause,
    year: review.year,
    reason: review.reason,
    due: review.due.toString(),
    evidence: review.evidence,
    measuredAt: review.measuredAt.toString(),
    parts: [...content.parts].map(([section, { words }]): readonly [string, string] => [section, words]).sort(),
    decisions: content.decisions,
    tasks: content.tasks.map(({ id, what, owner, due }) => [id, what, owner, due.toString()]),
    causes: content.causes.map(({ what, href, at }) => [what, href, at.toString()]),
    signers: signersOf[review.kind],
  };
  return createHash('sha256').update(JSON.stringify(signed)).digest('hex');
}

/** Inside a command: the review moves on, with a row of its history. Throws SG-CHANGED when somebody was faster or the move is not open. */
export async function moveReview(
  doing: { readonly db: WriteHandle; readonly now: Temporal.Instant; newId<Kind extends string>(): Id<Kind> },
  review: Review,
  given: {
    readonly action: ReviewAction;
    readonly by: string;
    readonly words?: string;
    readonly changes?: Partial<Pick<ReviewRow, 'evidence' | 'measured_at' | 'offered_sha256' | 'finished_at'>>;
  },
): Promise<{ readonly to: ReviewState; readonly version: number }> {
  const move = moveFor(review.state, given.action);
  if (move === undefined) {
    throw new Refused('SG-CHANGED', 'This review has moved on since. Look at it again before you go on.');
  }
  const version = review.version + 1;
  await changeOne(
    reviewTables
      .write(doing.db)
      .update('filtering_review')
      .set({ state: move.to, version, ...given.changes })
      .where('id', '=', review.id)
      .where('version', '=', review.version)
      .where('state', '=', review.state),
  );
  await reviewTables.write(doing.db).insert('filtering_review_move', {
    id: doing.newId<'filtering-review-move'>(),
    review_id: review.id,
    version,
    action: given.action,
    from_state: review.state,
    to_state: move.to,
    words: given.words ?? '',
    moved_at: doing.now.toString(),
    moved_by: given.by,
  });
  return { to: move.to, version };
}

/** The history of a review, oldest first. */
export async function movesOf(db: ReadHandle, review: string) {
  return reviewTables
    .read(db)
    .select('filtering_review_move')
    .selectAll()
    .where('review_id', '=', review)
    .orderBy('version')
    .limit(1000)
    .execute();
}
