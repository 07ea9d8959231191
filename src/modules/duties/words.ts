/** How often a duty falls due. */
export const periodWords = {
  nightly: 'Every night',
  weekly: 'Every school week',
  fortnightly: 'Every two school weeks',
  'half-termly': 'Every half term',
  termly: 'Every term',
  annual: 'Every school year',
  'two-yearly': 'Every two school years',
  'in-february': 'Every year in February',
  'in-november': 'Every year in November',
  'on-event': 'When it happens',
} as const;
export type Period = keyof typeof periodWords;

export const periods = Object.keys(periodWords).filter(isPeriod);

/** True for a period that this version knows. */
export function isPeriod(code: string): code is Period {
  return Object.hasOwn(periodWords, code);
}

/** States that are kept; late and overdue follow from the days. */
export const keptStates = ['open', 'done', 'waived', 'not-applicable'] as const;
export type KeptState = (typeof keptStates)[number];

/** States as people see them. */
export const stateWords = {
  due: { text: 'Due', colour: 'blue' },
  overdue: { text: 'Overdue', colour: 'red' },
  done: { text: 'Done', colour: 'green' },
  'done-late': { text: 'Done late', colour: 'yellow' },
  waived: { text: 'Waived', colour: 'grey' },
  'not-applicable': { text: 'Does not apply', colour: 'grey' },
} as const;
export type ShownState = keyof typeof stateWords;

/** How a duty was shown to be done. */
export const wayWords = {
  words: 'Somebody wrote down what was done',
  file: 'Somebody wrote down what was done and added a file',
  register: 'An entry in a register',
  measured: 'Schoolgate saw it for itself',
} as const;
export type Way = keyof typeof wayWords;
