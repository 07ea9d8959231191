import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';

/**
 * The casework key opens what only casework may read, so the head and the DSL keep its sheets, and IT support, who holds the backups, does not:
 * nobody alone has both.
 */
export function mayKeepSheet(actor: Actor): Verdict {
  return holds(actor, 'head', 'dsl')
    ? allowed
    : refused('Only the headteacher and the safeguarding lead print the casework key for the safe.');
}
