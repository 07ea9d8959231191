import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import type { PersonId } from '../../platform/ids/ids.ts';

const notYours = refused(
  'The headteacher, a safeguarding lead or the chair can hand over somebody’s open work; whoever works on cases can hand over their own.',
);

/** May hand over what lies in anybody's name: those who answer for cases. What they may not open themselves is neither shown nor moved. */
export function mayHandOverForOthers(actor: Actor): Verdict {
  return holds(actor, 'head', 'dsl', 'deputy-dsl', 'chair', 'vice-chair') ? allowed : notYours;
}

/** May hand over what lies in this person's name: their own, for those who work on cases; anybody's, for those who answer for them. */
export function mayHandOver(actor: Actor, about: { readonly person: PersonId }): Verdict {
  if (holds(actor, 'lead', 'deputy-head') && actor.person === about.person) return allowed;
  return mayHandOverForOthers(actor);
}
