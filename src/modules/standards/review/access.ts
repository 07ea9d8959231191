import type { Actor } from '../../../platform/access/access.ts';
import type { Asking } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { capacitiesOf, signersToday, type Signer } from './signers.ts';
import { loadReview, type Review } from './store.ts';
import type { Capacity } from './words.ts';

/** A review as its policies see it: with what the asking person may sign. */
export interface ReviewSubject {
  readonly review: Review;
  readonly signers: readonly Signer[];
  readonly capacities: readonly Capacity[];
}

/** `load` of every command and query about one review. */
export async function loadSubject(
  db: ReadHandle,
  { id }: { readonly id: string },
  { actor, now }: Asking,
): Promise<ReviewSubject | undefined> {
  const review = await loadReview(db, id);
  if (review === undefined) return undefined;
  const signers = await signersToday(db, review.kind, now);
  return { review, signers, capacities: capacitiesOf(actor, signers) };
}

/** Who did it, as rows keep it. */
export function whoDid(actor: Actor): string {
  if (actor.kind === 'person') return actor.person;
  return actor.kind === 'visitor' ? 'visitor' : actor.name;
}
