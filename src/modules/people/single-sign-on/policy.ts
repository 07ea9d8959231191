import { allowed, holds, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';

/**
 * Who may do what about sign-in with Google or Microsoft. Whoever fills it in decides who vouches for everybody's name, so what IT support
 * fills in counts only when the headteacher or the online-safety lead has turned it on (roles.md, "technical settings").
 */

/** May see and fill in the settings: IT support, the online-safety lead, the headteacher. */
export function mayFillIn(actor: Actor): Verdict {
  return holds(actor, 'technician', 'lead', 'head')
    ? allowed
    : refused(
        'Only IT support, the online-safety lead or the headteacher can set up the sign-in with Google or Microsoft.',
      );
}

/** May turn it on. */
export function mayTurnOn(actor: Actor): Verdict {
  return holds(actor, 'lead', 'head')
    ? allowed
    : refused('Only the headteacher or the online-safety lead can turn this on. Ask them to look at the page.');
}

/** May say that a group gives a role: the headteacher, whose it is to give roles. Others may propose it. */
export function mayConfirmGroup(actor: Actor): Verdict {
  return holds(actor, 'head') ? allowed : refused('Only the headteacher can confirm that a group gives a role.');
}

/** Only the sign-in itself. */
export function onlyAtSignIn(actor: Actor): Verdict {
  return actor.kind === 'visitor' ? allowed : refused('Schoolgate does this at sign-in; nobody can do it by hand.');
}
