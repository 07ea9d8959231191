import type { ReviewKind } from './words.ts';

/**
 * The sections of a review: what the DfE's filtering and monitoring standard wants it to cover (field notes 1.1, "Review covers"), with what Schoolgate can measure about
 * each. The words are people's; a section is finished when something stands in it.
 */
export interface Section {
  readonly code: SectionCode;
  readonly title: string;
  /** What is to be written, as questions. */
  readonly asks: string;
  /** Controls whose figures stand in it. */
  readonly controls: readonly string[];
  /** What else is counted for it. */
  readonly measures: readonly Measure[];
  /** Whether IT support writes it too ("technical part"). */
  readonly technical: boolean;
  /** The kinds of review that have it. */
  readonly of: readonly ReviewKind[];
}

export const measures = [
  'posts',
  'pupils',
  'levels',
  'changes',
  'own-devices',
  'ai-tools',
  'gaps',
  'alerts',
  'incidents',
  'coverage',
] as const;
export type Measure = (typeof measures)[number];

export const sectionCodes = [
  'cause',
  'roles',
  'pupils',
  'blocked',
  'own-devices',
  'ai',
  'limits',
  'checks',
  'monitoring',
  'incidents',
  'policies',
] as const;
export type SectionCode = (typeof sectionCodes)[number];

const yearly = ['yearly'] as const;
const always = ['yearly', 'out-of-cycle'] as const;

export const sections: readonly Section[] = [
  {
    code: 'cause',
    title: 'What happened, and what it means',
    asks: 'What is new or went wrong? Which risk does it bring, and for which pupils? Name nobody.',
    controls: [],
    measures: [],
    technical: true,
    of: ['out-of-cycle'],
  },
  {
    code: 'roles',
    title: 'Who answers for what',
    asks: 'Are the right people named, trained, and given the time? What changes in the year ahead?',
    controls: ['safety-governor-named', 'mandatory-posts-filled', 'trained-staff', 'trained-dsl', 'trained-governors'],
    measures: ['posts'],
    technical: false,
    of: yearly,
  },
  {
    code: 'pupils',
    title: 'The risks of our pupils',
    asks: 'Ages, additional needs, other languages at home, what happens in the neighbourhood and online: what makes our pupils more at risk? Name nobody.',
    controls: ['register-risk-assessments', 'duty-prevent-risk-assessment'],
    measures: ['pupils'],
    technical: false,
    of: yearly,
  },
  {
    code: 'blocked',
    title: 'What is blocked and allowed, and why',
    asks: 'Does each level still fit? Is anything closed that teaching needs, or open that it does not? Record each decision below.',
    controls: [
      'filter-in-force',
      'filter-profiles-by-group',
      'filter-blocks-harmful',
      'filter-blocks-circumvention',
      'filter-change-log',
      'filter-change-approved',
      'approved-use-ends',
    ],
    measures: ['levels', 'changes'],
    technical: true,
    of: always,
  },
  {
    code: 'own-devices',
    title: 'People’s own devices',
    asks: 'Who brings what, on which network, and how is it filtered and monitored?',
    controls: ['register-personal-devices', 'register-staff-phone-exceptions', 'guest-access'],
    measures: ['own-devices'],
    technical: true,
    of: yearly,
  },
  {
    code: 'ai',
    title: 'Generative AI',
    asks: 'Which AI tools are used, by whom and for what? Was each judged before? What do pupils learn about them?',
    controls: ['taught-ai', 'register-risk-assessments'],
    measures: ['ai-tools'],
    technical: true,
    of: yearly,
  },
  {
    code: 'limits',
    title: 'What our technology cannot do',
    asks: 'What does the filter not see (apps, encrypted pages, devices away from school), and what do we do instead?',
    controls: ['off-site-filtered', 'inspection-of-pages', 'register-provider-assurances'],
    measures: ['gaps', 'coverage'],
    technical: true,
    of: always,
  },
  {
    code: 'checks',
    title: 'Checks and tests',
    asks: 'For each kind of device, place and group: was it checked that filtering works, and what came of it?',
    controls: ['filter-tested', 'register-filter-tests', 'duty-filter-check', 'register-filter-faults'],
    measures: [],
    technical: true,
    of: yearly,
  },
  {
    code: 'monitoring',
    title: 'Monitoring and alerts',
    asks: 'Do alerts reach the right people soon enough, and does help follow? What is missed, what is too much?',
    controls: ['monitoring-log-kept', 'monitoring-reviewed', 'alerts-on-attempts', 'monitoring-notice-shown'],
    measures: ['alerts'],
    technical: false,
    of: yearly,
  },
  {
    code: 'incidents',
    title: 'Incidents',
    asks: 'What do the year’s incidents show about filtering and monitoring? Name nobody.',
    controls: ['incident-patterns', 'incident-workflow', 'incident-log-reviewed'],
    measures: ['incidents'],
    technical: false,
    of: always,
  },
  {
    code: 'policies',
    title: 'Policies',
    asks: 'Do the online-safety, child-protection and behaviour policies say what we do? What has to change?',
    controls: ['policy-published', 'policy-review-date', 'policy-acknowledged-staff', 'linked-policies-named'],
    measures: [],
    technical: false,
    of: yearly,
  },
];

/** The sections of a review of a kind, in their order. */
export function sectionsOf(kind: ReviewKind): readonly Section[] {
  return sections.filter(({ of }) => of.some((one) => one === kind));
}
