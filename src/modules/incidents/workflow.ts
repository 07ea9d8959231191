import type { Role } from '../../platform/access/roles.ts';
import type { Branch, Sphere } from './words.ts';

/**
 * The workflow as data: report → make safe and support → classify → notify → act → parents → sanction → review → close (s1-029, s1-030).
 * One table of moves feeds the buttons, the checks, the history and the drawn flowchart (flowchart.ts); nothing else knows the order.
 */

/** What an incident waits for. */
export const states = [
  'make-safe',
  'classify',
  'notify',
  'act',
  'parents',
  'sanction',
  'review',
  'close',
  'closed',
] as const;
export type State = (typeof states)[number];

export const stateWords: Readonly<Record<State, { readonly label: string; readonly does: string }>> = {
  'make-safe': { label: 'Make safe', does: 'See that everybody is safe, and support the child.' },
  classify: { label: 'Classify', does: 'Decide what kind of incident it is.' },
  notify: { label: 'Tell', does: 'Tell those who must know, and record whom.' },
  act: { label: 'Act', does: 'Do what is needed, and record it with the reason.' },
  parents: { label: 'Parents', does: 'Tell parents, or record why not.' },
  sanction: { label: 'Sanction', does: 'Decide on a sanction, or that there is none.' },
  review: { label: 'Review', does: 'Look back: what do we change?' },
  close: { label: 'Close', does: 'Confirm the record and close it.' },
  closed: { label: 'Closed', does: 'Nothing more. It can be opened again.' },
};

/** In which capacity somebody works a case; policy.ts says who holds which. */
export type Capacity = 'dsl' | 'head' | 'lead' | 'named-deputy' | 'chair' | 'vice-chair';

export const capacityWords: Readonly<Record<Capacity, string>> = {
  dsl: 'DSL or deputy',
  head: 'headteacher',
  lead: 'online-safety lead',
  'named-deputy': 'deputy named for the case',
  chair: 'chair of governors (about the head)',
  'vice-chair': 'vice-chair (about the chair)',
};

/** Those who answer for the case, by whom it is about; and with the lead, for what is inappropriate or minor. */
const inCharge: readonly Capacity[] = ['dsl', 'head', 'named-deputy', 'chair', 'vice-chair'];
const withLead: readonly Capacity[] = [...inCharge, 'lead'];
/** roles.md, "give a sanction". */
const sanctioners: readonly Capacity[] = ['dsl', 'head', 'lead'];

/** What must be so before a move; each with the sentence that is shown, and the page (below the incident) where it is cured. */
export const requirements = {
  'police-decided': { says: 'Record whether the police were told, or why not.', page: 'refer?body=police' },
  'ceop-decided': { says: 'Record whether CEOP was told, or why not.', page: 'refer?body=ceop' },
  'iwf-decided': { says: 'Record whether the IWF was told, or why not.', page: 'refer?body=iwf' },
  'lado-decided': { says: 'Record whether the LADO was told, or why not.', page: 'refer?body=lado' },
  'parents-recorded': { says: 'Record whether parents were told.', page: 'parents' },
  'sanction-recorded': { says: 'Record the sanction, or that there is none.', page: 'sanction' },
  'tasks-done': { says: 'A task in this incident is not done yet.', page: '' },
  'category-known': { says: 'Say what kind of thing it was.', page: 'classify' },
} as const satisfies Readonly<Record<string, { says: string; page: string }>>;
export type Requirement = keyof typeof requirements;

export type Action =
  | 'make-safe'
  | `classify-${Branch}`
  | 'notify'
  | 'act'
  | 'parents'
  | 'sanction'
  | 'no-sanction'
  | 'go-on'
  | 'review'
  | 'close'
  | 'reopen'
  | 'note'
  | 'correct'
  | 'assign'
  | 'task'
  | 'refer'
  | 'person'
  | 'end-sanction';

/** One row of the table. */
export interface Move {
  readonly from: readonly State[];
  /** Branches it holds for; `unclassified` before there is one. */
  readonly branches: readonly (Branch | 'unclassified')[];
  readonly action: Action;
  /** `same`: something is recorded and the incident waits for what it waited for. */
  readonly to: State | 'same';
  readonly who: readonly Capacity[];
  readonly complete: readonly Requirement[];
  /** Roles told by mail that something waits; never what. */
  readonly told: readonly Role[];
  /** The page below the incident where it is done. */
  readonly page: string;
  /** The button. */
  readonly button: string;
  /** What history says, after the person's name. */
  readonly sentence: string;
}

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
    who: inCharge,
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

/** Who is told that a new report waits, by whom it is about (roles.md; s1-029, s3-108). */
export const receivers: Readonly<Record<Sphere, { readonly roles: readonly Role[]; readonly words: string }>> = {
  general: { roles: ['dsl', 'deputy-dsl', 'head'], words: 'the safeguarding lead, the deputies and the headteacher' },
  staff: { roles: ['head'], words: 'the headteacher, and nobody else until one deputy is named' },
  head: { roles: ['chair'], words: 'the chair of governors, and nobody in the school' },
  chair: { roles: ['vice-chair'], words: 'the vice-chair of governors, and nobody in the school' },
};
