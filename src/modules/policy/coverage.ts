import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { EvidenceKind } from '../module.ts';
import { askControls, type Answer, type Asking } from './ask-controls.ts';
import { clausesOf, packInForce, type StoredClause } from './store.ts';
import { readerWords } from './words.ts';

/** How the policy in force stands: each clause with what is known of it today. */

/** How a clause stands: as the weakest of its controls does, or `shown` where it only tells people something. */
export const clauseStates = [
  'measured',
  'self-reported',
  'nothing-yet',
  'out-of-date',
  'shown',
  'not-covered',
] as const;
export type ClauseState = (typeof clauseStates)[number];

/**
 * What the policy is counted in. ENFORCED: Schoolgate does not let it be otherwise, and saw so today. EVIDENCED: records show something of it, new or old, good or bad.
 * SHOWN: it tells people something, on a page that they find. NOTHING YET: what it speaks of has not happened (decision 28). NOT COVERED: the rest.
 */
export const clauseGroups = ['enforced', 'evidenced', 'shown', 'nothing-yet', 'not-covered'] as const;
export type ClauseGroup = (typeof clauseGroups)[number];

/** What is known about one clause. */
export interface ClauseStanding {
  readonly clause: StoredClause;
  readonly state: ClauseState;
  readonly group: ClauseGroup;
  /** Whether it is found kept: by all of its controls, or not by one; undefined when there is no finding. */
  readonly kept: boolean | undefined;
  /** Known once and too old now, or a duty whose day is past, also one that was never done and covers nothing: somebody has to do something. */
  readonly overdue: boolean;
  /** Its controls in the clause's order, each with what it shows. */
  readonly answers: readonly Answer[];
}

/** The policy in figures: enforced + evidenced + shown + nothingYet + notCovered = total; measured + selfReported + outOfDate = enforced + evidenced. */
export interface Coverage {
  readonly total: number;
  readonly enforced: number;
  readonly evidenced: number;
  readonly shown: number;
  /** There is nothing to look at: never among the kept. */
  readonly nothingYet: number;
  readonly notCovered: number;
  readonly measured: number;
  readonly selfReported: number;
  readonly outOfDate: number;
  /** Found kept today. */
  readonly kept: number;
  /** Enforced or evidenced, and found not kept. */
  readonly notKept: number;
  readonly overdue: number;
  /** Enforced or evidenced, and their controls leave something out. */
  readonly inPart: number;
  /** One line for a screen or a terminal: "12 of 120 clauses are ENFORCED, 40 EVIDENCED, 5 SHOWN, 20 with NOTHING YET to look at and 43 NOT COVERED." */
  readonly sentence: string;
}

/** Counts the clauses of the policy in force by what is known of them now; undefined when no policy is loaded. */
export async function coverage(db: ReadHandle, parts: Asking): Promise<Coverage | undefined> {
  const pack = await packInForce(db);
  return pack === undefined ? undefined : countStandings(await standingsOf(db, parts, await clausesOf(db, pack.id)));
}

/** Asks each control once, and says of each clause what is known. */
export async function standingsOf(
  db: ReadHandle,
  parts: Asking,
  clauses: readonly StoredClause[],
): Promise<readonly ClauseStanding[]> {
  const asked = await askControls(
    db,
    parts,
    clauses.flatMap(({ controls }) => controls),
  );
  return clauses.map((clause) =>
    standing(
      clause,
      clause.controls.flatMap((code) => asked.get(code) ?? []),
    ),
  );
}

/** From the strongest to the weakest. */
const strength = ['measured', 'self-reported', 'nothing-yet', 'out-of-date', 'not-covered'] as const;

/** How a clause stands, from what its controls show. A chain is as strong as its weakest link. */
export function standing(clause: StoredClause, answers: readonly Answer[]): ClauseStanding {
  const { guidance } = clause;
  if (guidance !== null) {
    const shown = guidance.to.length > 0 && guidance.to.every((reader) => Object.hasOwn(readerWords, reader));
    const state = shown ? 'shown' : 'not-covered';
    return { clause, state, group: state, kept: undefined, overdue: false, answers: [] };
  }
  return { clause, ...standingOfAnswers(answers) };
}

/** What these controls show together: the same rule for a clause of the policy and for whatever else rests on controls. */
export function standingOfAnswers(
  answers: readonly Answer[],
): Omit<ClauseStanding, 'clause'> & { state: EvidenceKind } {
  const found = (finding: 'met' | 'not-met') => (answer: Answer) =>
    answer.state !== 'not-covered' && answer.evidence?.state === finding;
  const kept = answers.some(found('not-met'))
    ? false
    : answers.length > 0 && answers.every(found('met'))
      ? true
      : undefined;
  // Something that is found not kept is not hidden behind something else of which there is nothing yet.
  const counting = kept === false ? answers.filter((answer) => answer.state !== 'nothing-yet') : answers;
  const state = counting.reduce<(typeof strength)[number]>(
    (weakest, answer) => (strength.indexOf(answer.state) > strength.indexOf(weakest) ? answer.state : weakest),
    answers.length === 0 ? 'not-covered' : 'measured',
  );
  const enforced =
    state === 'measured' && kept === true && answers.every(({ control }) => control?.effect === 'enforced');
  return {
    state,
    group: state === 'not-covered' || state === 'nothing-yet' ? state : enforced ? 'enforced' : 'evidenced',
    kept,
    overdue: answers.some(
      ({ state: shows, control, evidence }) =>
        shows === 'out-of-date' || (control?.kind === 'duty' && evidence?.state === 'not-met'),
    ),
    answers,
  };
}

/** Counts standings. */
export function countStandings(standings: readonly ClauseStanding[]): Coverage {
  const count = (test: (standing: ClauseStanding) => boolean): number => standings.filter(test).length;
  const inGroup = (group: ClauseGroup) => count((standing) => standing.group === group);
  const isLive = ({ group }: ClauseStanding): boolean => group === 'enforced' || group === 'evidenced';
  const total = standings.length;
  const [enforced, evidenced, shown, nothing, notCovered] = [
    inGroup('enforced'),
    inGroup('evidenced'),
    inGroup('shown'),
    inGroup('nothing-yet'),
    inGroup('not-covered'),
  ];
  return {
    total,
    enforced,
    evidenced,
    shown,
    nothingYet: nothing,
    notCovered,
    measured: count(({ state }) => state === 'measured'),
    selfReported: count(({ state }) => state === 'self-reported'),
    outOfDate: count(({ state }) => state === 'out-of-date'),
    kept: count(({ kept }) => kept === true),
    notKept: count((standing) => isLive(standing) && standing.kept === false),
    overdue: count(({ overdue }) => overdue),
    inPart: count((standing) => isLive(standing) && standing.clause.notCovered !== null),
    sentence: `Of ${String(total)} ${total === 1 ? 'clause' : 'clauses'}, ${String(enforced)} ${enforced === 1 ? 'is' : 'are'} ENFORCED, ${String(evidenced)} EVIDENCED, ${String(shown)} SHOWN${nothing === 0 ? '' : `, ${String(nothing)} with NOTHING YET to look at`} and ${String(notCovered)} NOT COVERED.`,
  };
}
