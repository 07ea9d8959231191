import { allowed, holds, onlyRoles, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import type { Capacity } from './review/words.ts';

/** Who may do what with standards and reviews (docs/reference/permissions.md, "reports for governors, inspection" and "profiles, lists, network"). */

const governors = ['governor', 'chair', 'vice-chair'] as const;
const readers = ['lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician', ...governors] as const;

/** Those who answer for online safety, IT support, and governors. */
export const mayReadStandards = onlyRoles('those who answer for online safety, IT support and governors', ...readers);

/** Those who prepare reports. */
export const mayPrepare = onlyRoles(
  'the online-safety lead, the safeguarding leads or the headteacher',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
);

/** IT support does the technical part, and may open a review. */
export const mayOpenReview = onlyRoles(
  'the online-safety lead, the safeguarding leads, the headteacher or IT support',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'technician',
);

/** What policies have to know about a review and who asks. */
export interface ReviewAccess {
  /** In which capacities the asking person may sign this review today. */
  readonly capacities: readonly Capacity[];
}

/** Readers of standards, and whoever signs. */
export function mayReadReview(actor: Actor, { capacities }: ReviewAccess): Verdict {
  return capacities.length > 0 ? allowed : mayReadStandards(actor);
}

/** Writing in a section: those who prepare, and IT support in technical ones. */
export function mayWriteSection(actor: Actor, technical: boolean): Verdict {
  return technical && holds(actor, 'technician') ? allowed : mayPrepare(actor);
}

const notASigner = refused(
  'A review is signed by the senior leader for filtering and monitoring, the designated safeguarding lead, IT support and the governor. You hold none of these posts today.',
);

/** Only who holds one of the posts today. */
export function maySign(_actor: Actor, { capacities }: ReviewAccess): Verdict {
  return capacities.length > 0 ? allowed : notASigner;
}

const notTheirs = refused('Only the person it was given to, and those who prepare the review, can do this.');

/** An action's owner, and those who prepare. */
export function mayDoAction(actor: Actor, owner: string): Verdict {
  if (actor.kind === 'person' && actor.person === owner) return allowed;
  return mayPrepare(actor).allowed ? allowed : notTheirs;
}
