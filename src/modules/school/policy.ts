import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';

/** Everybody who signs in to the web app has a home page; pupils have the gate. */
export function mayOpenHome(actor: Actor): Verdict {
  return actor.kind === 'person' && !actor.roles.has('pupil')
    ? allowed
    : refused('Pupils start at the gate. Ask your teacher.');
}

/** The school's name and address stand on every page and in the policy: head and online-safety lead change them. */
export function mayChangeSchool(actor: Actor): Verdict {
  return holds(actor, 'head', 'lead')
    ? allowed
    : refused('Only the headteacher or the online-safety lead can change the school’s name and address.');
}

/** The row "system" of docs/reference/permissions.md: the machine is IT support's. */
export function maySeeCertificate(actor: Actor): Verdict {
  return holds(actor, 'technician') ? allowed : refused('Only IT support looks after the certificate.');
}

/** May enter the term dates. */
export function mayEnterTerms(actor: Actor): Verdict {
  return holds(actor, 'head', 'lead', 'office')
    ? allowed
    : refused('Only the headteacher, the office and the online-safety lead enter term dates.');
}
