import type { Role } from '../../../platform/access/roles.ts';

/**
 * The life of a version of the policy as data: draft → consultation → revision → approval → approved → signed → published. One table of moves feeds the buttons,
 * the checks and the history (roles.md, "policy, settings": lead and safeguarding lead draft, the head drafts and decides, governors approve, the chair signs).
 */

export const draftStates = {
  draft: 'Being written',
  consultation: 'Out for consultation',
  revision: 'Being answered and mended',
  approval: 'With the governors',
  approved: 'Approved, to be signed by the chair',
  signed: 'Signed, to be published',
  published: 'Published',
  withdrawn: 'Withdrawn',
} as const;
export type DraftState = keyof typeof draftStates;
export const draftStateCodes = codesOf(draftStates);

export type DraftAction =
  'consult' | 'end-consultation' | 'ask-approval' | 'send-back' | 'approve' | 'sign' | 'publish' | 'withdraw';

/** What must be so before a move, each with what is said when it is not. */
export const requirements = {
  'sentences-mended': 'Mend the sentences that must change first',
  'comments-answered': 'Answer every comment first',
} as const;
export type Requirement = keyof typeof requirements;

/** One row of the table. */
export interface DraftMove {
  readonly from: readonly DraftState[];
  readonly action: DraftAction;
  readonly to: DraftState;
  readonly who: readonly Role[];
  readonly complete: readonly Requirement[];
  /** What is asked with it: nothing, or words under this label, with a hint. */
  readonly note: { readonly label: string; readonly hint?: string; readonly must: boolean } | undefined;
  readonly button: string;
  /** Said before the button. */
  readonly next: string;
  /** What history says, after the person's name. */
  readonly sentence: string;
}

/** Those who draft. */
export const drafters: readonly Role[] = ['lead', 'dsl', 'deputy-dsl', 'head'];
/** Those who approve, and those who sign; a vice-chair stands in for the chair. */
export const approvers: readonly Role[] = ['governor', 'chair', 'vice-chair'];
export const signers: readonly Role[] = ['chair', 'vice-chair'];

const because = (label: string, hint?: string) => ({ label, must: true, ...(hint === undefined ? {} : { hint }) });

export const moves: readonly DraftMove[] = [
  {
    from: ['draft', 'revision'],
    action: 'consult',
    to: 'consultation',
    who: drafters,
    complete: ['sentences-mended'],
    note: undefined,
    button: 'Ask for comments',
    next: 'Those you choose can read the draft and comment on it until the last day you set.',
    sentence: 'opened the consultation',
  },
  {
    from: ['consultation'],
    action: 'end-consultation',
    to: 'revision',
    who: drafters,
    complete: [],
    note: { label: 'What should be known about how it went', must: false },
    button: 'End the consultation',
    next: 'Nobody can comment after this. The comments stay, and each is answered before governors see the draft.',
    sentence: 'ended the consultation',
  },
  {
    from: ['draft'],
    action: 'ask-approval',
    to: 'approval',
    who: ['head'],
    complete: ['sentences-mended'],
    note: because(
      'Why was nobody consulted?',
      'The version history says so. Staff, governors and parents are usually asked.',
    ),
    button: 'Put it before the governors without consultation',
    next: 'Governors can read it and approve it. It cannot be changed while they have it.',
    sentence: 'put it before the governors without a consultation',
  },
  {
    from: ['revision'],
    action: 'ask-approval',
    to: 'approval',
    who: ['head'],
    complete: ['sentences-mended', 'comments-answered'],
    note: { label: 'What governors should know', must: false },
    button: 'Put it before the governors',
    next: 'Governors can read it and approve it. It cannot be changed while they have it.',
    sentence: 'put it before the governors',
  },
  {
    from: ['approval', 'approved', 'signed'],
    action: 'send-back',
    to: 'revision',
    who: [...approvers, 'head'],
    complete: [],
    note: because('What has to change?'),
    button: 'Send it back',
    next: 'Those who drafted it can change it again, and it comes back to governors.',
    sentence: 'sent it back',
  },
  {
    from: ['approval'],
    action: 'approve',
    to: 'approved',
    who: approvers,
    complete: ['sentences-mended', 'comments-answered'],
    note: because(
      'When and where did governors approve it?',
      'For example: governing body of 21 November 2026, minute 7',
    ),
    button: 'Record that governors approve it',
    next: 'The chair of governors signs it next.',
    sentence: 'recorded that governors approve it',
  },
  {
    from: ['approved'],
    action: 'sign',
    to: 'signed',
    who: signers,
    complete: ['sentences-mended', 'comments-answered'],
    note: undefined,
    button: 'Sign it',
    next: 'Your name and today’s date stand in the version history as the signature. The headteacher publishes it next.',
    sentence: 'signed it for the governors',
  },
  {
    from: ['signed'],
    action: 'publish',
    to: 'published',
    who: ['head'],
    complete: ['sentences-mended', 'comments-answered'],
    note: undefined,
    button: 'Publish it',
    next: 'It becomes the policy in force at once: parents read it, Schoolgate obeys what it sets, and every member of staff is asked to acknowledge it.',
    sentence: 'published it',
  },
  {
    from: ['draft', 'consultation', 'revision', 'approval', 'approved', 'signed'],
    action: 'withdraw',
    to: 'withdrawn',
    who: ['head', 'lead'],
    complete: [],
    note: because('Why is it withdrawn?'),
    button: 'Withdraw it',
    next: 'Nothing changes for the school. What was written and said about it stays readable.',
    sentence: 'withdrew it',
  },
];

/** The move that an action is in a state; undefined when there is none. */
export function moveFor(state: DraftState, action: DraftAction): DraftMove | undefined {
  return moves.find((move) => move.action === action && move.from.includes(state));
}

/** Actions that put a name under the text: over exactly what was shown, by somebody who has shown lately that it is they. */
export const signedActions: readonly DraftAction[] = ['approve', 'sign', 'publish'];

/** States in which what a draft says can still be changed. */
export const editable: readonly DraftState[] = ['draft', 'consultation', 'revision'];
/** States that a draft does not leave any more. */
export const ended: readonly DraftState[] = ['published', 'withdrawn'];

export const draftActions = [
  'consult',
  'end-consultation',
  'ask-approval',
  'send-back',
  'approve',
  'sign',
  'publish',
  'withdraw',
] as const satisfies readonly DraftAction[];

/** Whom a consultation can ask. Staff and governors comment themselves; what parents and pupils say is recorded by the office. */
export const consultationGroups = {
  staff: 'Staff',
  governors: 'Governors',
  parents: 'Parents and carers',
  pupils: 'Pupils',
} as const;
export type ConsultationGroup = keyof typeof consultationGroups;
export const consultationGroupCodes = codesOf(consultationGroups);

/** What came of a comment. */
export const commentOutcomes = {
  changed: 'The draft was changed',
  'later-change': 'It will be taken up in a later version',
  'no-change': 'Nothing was changed',
} as const;
export type CommentOutcome = keyof typeof commentOutcomes;
export const commentOutcomeCodes = codesOf(commentOutcomes);

/** How a clause differs from the one that the draft began with. */
export const changeKinds = {
  changed: 'Changed',
  added: 'Added',
  struck: 'Struck out',
  'must-change': 'Must change',
} as const;
export type ChangeKind = keyof typeof changeKinds;
export const changeKindCodes = codesOf(changeKinds);

function codesOf<Words extends Readonly<Record<string, string>>>(words: Words): readonly (keyof Words & string)[] {
  const isCode = (code: string): code is keyof Words & string => Object.hasOwn(words, code);
  return Object.keys(words).filter(isCode);
}
