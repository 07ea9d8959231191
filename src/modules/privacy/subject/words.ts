/** The fixed vocabulary of requests for a copy, each with the label that people see. */

export const states = {
  received: 'Received',
  preparing: 'Being prepared',
  signed: 'Signed, to be given out',
  given: 'Given out',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
} as const;
export type RequestState = keyof typeof states;
export const openStates: readonly RequestState[] = ['received', 'preparing', 'signed'];

export const askedAs = {
  self: 'The person themselves',
  parent: 'A parent, for their child',
  representative: 'Somebody who acts for them, with their authority in writing',
} as const;
export type AskedAs = keyof typeof askedAs;
export const askedAsCodes = ['self', 'parent', 'representative'] as const;

/** Why a piece may be kept back. The paragraphs are of the Data Protection Act 2018; whoever decides reads them. */
export const exemptions = {
  'serious-harm': 'Giving it would be likely to cause serious harm to somebody (Schedule 3, Part 4)',
  'child-abuse': 'Child abuse data, and giving it is not in the child’s best interests (Schedule 3, Part 5)',
  others: 'It is about somebody else and cannot be parted from them (Schedule 2, Part 3)',
  crime: 'Giving it would get in the way of preventing or detecting crime (Schedule 2, Part 1)',
  'legal-advice': 'Legal advice (Schedule 2, Part 4)',
  reference: 'A confidential reference (Schedule 2, Part 4)',
} as const;
export type Exemption = keyof typeof exemptions;
export const exemptionCodes = ['serious-harm', 'child-abuse', 'others', 'crime', 'legal-advice', 'reference'] as const;

/** What stands where a word was left out; `leave` says that a proposed one stays. */
export const standsFor = {
  pupil: '[another pupil]',
  adult: '[another adult]',
  other: '[left out]',
  leave: 'Leave it in',
} as const;
export const standsForCodes = ['pupil', 'adult', 'other', 'leave'] as const;
export type StandsFor = keyof typeof standsFor;
