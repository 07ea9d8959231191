import type { ReviewState } from './words.ts';

/** The life of a review as a table: what changes anything else, changes nothing. */

export interface Move {
  readonly action: ReviewAction;
  readonly from: ReviewState;
  readonly to: ReviewState;
  /** In the history, after the name: "put it out for signature". */
  readonly sentence: string;
}

export const reviewActions = [
  'measure',
  'write',
  'decide',
  'drop-decision',
  'plan',
  'drop-action',
  'add-cause',
  'offer',
  'take-back',
  'sign',
  'finish',
  'withdraw',
] as const;
export type ReviewAction = (typeof reviewActions)[number];

export const moves: readonly Move[] = [
  move('measure', 'draft', 'draft', 'had the figures measured again'),
  move('write', 'draft', 'draft', 'wrote in a section'),
  move('decide', 'draft', 'draft', 'recorded a decision'),
  move('drop-decision', 'draft', 'draft', 'took a decision out'),
  move('plan', 'draft', 'draft', 'added an action'),
  move('drop-action', 'draft', 'draft', 'took an action out'),
  move('add-cause', 'draft', 'draft', 'added what happened since'),
  move('offer', 'draft', 'signing', 'put it out for signature'),
  move('take-back', 'signing', 'draft', 'took it back to change it; it has to be signed anew'),
  move('sign', 'signing', 'signing', 'signed it'),
  move('finish', 'signing', 'finished', 'signed it as the last one'),
  move('withdraw', 'draft', 'withdrawn', 'withdrew it'),
];

function move(action: ReviewAction, from: ReviewState, to: ReviewState, sentence: string): Move {
  return { action, from, to, sentence };
}

/** The move that an action makes in a state; undefined when it is not open there. */
export function moveFor(state: ReviewState, action: ReviewAction): Move | undefined {
  return moves.find((one) => one.from === state && one.action === action);
}

/** How the history says it; the bare word for an action of an older version. */
export function moveSentence(action: string): string {
  return moves.find((one) => one.action === action)?.sentence ?? action;
}
