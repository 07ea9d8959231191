import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';

/** May choose when mail comes to oneself. Pupils and parents get none of it. */
export function mayChooseMail(actor: Actor): Verdict {
  if (actor.kind === 'person' && !holds(actor, 'pupil', 'parent')) return allowed;
  return refused('Only people who work with the school get mail from Schoolgate.');
}

/** May see how mail goes, without addresses or words, and have it tried: IT support. */
export function mayRunMail(actor: Actor): Verdict {
  return actor.kind === 'command-line' || holds(actor, 'technician')
    ? allowed
    : refused('Only IT support can see the outbox.');
}

/** May see whose address mail came back from, and have it tried again: the office, who put addresses right, and IT support. */
export function maySeeReturned(actor: Actor): Verdict {
  return holds(actor, 'office', 'technician')
    ? allowed
    : refused('Only the office and IT support can see where mail came back from.');
}
