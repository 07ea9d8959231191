import type { Actor } from '../../../../platform/access/access.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { unsigned } from '../../commands/sign-review.ts';
import { mayOpenReview, mayPrepare, mayWriteSection } from '../../policy.ts';
import type { wholeReview } from '../../queries/show-review.ts';
import { moveSentence } from '../../review/moves.ts';
import { schoolYearLabel } from '../../../school/index.ts';
import { sectionsOf } from '../../review/sections.ts';
import { sha256Of, type Review } from '../../review/store.ts';
import {
  capacityLabels,
  causes,
  kindLabels,
  signersOf,
  stateColours,
  stateLabels,
  verdictLabels,
} from '../../review/words.ts';

/** How a review is called. */
export function titleOf(review: Pick<Review, 'kind' | 'year' | 'cause'>): string {
  return review.kind === 'yearly'
    ? `Filtering and monitoring: yearly review of ${schoolYearLabel(review.year)}`
    : `Filtering and monitoring: review out of turn`;
}

/** A review as its pages show it: to read, to sign, to print. */
export function reviewModel(
  { review, signers, capacities, content, moves, names }: Awaited<ReturnType<typeof wholeReview>>,
  actor: Actor,
) {
  const name = (id: string): string =>
    names.get(asId(id)) ?? (id === 'standards' ? 'Schoolgate' : 'somebody who has left');
  const draft = review.state === 'draft';
  const prepares = mayPrepare(actor).allowed && draft;
  return {
    id: review.id,
    title: titleOf(review),
    kind: kindLabels[review.kind],
    cause: causes[review.cause].label,
    reason: review.reason,
    causes: content.causes,
    state: { text: stateLabels[review.state], colour: stateColours[review.state] },
    due: review.due,
    measuredAt: review.measuredAt,
    openedAt: review.openedAt,
    openedBy: name(review.openedBy),
    draft,
    signing: review.state === 'signing',
    finished: review.finishedAt,
    sha256: review.sha256,
    holds: review.sha256 === null || sha256Of(review, content) === review.sha256,
    mayPrepare: prepares,
    mayMeasure: mayOpenReview(actor).allowed && draft,
    mayTakeBack: mayPrepare(actor).allowed && review.state === 'signing',
    mayWithdraw: prepares && review.cause !== 'incident' && review.cause !== 'ai-tool',
    maySign: review.state === 'signing' && unsigned(review.kind, content).some((one) => capacities.includes(one)),
    sections: sectionsOf(review.kind).map((section) => {
      const part = content.parts.get(section.code);
      return {
        code: section.code,
        title: section.title,
        asks: section.asks,
        lines: review.evidence[section.code] ?? [],
        words: part?.words,
        by: part === undefined ? undefined : name(part.by),
        at: part?.at,
        mayWrite: draft && mayWriteSection(actor, section.technical).allowed,
      };
    }),
    decisions: content.decisions.map((one) => ({ ...one, verdict: verdictLabels[one.verdict] })),
    tasks: content.tasks.map((one) => ({
      id: one.id,
      what: one.what,
      owner: name(one.owner),
      due: one.due,
      done: one.doneAt,
      outcome: one.outcome,
    })),
    signatures: signersOf[review.kind].map((capacity) => {
      const signature = content.signatures.find((one) => one.capacity === capacity);
      return {
        capacity: capacityLabels[capacity],
        by: signature === undefined ? undefined : name(signature.person),
        at: signature?.at,
        waitsFor: signers
          .find((one) => one.capacity === capacity)
          ?.people.map((one) => one.name)
          .join(' or '),
      };
    }),
    history: moves.map((one) => ({
      sentence: `${name(one.moved_by)} ${moveSentence(one.action)}`,
      words: one.words,
      at: Temporal.Instant.from(one.moved_at),
    })),
  };
}
