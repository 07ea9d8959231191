import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { keyPosts } from './words.ts';

/**
 * Who may do what with people, the roster and accounts: the row "people, roster, accounts" of docs/reference/permissions.md.
 * The command line of the school's own machine may do what its commands offer; each act is in the trail under its name.
 */

/** May look at the list of people: everybody who works here (the class list), and the governors not. */
export function mayListPeople(actor: Actor): Verdict {
  if (actor.kind === 'command-line' || holds(actor, ...staffRoles)) return allowed;
  return refused('Only people who work in the school can look people up.');
}

/** What the policy about one person's record must know. */
export interface PersonAbout {
  readonly person: PersonId;
  readonly kind: string;
  /** Classes the person is a pupil in today. */
  readonly classes: readonly string[];
}

function teachesOneOf(actor: Actor, classes: readonly string[]): boolean {
  return holds(actor, ...staffRoles) && classes.some((one) => actor.classes.has(one));
}

/** May open one person's record: their own; lead, safeguarding leads, head, office and IT support anybody's; a teacher their class's. */
export function mayOpenPerson(actor: Actor, about: PersonAbout): Verdict {
  if (actor.kind === 'command-line') return allowed;
  if (actor.kind === 'person' && actor.person === about.person && about.kind !== 'pupil') return allowed;
  if (holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'office', 'technician')) {
    return about.kind === 'contact' && !mayOpenContacts(actor)
      ? refused('Only the office and the safeguarding leads can open the records of parents and carers.')
      : allowed;
  }
  if (teachesOneOf(actor, about.classes) && about.kind === 'pupil') return allowed;
  return refused(
    'You can open the records of pupils in the classes you teach. The office or the online-safety lead can help.',
  );
}

/** May see who a pupil's contacts are. */
export function mayOpenContacts(actor: Actor): boolean {
  return actor.kind === 'command-line' || holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'office');
}

/** May add people by hand and correct their names: lead, safeguarding leads, head and office. */
export function mayAddPeople(actor: Actor): Verdict {
  if (actor.kind === 'command-line' || holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'office')) return allowed;
  return refused('Only the office, the headteacher, the online-safety lead or a safeguarding lead can add people.');
}

/** May import the roster: the same people who may add by hand. */
export function mayImport(actor: Actor): Verdict {
  if (actor.kind === 'command-line' || holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'office')) return allowed;
  return refused(
    'Only the office, the headteacher, the online-safety lead or a safeguarding lead can import the roster.',
  );
}

/** What the policy about roles must know besides who asks. */
export interface RoleAbout {
  /** Whose role it is; undefined for somebody who is only just being added. */
  readonly person: PersonId | undefined;
  /** True when nobody is head today. */
  readonly headVacant: boolean;
}

/** May see who holds which post. */
export function maySeePosts(actor: Actor): Verdict {
  if (
    actor.kind === 'command-line' ||
    holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl', 'governor', 'chair', 'vice-chair')
  )
    return allowed;
  return refused(
    'Only the headteacher, the online-safety lead, the safeguarding leads and the governors can see this page.',
  );
}

/**
 * May give or end a role: the head. While the school has no head (it was set up by its lead), the lead may, but not for themselves.
 */
export function mayGiveRoles(actor: Actor, about: RoleAbout): Verdict {
  const asking = actor.kind === 'person' ? actor.person : undefined;
  if (actor.kind === 'command-line' || holds(actor, 'head')) return allowed;
  if (holds(actor, 'lead') && about.headVacant) {
    return asking === about.person ? refused('Nobody but the headteacher can give a role to themselves.') : allowed;
  }
  return refused('Only the headteacher can give or end roles.');
}

/** What the policy about a log-in must know. */
export interface LogInAbout {
  readonly person: PersonId;
  readonly kind: string;
  /** The roles they hold today. */
  readonly roles: readonly Role[];
  /** False until somebody has set a first password. */
  readonly hasPassword: boolean;
  readonly headVacant: boolean;
}

/**
 * May set another person's log-in: a pupil's at any time, an adult's only until they have a password. Who has one and cannot sign in gets a
 * one-time link instead (resets/), so that nobody knows another adult's password. The first one of a key post is set by the head.
 */
export function maySetLogIn(actor: Actor, about: LogInAbout): Verdict {
  if (actor.kind === 'command-line') return allowed;
  if (actor.kind === 'person' && actor.person === about.person) {
    return refused('Change your own password on the page “My account”: it asks for the old one.');
  }
  if (!holds(actor, 'technician', 'lead', 'dsl', 'deputy-dsl', 'head')) {
    return refused('Only IT support, the online-safety lead, a safeguarding lead or the headteacher can set a log-in.');
  }
  if (about.kind === 'contact') return refused('Parents and carers have no log-in: they get one-time links.');
  if (about.kind !== 'pupil' && about.hasPassword) {
    return refused('They have a password of their own. If they cannot sign in, make a new way in for them.');
  }
  if (about.roles.some((role) => keyPosts.includes(role))) {
    const mayStart = holds(actor, 'head') || (about.headVacant && holds(actor, 'lead'));
    return mayStart
      ? allowed
      : refused('The first password for the headteacher, a safeguarding lead or the chair is set by the headteacher.');
  }
  return allowed;
}

/**
 * May sign somebody else out everywhere: those who look after log-ins. It opens nothing to anybody, so unlike a reset one of them is enough, and
 * for the headteacher too: whoever finds the computer must not look for a second holder first.
 */
export function mayEndSessionsOf(actor: Actor, about: { readonly person: string; readonly kind: string }): Verdict {
  if (actor.kind === 'person' && actor.person === about.person) {
    return refused('Sign yourself out on the page “Where you are signed in”, under “My account”.');
  }
  if (about.kind === 'pupil' || about.kind === 'contact') return refused('They do not sign in to this app.');
  return holds(actor, 'technician', 'lead', 'dsl', 'deputy-dsl', 'head')
    ? allowed
    : refused(
        'Only IT support, the online-safety lead, a safeguarding lead or the headteacher can sign somebody else out.',
      );
}

/** May do what concerns only themselves: their own account. Pupils do so with an adult, at the gate. */
export function mayUseOwnAccount(actor: Actor): Verdict {
  if (actor.kind === 'person' && !actor.roles.has('pupil')) return allowed;
  return refused('Pupils sign in at the gate. Ask your teacher about your password.');
}

/** The list is for those who set a school up: head, lead, safeguarding leads and IT support. */
export function maySetUp(actor: Actor): Verdict {
  return holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl', 'technician')
    ? allowed
    : refused(
        'Only the headteacher, the online-safety lead, a safeguarding lead or IT support can see the set-up list.',
      );
}
