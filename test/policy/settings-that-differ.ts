import type { PolicyValue } from '../../src/modules/policy/setting-kinds.ts';

/** The five policies that differ, in the order of the columns. */
export const five = ['city-authority', 'village', 'community', 'online-champions', 'pies'] as const;
export type Five = (typeof five)[number];

/** A topic on which schools' policies differ. `undefined` where a policy says nothing: then what we propose counts. */
export interface Topic {
  readonly topic: string;
  readonly settings: Readonly<Record<string, readonly (PolicyValue | undefined)[]>>;
}

const none = undefined;

/** What each of the five says, typed by hand from their words: in the order of `five`. */
export const topics: readonly Topic[] = [
  {
    topic: 'Consent for pictures',
    settings: {
      // The fourth takes silence for a yes in three clauses and asks in writing in two: the lawful one counts.
      'picture-consent': ['written-opt-in', 'written-opt-in', 'written-opt-in', 'written-opt-in', 'recorded-opt-in'],
      'picture-consent-renewal': [none, none, 'on-entry', 'every-two-years', 'annual'],
    },
  },
  {
    topic: 'Consent for the internet',
    settings: { 'internet-consent': ['opt-in', 'signed-yearly', none, 'opt-out', none] },
  },
  {
    topic: 'Pupils’ phones',
    settings: { 'pupil-phones': ['never', 'head-permits', 'handed-in', 'teacher-keeps', 'office-keeps'] },
  },
  {
    topic: 'Staff’s phones',
    settings: {
      'staff-phones': [
        'not-in-class',
        'staffroom-outside-lessons',
        'off-near-pupils',
        'not-in-class',
        'not-with-pupils',
      ],
      'staff-phone-exception-approvers': [['senior-leaders'], none, none, ['head'], none],
    },
  },
  {
    topic: 'The phone on trips',
    settings: { 'trip-phone': ['school-phone', 'school-phone', none, 'own-phone-allowed', none] },
  },
  {
    topic: 'Names beside pictures',
    settings: { 'caption-names': ['none', 'first-name-at-most', 'no-full-names', 'no-full-names', 'none'] },
  },
  {
    topic: 'Who changes the filter',
    settings: {
      'filter-change-approvers': [['deputy', 'lead'], ['head', 'lead'], none, ['computing-lead'], ['head']],
      'filter-change-path': [
        'deputy-or-lead-with-provider',
        'head-or-lead-signs-first',
        'approved-use-only',
        'teacher-checks-lead-agrees',
        none,
      ],
      'filter-base': [none, none, none, none, 'council'],
    },
  },
  {
    topic: 'What a child does with a bad page',
    settings: {
      'bad-page-advice': ['report-only', 'close-and-tell', 'report-only', 'minimise-and-tell', 'report-only'],
    },
  },
  {
    topic: 'Who is told of misuse',
    settings: { 'incident-told': [['deputy', 'lead'], ['head', 'dsl'], ['dsl'], ['head', 'lead'], ['head', 'dsl']] },
  },
  {
    topic: 'Looking through the log',
    settings: {
      'incident-log-review': [none, 'termly', none, none, none],
      'incident-log-reviewers': [none, ['head', 'dsl', 'chair'], none, ['head', 'lead'], none],
    },
  },
  {
    topic: 'How long pictures are kept',
    settings: { 'image-retention-years': [none, none, 10, 7, 'until-closed'] },
  },
  {
    topic: 'Memory sticks',
    settings: {
      // The fourth bans them in one clause and allows them in another: the ban is the safer.
      'removable-media': [none, 'encrypted-only', none, 'banned', 'encrypted-and-checked'],
    },
  },
  {
    topic: 'When passwords change',
    settings: { 'password-change': [none, 'regular', 'on-compromise', 'yearly', none] },
  },
  {
    topic: 'Pupils’ mail',
    settings: { 'pupil-mail': ['approved-accounts', 'platform-only', none, 'class-account', 'official-only'] },
  },
  {
    topic: 'Signing in as a class',
    settings: { 'class-sign-in': ['all-classes', 'youngest-classes', none, 'youngest-classes', none] },
  },
  {
    topic: 'Who approves what is published',
    settings: {
      'publishing-approvers': [
        ['head', 'deputy'],
        none,
        ['senior-leaders'],
        ['head', 'deputy', 'senior-leaders', 'bursar', 'computing-lead'],
        none,
      ],
    },
  },
  {
    topic: 'Video calls',
    settings: {
      'video-call-approvers': [['staff'], none, none, ['head'], none],
      // "Tell us if you would rather not" is no consent: in writing.
      'video-call-consent': [none, none, none, 'written', none],
    },
  },
  {
    topic: 'Parents’ pictures at events',
    settings: { 'event-pictures': [none, 'own-child-only', none, 'asked-not-to', 'own-child-only'] },
  },
  {
    topic: 'What staff post',
    settings: { 'staff-posting': [none, none, 'banned', 'reputation-rule', 'banned'] },
  },
  {
    topic: 'Social media in school',
    settings: {
      'social-media-stance': ['discouraged', none, 'blocked-unless-approved', 'blocked', 'teacher-directed'],
    },
  },
  {
    topic: 'Who is accountable',
    settings: { 'accountable-lead': ['deputy', 'head', 'dsl', 'head', 'head'] },
  },
];

/**
 * Topics on which nothing acts yet: each with what is missing. A test fails as soon as something acts on one of these settings; then the topic gets a drive of its own
 * (settings-differ.test.ts) and leaves this list.
 */
export const notYetDriven: Readonly<
  Record<string, { readonly settings: readonly string[]; readonly because: string }>
> = {
  'Consent for the internet': {
    settings: ['internet-consent'],
    because: 'consents and agreements of parents are to come',
  },
  'Who is told of misuse': {
    settings: ['incident-told'],
    because: 'concerns reach the safeguarding leads and the headteacher, whatever a policy says',
  },
  'Signing in as a class': { settings: ['class-sign-in'], because: 'signing in as a class is to come' },
  'Parents’ pictures at events': { settings: ['event-pictures'], because: 'the notice to parents is to come' },
  'What staff post': { settings: ['staff-posting'], because: 'it is taught and acknowledged, and no page acts on it' },
};
