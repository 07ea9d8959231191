import type { Role } from '../../platform/access/roles.ts';
import type { Branch } from './words.ts';
import type { Action, Capacity, Move, State } from './workflow-words.ts';

/**
 * The workflow as data: report → make safe and support → classify → notify → act → parents → sanction → review → close (s1-029, s1-030).
 * One table of moves feeds the buttons, the checks, the history and the drawn flowchart (flowchart.ts); nothing else knows the order.
 */

/** Those who answer for the case, by whom it is about; and with the lead, for what is inappropriate or minor. */
const inCharge: readonly Capacity[] = ['dsl', 'head', 'named-deputy', 'chair', 'vice-chair'];
const withLead: readonly Capacity[] = [...inCharge, 'lead'];
/** roles.md, "give a sanction". */
const sanctioners: readonly Capacity[] = ['dsl', 'head', 'lead'];

const every: readonly (Branch | 'unclassified')[] = ['unclassified', 'illegal', 'inappropriate', 'allegation', 'minor'];
const classified: readonly Branch[] = ['illegal', 'inappropriate', 'allegation', 'minor'];
const open: readonly State[] = ['make-safe', 'classify', 'notify', 'act', 'parents', 'sanction', 'review', 'close'];
const afterClassify: readonly State[] = ['notify', 'act', 'parents', 'sanction', 'review', 'close'];

function move(
  row: Pick<Move, 'from' | 'branches' | 'action' | 'to' | 'page' | 'button' | 'sentence'> & Partial<Move>,
): Move {
  return { who: withLead, complete: [], told: [], ...row };
}

function classify(branch: Branch, to: State, told: readonly Role[], from: readonly State[]): Move {
  const first = from.includes('classify');
  return move({
    from,
    branches: first ? ['unclassified'] : classified,
    action: `classify-${branch}`,
    to,
    // Triage is the DSL's (roles.md); the lead may correct what has become theirs.
    who: first ? inCharge : withLead,
    told,
    page: 'classify',
    button: first ? 'Classify it' : 'Classify it anew',
    sentence: `classified it: ${branch}`,
  });
}

/** Told when an incident may be illegal: the head at once (s3-100). Whoever may not open the case is left out (policy.ts). */
const headAtOnce: readonly Role[] = ['head', 'dsl'];

export const moves: readonly Move[] = [
  move({
    from: ['make-safe'],
    branches: ['unclassified'],
    action: 'make-safe',
    to: 'classify',
    page: 'make-safe',
    button: 'Everybody is safe',
    sentence: 'made sure that everybody is safe',
  }),
  classify('illegal', 'notify', headAtOnce, ['classify']),
  classify('inappropriate', 'notify', ['lead'], ['classify']),
  classify('allegation', 'notify', ['head'], ['classify']),
  classify('minor', 'act', ['lead'], ['classify']),
  classify('illegal', 'notify', headAtOnce, afterClassify),
  classify('inappropriate', 'notify', ['lead'], afterClassify),
  classify('allegation', 'notify', ['head'], afterClassify),
  classify('minor', 'act', ['lead'], afterClassify),
  move({
    from: ['notify'],
    branches: ['illegal'],
    action: 'notify',
    to: 'act',
    who: inCharge,
    complete: ['police-decided', 'ceop-decided', 'iwf-decided'],
    page: 'notify',
    button: 'Record whom we told',
    sentence: 'recorded who was told',
  }),
  move({
    from: ['notify'],
    branches: ['allegation'],
    action: 'notify',
    to: 'act',
    who: inCharge,
    complete: ['lado-decided'],
    page: 'notify',
    button: 'Record whom we told',
    sentence: 'recorded who was told',
  }),
  move({
    from: ['notify'],
    branches: ['inappropriate'],
    action: 'notify',
    to: 'act',
    page: 'notify',
    button: 'Record whom we told',
    sentence: 'recorded who was told',
  }),
  move({
    from: ['act'],
    branches: classified,
    action: 'act',
    to: 'parents',
    page: 'act',
    button: 'Record what we did',
    sentence: 'recorded what was done and why',
  }),
  move({
    from: ['parents', 'sanction', 'review', 'close'],
    branches: classified,
    action: 'act',
    to: 'same',
    page: 'act',
    button: 'Record another action',
    sentence: 'recorded what was done and why',
  }),
  move({
    from: ['parents'],
    branches: ['illegal', 'inappropriate', 'minor'],
    action: 'parents',
    to: 'sanction',
    page: 'parents',
    button: 'Record what parents know',
    sentence: 'recorded what parents know',
  }),
  move({
    from: ['parents'],
    branches: ['allegation'],
    action: 'parents',
    to: 'review',
    page: 'parents',
    button: 'Record what parents know',
    sentence: 'recorded what parents know',
  }),
  move({
    from: ['notify', 'act', 'sanction', 'review', 'close'],
    branches: classified,
    action: 'parents',
    to: 'same',
    page: 'parents',
    button: 'Record what parents know',
    sentence: 'recorded what parents know',
  }),
  move({
    from: ['parents'],
    branches: ['illegal', 'inappropriate', 'minor'],
    action: 'go-on',
    to: 'sanction',
    complete: ['parents-recorded'],
    page: 'go-on',
    button: 'Parents are recorded already: go on',
    sentence: 'went on: parents were recorded before',
  }),
  move({
    from: ['parents'],
    branches: ['allegation'],
    action: 'go-on',
    to: 'review',
    complete: ['parents-recorded'],
    page: 'go-on',
    button: 'Parents are recorded already: go on',
    sentence: 'went on: parents were recorded before',
  }),
  move({
    from: ['sanction'],
    branches: ['illegal', 'inappropriate'],
    action: 'sanction',
    to: 'review',
    who: sanctioners,
    page: 'sanction',
    button: 'Give a sanction',
    sentence: 'gave a sanction',
  }),
  move({
    from: ['sanction'],
    branches: ['minor'],
    action: 'sanction',
    to: 'close',
    who: sanctioners,
    page: 'sanction',
    button: 'Give a sanction',
    sentence: 'gave a sanction',
  }),
  move({
    from: ['notify', 'act', 'parents', 'review', 'close'],
    branches: ['illegal', 'inappropriate', 'minor'],
    action: 'sanction',
    to: 'same',
    who: sanctioners,
    page: 'sanction',
    button: 'Give a sanction',
    sentence: 'gave a sanction',
  }),
  move({
    from: ['sanction'],
    branches: ['illegal', 'inappropriate'],
    action: 'no-sanction',
    to: 'review',
    page: 'no-sanction',
    button: 'No sanction',
    sentence: 'decided on no sanction',
  }),
  move({
    from: ['sanction'],
    branches: ['minor'],
    action: 'no-sanction',
    to: 'close',
    page: 'no-sanction',
    button: 'No sanction',
    sentence: 'decided on no sanction',
  }),
  move({
    from: ['sanction'],
    branches: ['illegal', 'inappropriate'],
    action: 'go-on',
    to: 'review',
    complete: ['sanction-recorded'],
    page: 'go-on',
    button: 'The sanction was given already: go on',
    sentence: 'went on: the sanction was given before',
  }),
  move({
    from: ['sanction'],
    branches: ['minor'],
    action: 'go-on',
    to: 'close',
    complete: ['sanction-recorded'],
    page: 'go-on',
    button: 'The sanction was given already: go on',
    sentence: 'went on: the sanction was given before',
  }),
  move({
    from: ['review'],
    branches: ['illegal', 'inappropriate', 'allegation'],
    action: 'review',
    to: 'close',
    page: 'review',
    button: 'Record the review',
    sentence: 'reviewed it',
  }),
  move({
    from: ['close'],
    branches: classified,
    action: 'close',
    to: 'closed',
    complete: ['category-known', 'parents-recorded', 'tasks-done'],
    page: 'close',
    button: 'Confirm and close',
    sentence: 'confirmed the record and closed it',
  }),
  move({
    from: ['closed'],
    branches: classified,
    action: 'reopen',
    to: 'act',
    page: 'reopen',
    button: 'Open it again',
    sentence: 'opened it again',
  }),
  move({
    from: open,
    branches: every,
    action: 'refer',
    to: 'same',
    page: 'refer',
    button: 'Record a referral',
    sentence: 'recorded a referral',
  }),
  move({
    from: open,
    branches: every,
    action: 'note',
    to: 'same',
    page: 'note',
    button: 'Add a note',
    sentence: 'added a note',
  }),
  move({
    from: open,
    branches: every,
    action: 'correct',
    to: 'same',
    page: 'correct',
    button: 'Correct',
    sentence: 'corrected an entry',
  }),
  move({
    from: open,
    branches: every,
    action: 'person',
    to: 'same',
    page: 'people',
    button: 'Name a person, or take one off',
    sentence: 'changed who is in it',
  }),
  move({
    from: open,
    branches: every,
    action: 'assign',
    to: 'same',
    page: 'assign',
    button: 'Assign it',
    sentence: 'assigned it',
  }),
  move({
    from: open,
    branches: ['unclassified', 'illegal', 'inappropriate', 'minor'],
    action: 'task',
    to: 'same',
    page: 'task',
    button: 'Give somebody a task',
    sentence: 'gave a task',
  }),
  move({
    from: [...open, 'closed'],
    branches: ['illegal', 'inappropriate', 'minor'],
    action: 'end-sanction',
    to: 'same',
    who: sanctioners,
    page: 'end-sanction',
    button: 'End a sanction early',
    sentence: 'ended a sanction early',
  }),
];

/** The row for an action in a state; undefined when that move is not open. */
export function moveFor(state: State, branch: Branch | null, action: Action): Move | undefined {
  return moves.find(
    (row) => row.action === action && row.from.includes(state) && row.branches.includes(branch ?? 'unclassified'),
  );
}

/** All rows open to these capacities, those that go on first. */
export function movesOpenTo(state: State, branch: Branch | null, capacities: readonly Capacity[]): readonly Move[] {
  const rows = moves.filter(
    (row) =>
      row.from.includes(state) &&
      row.branches.includes(branch ?? 'unclassified') &&
      row.who.some((capacity) => capacities.includes(capacity)),
  );
  return [...rows.filter((row) => row.to !== 'same'), ...rows.filter((row) => row.to === 'same')];
}

/** The steps of a branch in their order, report first; what the flowchart and "where it stands" show. */
export function stepsOf(branch: Branch | null): readonly State[] {
  if (branch === null) return ['make-safe', 'classify'];
  const steps: State[] = ['make-safe', 'classify'];
  let at: State | undefined = moveFor('classify', null, `classify-${branch}`)?.to === 'act' ? 'act' : 'notify';
  while (at !== undefined && !steps.includes(at)) {
    steps.push(at);
    const here: State = at;
    const next: Move | undefined = moves.find(
      (row) => row.from.includes(here) && row.branches.includes(branch) && row.to !== 'same' && row.page !== 'classify',
    );
    at = here === 'closed' || next === undefined || next.to === 'same' ? undefined : next.to;
  }
  return steps;
}
