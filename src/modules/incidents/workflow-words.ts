import type { Role } from '../../platform/access/roles.ts';
import type { Branch, Sphere } from './words.ts';

/** The states, capacities, requirements and actions of the workflow, and the shape of a move. The table itself: workflow.ts. */

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

/** What must be so before a move; each with the sentence that is shown, and the page (below the incident) where it is cured. */
export const requirements = {
  'police-decided': { says: 'Record whether the police were told, or why not.', page: 'refer?body=police' },
  'ceop-decided': { says: 'Record whether CEOP was told, or why not.', page: 'refer?body=ceop' },
  'iwf-decided': { says: 'Record whether the IWF was told, or why not.', page: 'refer?body=iwf' },
  'lado-decided': { says: 'Record whether the LADO was told, or why not.', page: 'refer?body=lado' },
  'parents-recorded': { says: 'Record whether parents were told.', page: 'parents' },
  'sanction-recorded': { says: 'Record the sanction, or that there is none.', page: 'sanction' },
  'tasks-done': { says: 'Every task given in it must be done.', page: '' },
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

/** Who is told that a new report waits, by whom it is about (roles.md; s1-029, s3-108). */
export const receivers: Readonly<Record<Sphere, { readonly roles: readonly Role[]; readonly words: string }>> = {
  general: { roles: ['dsl', 'deputy-dsl', 'head'], words: 'the safeguarding lead, the deputies and the headteacher' },
  staff: { roles: ['head'], words: 'the headteacher, and nobody else until one deputy is named' },
  head: { roles: ['chair'], words: 'the chair of governors, and nobody in the school' },
  chair: { roles: ['vice-chair'], words: 'the vice-chair of governors, and nobody in the school' },
};
