import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';
import type { CaseFacts } from './incident.ts';
import { moves } from './workflow.ts';
import type { Action, Capacity } from './workflow-words.ts';

/**
 * Who may what with incidents (the table of roles, "First of all" and the lines on concerns). What a person may see follows from whom an
 * incident is about. lists.ts says the same in SQL; a test compares the two row by row.
 */

const notYours = 'Only those who answer for this incident can open it. If you reported it, find it under “My reports”.';
const aboutYou =
  'This incident concerns you, so others look after it. Nobody opens a case about themselves, whatever their role.';

/** In which capacities somebody may work a case; none when they may not open it. Refusals for self go first. */
export function capacitiesIn(
  actor: Actor,
  facts: Pick<CaseFacts, 'about' | 'sphere' | 'branch' | 'assignedTo' | 'namedDeputy'>,
): readonly Capacity[] {
  if (actor.kind !== 'person' || facts.about.has(actor.person)) return [];
  const found: Capacity[] = [];
  switch (facts.sphere) {
    case 'general':
      if (holds(actor, 'dsl', 'deputy-dsl')) found.push('dsl');
      if (holds(actor, 'head')) found.push('head');
      if (holds(actor, 'lead') && leadSees(actor.person, facts)) found.push('lead');
      break;
    case 'staff':
      if (holds(actor, 'head')) found.push('head');
      if (facts.namedDeputy === actor.person && holds(actor, ...deputyRoles)) found.push('named-deputy');
      break;
    case 'head':
      if (holds(actor, 'chair')) found.push('chair');
      break;
    case 'chair':
      if (holds(actor, 'vice-chair')) found.push('vice-chair');
      break;
  }
  return found;
}

/** Who can be the one deputy named for an allegation against staff (s3-038: a second leader who is a DSL). */
export const deputyRoles = ['dsl', 'deputy-dsl', 'deputy-head'] as const;

/** Triage is the DSL's: the lead sees what is classified inappropriate or minor, and what is assigned to them, never what may be illegal. */
function leadSees(person: string, facts: Pick<CaseFacts, 'branch' | 'assignedTo'>): boolean {
  if (facts.branch === 'inappropriate' || facts.branch === 'minor') return true;
  return facts.branch === null && facts.assignedTo === person;
}

/** May they open it? */
export function mayOpen(actor: Actor, facts: CaseFacts): Verdict {
  if (capacitiesIn(actor, facts).length > 0) return allowed;
  return refused(actor.kind === 'person' && facts.about.has(actor.person) ? aboutYou : notYours);
}

/** May they do this in it, as the table of moves says? Whether the move is open in its present state is another question. */
export function mayAct(actor: Actor, facts: CaseFacts, ...actions: readonly Action[]): Verdict {
  const verdict = mayOpen(actor, facts);
  if (!verdict.allowed) return verdict;
  const capacities = capacitiesIn(actor, facts);
  const rows = moves.filter(
    (row) => actions.includes(row.action) && row.branches.includes(facts.branch ?? 'unclassified'),
  );
  if (rows.length === 0) return allowed; // The workflow has no such move here; the effect says so beside the form.
  return rows.some((row) => row.who.some((capacity) => capacities.includes(capacity)))
    ? allowed
    : refused('You can read this incident; this step is for the safeguarding lead or the headteacher.');
}

/** Any member of staff and the governors log a concern here; children use the button “Tell an adult”. */
export function mayReport(actor: Actor): Verdict {
  return holds(actor, ...staffRoles, 'governor', 'chair', 'vice-chair')
    ? allowed
    : refused('This form is for those who work here. Tell any adult in the school, or ring the school office.');
}

/** Own reports in outline: staff, lead, safeguarding, heads. IT support, office and governors report and do not follow. */
export function mayFollowOwn(actor: Actor): Verdict {
  return holds(actor, 'staff', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head')
    ? allowed
    : refused('You can log a concern; what becomes of it is for those who look after the child.');
}

/** One's own report, in outline: also when it turned out to be about oneself. */
export function mayFollow(actor: Actor, reporter: string): Verdict {
  const general = mayFollowOwn(actor);
  if (!general.allowed) return general;
  return actor.kind === 'person' && actor.person === reporter
    ? allowed
    : refused('You can see the outline of what you reported yourself.');
}

/** What the page says right after a report, for whoever made it. */
export function mayReadReceipt(actor: Actor, reporter: string): Verdict {
  return actor.kind === 'person' && actor.person === reporter
    ? allowed
    : refused('This page is for the person who made the report.');
}

/** Those to whom some incident may be visible; which ones, the rows say. */
export function mayReadLog(actor: Actor): Verdict {
  return holds(actor, 'dsl', 'deputy-dsl', 'head', 'lead', 'deputy-head', 'chair', 'vice-chair')
    ? allowed
    : refused('The log is for the safeguarding leads, the headteacher and the online-safety lead.');
}

/** The log without names, for governors. */
export function mayReadGovernorsLog(actor: Actor): Verdict {
  return holds(actor, 'governor', 'chair', 'vice-chair', 'head', 'dsl', 'deputy-dsl')
    ? allowed
    : refused('This view is for governors, the headteacher and the safeguarding leads.');
}

/** Signing for the term: those whom the policy names what they see (`logReviewers`), the chair and the online-safety governor the view without names (s1-117). */
export function maySign(actor: Actor, reviewers: readonly Role[]): Verdict {
  return holds(actor, ...reviewers, 'chair', 'governor')
    ? allowed
    : refused('Those whom the policy names, the chair and the online-safety governor sign the log.');
}

/** Which view somebody signs: governors exactly the view without names. */
export function signedView(actor: Actor, reviewers: readonly Role[]): 'full' | 'redacted' {
  return holds(actor, ...reviewers) ? 'full' : 'redacted';
}

/** A task is done by whom it was given to. */
export function mayDoTask(actor: Actor, to: string): Verdict {
  return actor.kind === 'person' && actor.person === to ? allowed : refused('This task was given to somebody else.');
}

/** The flowchart holds no case: all who may report may read it. */
export const mayReadFlowchart = mayReport;
