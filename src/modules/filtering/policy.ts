import { allowed, holds, onlyRoles, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';

/** Who may do what with the filter (docs/reference/permissions.md). Pure. */

/** What is in force, levels, lists, network: to look at. */
export const maySee = onlyRoles(
  'the online-safety lead, safeguarding leads, the headteacher, IT support and governors',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'technician',
  'governor',
  'chair',
  'vice-chair',
);

/** Lists, network, credentials: to change. */
export const mayRun = onlyRoles('the online-safety lead and IT support', 'lead', 'technician');

/** Who asks for a change: all who work here except the office (the line “filter: ask for a change”). */
const askingRoles = staffRoles.filter((role) => role !== 'office');

export const mayAsk = onlyRoles('teaching staff, IT support and those who answer for filtering', ...askingRoles);

export const mayBlockAtOnce = onlyRoles(
  'the online-safety lead, safeguarding leads, the headteacher and IT support',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'technician',
);

/** Whom the policy lets approve and sign a change (s1-072). */
export function mayDecide(actor: Actor, approvers: readonly Role[]): Verdict {
  return holds(actor, ...approvers)
    ? allowed
    : refused('Only the people whom the policy names can approve and sign a change to filtering.');
}

/** Who sees every request: who decides, who runs the filter, and who answers for it. Others of the staff see their own. */
export function seesAllRequests(actor: Actor, approvers: readonly Role[]): boolean {
  return holds(
    actor,
    'lead',
    'dsl',
    'deputy-dsl',
    'head',
    'technician',
    'governor',
    'chair',
    'vice-chair',
    ...approvers,
  );
}

export function maySeeRequests(actor: Actor, approvers: readonly Role[]): Verdict {
  return seesAllRequests(actor, approvers) || holds(actor, ...askingRoles)
    ? allowed
    : refused('Only those who can ask for a change, and governors, can see requests to change filtering.');
}

/** One request: who sees all of them, and who asked for this one. */
export function maySeeRequest(
  actor: Actor,
  subject: { readonly askedBy: string | null; readonly approvers: readonly Role[] },
): Verdict {
  if (seesAllRequests(actor, subject.approvers)) return allowed;
  if (actor.kind === 'person' && holds(actor, ...askingRoles) && actor.person === subject.askedBy) return allowed;
  return refused('You can see the requests that you made yourself. The online-safety lead sees all of them.');
}

/** Names of those who asked: governors see a log without names, IT support no names of pupils. */
export function seesNames(actor: Actor, approvers: readonly Role[], cameFrom: string): boolean {
  if (holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', ...approvers)) return true;
  return holds(actor, 'technician') && cameFrom !== 'mistake';
}

/** Somebody whose internet may be off. */
export interface StopSubject {
  readonly person: string;
  readonly staff: boolean;
}

/** The internet of one person: a measure about a pupil, or (the headteacher alone) about staff; never about oneself. */
export function mayStopInternet(actor: Actor, subject: StopSubject): Verdict {
  if (actor.kind === 'person' && actor.person === subject.person) {
    return refused('Nobody can do this about themselves. Ask the headteacher.');
  }
  if (subject.staff) {
    return holds(actor, 'head') ? allowed : refused('Only the headteacher can do this about a member of staff.');
  }
  return holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head')
    ? allowed
    : refused('Only the online-safety lead, safeguarding leads and the headteacher can do this.');
}

/** Looking for somebody whose internet may be switched. */
export const mayFindPeople = onlyRoles(
  'the online-safety lead, safeguarding leads and the headteacher',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
);

/** Trying a site as a person shows whether that person's internet is off, so it is for those who may switch it. */
export function mayTestAs(actor: Actor, person: boolean): Verdict {
  return person ? mayFindPeople(actor) : maySee(actor);
}
