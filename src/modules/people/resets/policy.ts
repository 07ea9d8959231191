import { allowed, holds, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { keyPosts } from '../words.ts';
import { askers, holdsKeyPost } from './reset.ts';

/**
 * Who may make a new way in for somebody (roles.md, "First of all"). For the headteacher, a safeguarding lead, a deputy and the chair it takes
 * two: one asks, another confirms, at least one of the two holds such a post themselves, and neither is the one it is for.
 */

/** What the policy must know of whom it is for. */
export interface ResetAbout {
  readonly person: PersonId;
  readonly kind: string;
  /** The roles they hold today. */
  readonly roles: readonly string[];
}

/** May ask for it. */
export function mayAskReset(actor: Actor, about: ResetAbout): Verdict {
  if (about.kind === 'contact') return refused('Parents and carers have no log-in: they get one-time links.');
  if (about.kind === 'pupil')
    return refused('A pupil’s password is set on the page of their log-in, with the pupil beside you.');
  if (actor.kind === 'command-line') return allowed;
  if (actor.kind === 'person' && actor.person === about.person) {
    return refused(
      'Nobody makes a new way in for themselves. Change your password under “My account”, or ask another key holder.',
    );
  }
  if (holdsKeyPost(about.roles)) {
    return holds(actor, ...askers)
      ? allowed
      : refused(
          'Only IT support, the online-safety lead, the headteacher, a safeguarding lead or the chair can ask for this.',
        );
  }
  return holds(actor, 'technician', 'lead', 'head', 'dsl', 'deputy-dsl')
    ? allowed
    : refused('Only IT support, the online-safety lead, the headteacher or a safeguarding lead can do this.');
}

/** What the policy must know of a reset that waits. */
export interface ResetWaiting {
  readonly person: PersonId;
  /** Who asked; undefined for the command line of the school's machine. */
  readonly askedBy: PersonId | undefined;
  /** True when who asked holds a key post themselves today. */
  readonly askerHoldsKey: boolean;
}

/** May confirm it as the second. */
export function mayConfirmReset(actor: Actor, waiting: ResetWaiting): Verdict {
  if (actor.kind !== 'person') return refused('A person confirms this, nobody else.');
  if (actor.person === waiting.person) return refused('It is for you, so somebody else must confirm it.');
  if (actor.person === waiting.askedBy) return refused('You asked for it, so another key holder must confirm it.');
  if (holds(actor, ...keyPosts)) return allowed;
  if (holds(actor, 'technician') && waiting.askerHoldsKey) return allowed;
  return refused(
    'Only the headteacher, a safeguarding lead, a deputy or the chair can confirm this; IT support when one of them asked.',
  );
}

/** May stop it: whom it is for, and everybody who could ask or confirm. */
export function mayCancelReset(actor: Actor, about: { readonly person: PersonId }): Verdict {
  if (actor.kind === 'person' && (actor.person === about.person || actor.roles.has('technician'))) return allowed;
  return maySeeResets(actor);
}

/** May see what is open. */
export function maySeeResets(actor: Actor): Verdict {
  return holds(actor, ...askers)
    ? allowed
    : refused(
        'Only IT support, the online-safety lead, the headteacher, a safeguarding lead or the chair can see this.',
      );
}

/** Only somebody who is not signed in: the sign-in page, and the one-time link. */
export function onlyVisitors(actor: Actor): Verdict {
  return actor.kind === 'visitor' ? allowed : refused('You are signed in: change your password under “My account”.');
}
