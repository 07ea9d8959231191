import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { isAbout, type Concerning } from './holds.ts';
import { signerWords } from './subject/signers.ts';

/** The row "privacy: subject access, retention, breach" of docs/reference/permissions.md. */

/** May see how many records of each class are past their time, and what became of them: who prepares, who signs, and the chair, who is told. */
export function maySeeRetention(actor: Actor): Verdict {
  return holds(actor, 'head', 'dsl', 'deputy-dsl', 'lead', 'office', 'chair')
    ? allowed
    : refused(
        'What is past its time is for the headteacher, the safeguarding leads, the online-safety lead and the office.',
      );
}

/** In which of the groups that sign somebody may sign: the first that has no signature yet. Undefined when none. */
export function placeToSign(
  actor: Actor,
  signers: readonly (readonly Role[])[],
  signed: ReadonlyMap<number, string>,
): number | undefined {
  if (actor.kind !== 'person' || [...signed.values()].includes(actor.person)) return undefined;
  const place = signers.findIndex((roles, at) => !signed.has(at) && holds(actor, ...roles));
  return place === -1 ? undefined : place;
}

/** May review, keep back and sign records of a class: whoever signs for it. */
export function maySignClass(actor: Actor, signers: readonly (readonly Role[])[]): Verdict {
  return placeToSign(actor, signers, new Map()) === undefined
    ? refused('Only those who sign for this kind of record can review what is past its time.')
    : allowed;
}

/** A legal hold is laid by those who answer for the records. */
export function mayHold(actor: Actor): Verdict {
  return holds(actor, 'head', 'dsl', 'deputy-dsl', 'lead')
    ? allowed
    : refused(
        'Only the headteacher, the safeguarding leads and the online-safety lead can keep records from deletion.',
      );
}

/** May look at the legal holds: who lays them, and the chairs of governors, who see those that they release. */
export function maySeeHolds(actor: Actor): Verdict {
  return holds(actor, 'chair', 'vice-chair') ? allowed : mayHold(actor);
}

/** May end a legal hold: the headteacher signs for it; nobody ends one about themselves (holds.ts says who stands in). */
export function mayRelease(actor: Actor, hold: Concerning): Verdict {
  if (isAbout(actor, hold)) return refused('This hold is about you, so others release it.');
  return holds(actor, hold.releaser) ? allowed : refused(`${signerWords[hold.releaser]} releases this hold.`);
}

/** May sign a batch that waits: somebody of a group that has not signed yet, and not whoever signed for another. */
export function maySignBatch(
  actor: Actor,
  subject: {
    readonly one: { readonly signers: readonly (readonly Role[])[] };
    readonly placeOf: (actor: Actor) => number | undefined;
  },
): Verdict {
  return subject.placeOf(actor) === undefined
    ? refused(
        'This list needs no signature of yours: it was signed for already, or others sign for this kind of record.',
      )
    : allowed;
}

/** May see a batch and its proof: the same who see what is past its time, and whoever signs for the class. */
export function maySeeBatch(
  actor: Actor,
  subject: { readonly one: { readonly signers: readonly (readonly Role[])[] } },
): Verdict {
  return maySignClass(actor, subject.one.signers).allowed ? allowed : maySeeRetention(actor);
}
