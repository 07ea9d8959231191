/** The words of a review of filtering and monitoring. */

export const kindLabels = { yearly: 'Yearly review', 'out-of-cycle': 'Review out of turn' } as const;
export type ReviewKind = keyof typeof kindLabels;

/** What calls for a review. The DfE's standard names what must (field notes 1.1); the days to do it in are ours. */
export const causes = {
  yearly: { label: 'The school year', days: 0 },
  'ai-tool': { label: 'A new AI tool', days: 28 },
  'device-kind': { label: 'A new kind of device', days: 28 },
  network: { label: 'The network settings of the filter were changed', days: 28 },
  incident: { label: 'A serious incident', days: 14 },
  person: { label: 'Opened by a person', days: 28 },
} as const;
export type Cause = keyof typeof causes;

export const stateLabels = {
  draft: 'Being prepared',
  signing: 'Out for signature',
  finished: 'Finished',
  withdrawn: 'Withdrawn',
} as const;
export type ReviewState = keyof typeof stateLabels;

export const stateColours: Readonly<Record<ReviewState, string>> = {
  draft: 'blue',
  signing: 'yellow',
  finished: 'green',
  withdrawn: 'grey',
};

/** In which capacity somebody signs. */
export const capacityLabels = {
  'senior-leader': 'Senior leader',
  dsl: 'Designated safeguarding lead',
  'it-support': 'IT support',
  governor: 'Governor',
} as const;
export type Capacity = keyof typeof capacityLabels;

/** Who has to sign a review of a kind: the four whom the DfE's standard names; of one out of turn the two who answer for it. */
export const signersOf: Readonly<Record<ReviewKind, readonly Capacity[]>> = {
  yearly: ['senior-leader', 'dsl', 'it-support', 'governor'],
  'out-of-cycle': ['senior-leader', 'dsl'],
};

export const verdictLabels = { blocked: 'Stays or becomes blocked', allowed: 'Stays or becomes allowed' } as const;
export type ReviewVerdict = keyof typeof verdictLabels;

/** One of a vocabulary's own words; undefined for any other. */
export function wordIn<Words extends object>(words: Words, value: string): (keyof Words & string) | undefined {
  return Object.keys(words).find((key): key is keyof Words & string => key === value);
}

/** A row's word, which only our own code wrote. */
export function wordOf<Words extends object>(words: Words, value: string): keyof Words & string {
  const found = wordIn(words, value);
  if (found === undefined) throw new Error(`“${value}” is none of ${Object.keys(words).join(', ')}`);
  return found;
}
