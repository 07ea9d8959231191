import {
  allowed,
  both,
  confirmedLately,
  holds,
  onlyRoles,
  refused,
  type Actor,
  type Verdict,
} from '../../../platform/access/access.ts';
import { staffRoles } from '../../../platform/access/roles.ts';
import type { Draft } from './draft.ts';
import { approvers, drafters, moveFor, signedActions, type DraftAction } from './workflow.ts';

/** Who may do what with versions of the policy (roles.md, "policy, settings": draft, decide, comment, approve, read, acknowledge). */

const draftersInWords = 'the headteacher, the online-safety lead or a safeguarding lead';

/** Those who draft: they see every draft. */
export const mayDraft = onlyRoles(draftersInWords, ...drafters);

/** What a policy needs to know of a draft. */
export type DraftFacts = Pick<Draft, 'state' | 'consultation'>;

const notYours = refused(
  'Those who draft the policy read its drafts, governors from the day it is put before them, and others while they are asked for comments.',
);

/** Drafts are read by those who draft, by governors once it is theirs to look at, and by staff, governors and the office while they are consulted. */
export function mayReadDraft(actor: Actor, draft: DraftFacts): Verdict {
  if (holds(actor, ...drafters)) return allowed;
  const asked = draft.state === 'consultation' ? (draft.consultation?.groups ?? []) : [];
  if (holds(actor, ...approvers)) {
    const theirs = ['approval', 'approved', 'signed', 'published'].includes(draft.state);
    return theirs || asked.includes('governors') ? allowed : notYours;
  }
  if (!holds(actor, ...staffRoles)) return notYours;
  if (asked.includes('staff')) return allowed;
  const records = holds(actor, 'office') && (asked.includes('parents') || asked.includes('pupils'));
  return records ? allowed : notYours;
}

/** The list of drafts: whoever may read any of them. What is not theirs is left out of it. */
export const mayListDrafts = onlyRoles('those who work here and governors', ...staffRoles, ...approvers);

const notAsked = refused('Comments are taken while the draft is out for consultation, from those who are asked.');

/** Staff and governors comment while they are asked. */
export function mayComment(actor: Actor, draft: DraftFacts): Verdict {
  const asked = draft.state === 'consultation' ? (draft.consultation?.groups ?? []) : [];
  const staff = asked.includes('staff') && holds(actor, ...staffRoles);
  const governor = asked.includes('governors') && holds(actor, ...approvers);
  return staff || governor ? allowed : notAsked;
}

/** What parents and pupils say is recorded by the office, or by those who draft. */
export function mayRecordComment(actor: Actor, draft: DraftFacts): Verdict {
  const asked = draft.state === 'consultation' ? (draft.consultation?.groups ?? []) : [];
  const families = asked.includes('parents') || asked.includes('pupils');
  return families && holds(actor, 'office', ...drafters) ? allowed : notAsked;
}

/** Comments are read by those who answer them and by governors who may read the draft. */
export function mayReadComments(actor: Actor, draft: DraftFacts): Verdict {
  if (holds(actor, ...drafters)) return allowed;
  const read = mayReadDraft(actor, draft);
  return read.allowed && holds(actor, ...approvers)
    ? allowed
    : refused('Comments are read by those who draft the policy and by governors.');
}

/** Who has drafted it, for the rule that nobody approves what they alone drafted. */
export interface Authors {
  readonly authors: ReadonlySet<string>;
}

/** Whether somebody may take a step now, by the table of moves. */
export function mayTake(actor: Actor, draft: DraftFacts & Authors, action: DraftAction): Verdict {
  const move = moveFor(draft.state, action);
  if (move === undefined) return refused('This cannot be done with the draft as it stands now.');
  if (!holds(actor, ...move.who)) return refused(`Only ${whoIn(move.who)} can do this.`);
  const alone = draft.authors.size === 1 && draft.authors.has(actor.person);
  if ((action === 'approve' || action === 'sign') && alone) {
    return refused('Nobody approves what they alone drafted. Another governor does it.');
  }
  return allowed;
}

/** The same for the step itself: whoever puts their name under the text has shown lately that it is they. */
export function mayTakeNow(actor: Actor, draft: DraftFacts & Authors, action: DraftAction): Verdict {
  return both(mayTake(actor, draft, action), signedActions.includes(action) ? confirmedLately(actor) : allowed);
}

function whoIn(roles: readonly string[]): string {
  if (roles.includes('governor')) return roles.includes('head') ? 'governors or the headteacher' : 'governors';
  if (roles.includes('chair')) return 'the chair or the vice-chair of governors';
  if (roles.includes('dsl')) return draftersInWords;
  return roles.includes('lead') ? 'the headteacher or the online-safety lead' : 'the headteacher';
}

/** Everybody who works here acknowledges the policy. */
export const mayAcknowledge = onlyRoles('those who work here', ...staffRoles);

/** Who has not acknowledged it yet: names, for the head and the online-safety lead. */
export const mayChase = onlyRoles('the headteacher or the online-safety lead', 'head', 'lead');
