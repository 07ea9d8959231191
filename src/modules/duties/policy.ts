import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';

/** Who may what with duties (docs/reference/permissions.md, "duties"). `own` is whether the duty is of a post that they hold today. */

/** What a policy knows of a duty. */
export interface DutyFacts {
  readonly own: boolean;
}

/** May open the page of duties: who works here, and governors. */
export function maySeeDuties(actor: Actor): Verdict {
  return holds(actor, ...staffRoles, 'governor', 'chair', 'vice-chair')
    ? allowed
    : refused('Duties are for those who work here and for governors.');
}

/** May see how every duty stands: due, done, overdue. Not what was written about it. */
export function maySeeProgress(actor: Actor): boolean {
  return holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl', 'governor', 'chair', 'vice-chair');
}

/** May open a duty: whoever has to do it, and who sees how all stand. */
export function maySeeDuty(actor: Actor, { own }: DutyFacts): Verdict {
  const may = maySeeDuties(actor);
  if (!may.allowed) return may;
  return own || maySeeProgress(actor)
    ? allowed
    : refused('This duty is another post’s. The online-safety lead and the headteacher can tell you more.');
}

/** May read what was written and open the files: whoever has to do it, the headteacher and the online-safety lead. */
export function mayReadRecord(actor: Actor, { own }: DutyFacts): Verdict {
  return maySeeDuties(actor).allowed && (own || holds(actor, 'head', 'lead'))
    ? allowed
    : refused('Only whoever has this duty, the headteacher and the online-safety lead can read what was written.');
}

/** May record that it was done: whoever has to do it, and the headteacher. */
export function mayDo(actor: Actor, { own }: DutyFacts): Verdict {
  return maySeeDuties(actor).allowed && (own || holds(actor, 'head'))
    ? allowed
    : refused('Only whoever has this duty, or the headteacher, can record that it was done.');
}

/** May waive it for a period: the headteacher or the online-safety lead, and nobody their own. */
export function mayWaive(actor: Actor, { own }: DutyFacts): Verdict {
  if (!holds(actor, 'head', 'lead')) {
    return refused('Only the headteacher or the online-safety lead can waive a duty.');
  }
  return own ? refused('Nobody waives a duty of their own. Ask the headteacher or the online-safety lead.') : allowed;
}

/** May reopen what was recorded by mistake: whoever closed it, and the headteacher. */
export function mayReopen(actor: Actor, given: { readonly closedBy: string | undefined }): Verdict {
  return maySeeDuties(actor).allowed &&
    actor.kind === 'person' &&
    (actor.person === given.closedBy || holds(actor, 'head'))
    ? allowed
    : refused('Only whoever recorded it, or the headteacher, can reopen it.');
}

/** May change how often a duty falls due, whose it is, and whether it applies: as other settings of the policy. */
export function mayChangeDuty(actor: Actor): Verdict {
  return holds(actor, 'head', 'lead')
    ? allowed
    : refused('Only the headteacher and the online-safety lead change how often a duty falls due and whose it is.');
}
