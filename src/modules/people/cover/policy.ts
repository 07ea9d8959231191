import { allowed, holds, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import type { Role } from '../../../platform/access/roles.ts';

/** May see covers: everybody who works with the school sees their own, the head all. */
export function maySeeCovers(actor: Actor): Verdict {
  return actor.kind === 'person' && !holds(actor, 'pupil', 'parent')
    ? allowed
    : refused('Only people who work with the school can see who covers for whom.');
}

/**
 * May name somebody who stands in for `holder` in `role`: the holder themselves, in a role that is their own and not one they only cover; and
 * the head, for anybody.
 */
export function mayNameCover(
  actor: Actor,
  about: { readonly holder: string; readonly role: Role; readonly own: boolean },
): Verdict {
  if (!about.own)
    return refused('Nobody can pass on a role that is not their own: whoever only covers it cannot either.');
  if (actor.kind === 'person' && (actor.roles.has('head') || actor.person === about.holder)) return allowed;
  return refused('Only the person themselves or the headteacher can say who covers for them.');
}

/** May end a cover early: whoever it is for, whoever does it, and the head. */
export function mayEndCover(actor: Actor, cover: { readonly holder: string; readonly person: string }): Verdict {
  return actor.kind === 'person' && (actor.roles.has('head') || [cover.holder, cover.person].includes(actor.person))
    ? allowed
    : refused('Only the two people themselves or the headteacher can end a cover.');
}
