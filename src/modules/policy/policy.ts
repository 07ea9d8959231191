import { allowed, holds, onlyRoles, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import type { Setting } from '../module.ts';

/** Who may do what with the policy (docs/reference/permissions.md, "policy, settings"). */

/** Of those who work here all but the office, which reads the policy where everybody does (the line “policy, settings”). */
const readingRoles = staffRoles.filter((role) => role !== 'office');
const governorRoles = ['governor', 'chair', 'vice-chair'] as const;

const forReaders = refused(
  'How the policy is kept is for teaching staff, IT support, those who answer for it and governors. Everybody can read what it says on the public page.',
);

/** Staff and governors see how the policy stands and how the school is set; the office does not. */
export function mayReadPolicy(actor: Actor): Verdict {
  return holds(actor, ...readingRoles, ...governorRoles) ? allowed : forReaders;
}

/** Anybody may read the words of the policy: it is a public document. */
export function mayReadText(): Verdict {
  return allowed;
}

/** The head decides on a policy; the online-safety lead puts it in for them. */
export const mayChoosePolicy = onlyRoles('the headteacher or the online-safety lead', 'head', 'lead');

/** The same two answer for the day of the next review. */
export const mayRecordReview = mayChoosePolicy;

/** The same two decide which of two clauses counts that contradict each other. */
export const mayResolve = mayChoosePolicy;

/** Staff, IT support, the office and governors find what the policy tells them; pupils and parents have public pages. */
export function mayReadGuidance(actor: Actor): Verdict {
  return holds(actor, ...staffRoles, ...governorRoles)
    ? allowed
    : refused('These pages are for those who work here and for governors. Parents and pupils have pages of their own.');
}

/** How the policy stands as a whole: those who answer for it, and governors. */
export const mayReadDashboard = onlyRoles(
  'those who answer for the policy, and governors',
  'head',
  'deputy-head',
  'lead',
  'dsl',
  'deputy-dsl',
  ...governorRoles,
);

/** Recording that somebody looked at how the policy stands: the head, the online-safety lead, governors. */
export const mayRecordCheck = onlyRoles(
  'the headteacher, the online-safety lead or a governor',
  'head',
  'lead',
  ...governorRoles,
);

const technicalOnes = refused('Only IT support can change this setting.');
const otherOnes = refused('Only the headteacher or the online-safety lead can change this setting.');

/** Technical settings are IT support's, all others the head's and the online-safety lead's. Whether a clause fixes one is not asked here. */
export function mayChangeSetting(actor: Actor, setting: Pick<Setting, 'technical'>): Verdict {
  if (setting.technical === true) return holds(actor, 'technician') ? allowed : technicalOnes;
  return holds(actor, 'head', 'lead') ? allowed : otherOnes;
}
