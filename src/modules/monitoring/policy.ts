import { allowed, holds, onlyMachine, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';

/** Who may what, from roles.md, line "alerts, visits of a person". Nobody sees what is about themselves; that goes first. */

/** Alerts: safeguarding leads, head, and the online-safety lead. */
export const alertRoles: readonly Role[] = ['dsl', 'deputy-dsl', 'head', 'lead'];
/** A person's visits: not the online-safety lead, who has alerts only. Staff have none: there are no lessons in this version. */
const visitRoles: readonly Role[] = ['dsl', 'deputy-dsl', 'head'];
const countRoles: readonly Role[] = [...alertRoles, 'technician'];

const aboutOneself = refused('This is not yours to open. Ask another of the safeguarding leads or the headteacher.');

/** The list of alerts. Its answer leaves out those about the person who asks. */
export function mayListAlerts(actor: Actor): Verdict {
  return holds(actor, ...alertRoles)
    ? allowed
    : refused('Only the safeguarding leads, the headteacher and the online-safety lead can see alerts.');
}

/** One alert: look at it, close it, make an incident of it. `person` is whom it is about. */
export function mayWorkAlert(actor: Actor, alert: { readonly person: string | null }): Verdict {
  if (actor.kind === 'person' && alert.person === actor.person) return aboutOneself;
  return mayListAlerts(actor);
}

/** The visits of one person on one day. */
export function maySeeVisits(actor: Actor, about: { readonly person: string }): Verdict {
  if (actor.kind === 'person' && about.person === actor.person) return aboutOneself;
  return holds(actor, ...visitRoles)
    ? allowed
    : refused('Only the safeguarding leads and the headteacher can see what a person opened.');
}

/** Figures without names. */
export function maySeeCounts(actor: Actor): Verdict {
  return holds(actor, ...countRoles)
    ? allowed
    : refused(
        'Only the safeguarding leads, the headteacher, the online-safety lead and IT support can see these figures.',
      );
}

/** The weekly review: look at its figures and record it. */
export function mayReview(actor: Actor): Verdict {
  return holds(actor, ...alertRoles)
    ? allowed
    : refused('Only the safeguarding leads, the headteacher and the online-safety lead review the week.');
}

/** The part of Schoolgate that acts on what the filter reported. */
export const INTAKE = 'intake';
export const onlyIntake = onlyMachine('filter', INTAKE);
