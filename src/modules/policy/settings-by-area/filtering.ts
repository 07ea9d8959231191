import { allOfThem, fewOfThem, oneOf } from '../setting-kinds.ts';

/** What policies say differently about filtering and a bad page. */

export const filteringSettingsOfThePolicy = {
  'filter-change-approvers': fewOfThem('filter-change-approvers', 'Who may approve a change to filtering', [
    'head',
    'lead',
  ]),
  'filter-change-path': oneOf('filter-change-path', 'Which way a change to filtering goes', {
    'head-or-lead-signs-first': 'The headteacher or the online-safety lead signs before anything changes',
    'teacher-checks-lead-agrees': 'The teacher looks at the site, the computing lead agrees',
    'deputy-or-lead-with-provider': 'The deputy headteacher or the online-safety lead decides with the provider',
    'approved-use-only': 'A site is opened only for an approved use, and for its time',
  }),
  'filter-base': oneOf(
    'filter-base',
    'Whose rules of filtering come first',
    { council: 'The council’s', trust: 'The trust’s', own: 'The school’s own' },
    { fallback: 'own', order: 'Rules of somebody above the school come first.' },
  ),
  'filter-fault-told': allOfThem('filter-fault-told', 'Who is told of a filter fault', ['dsl', 'provider']),
  'unsuitable-site-told': allOfThem('unsuitable-site-told', 'Who is told of an unsuitable site', ['lead', 'provider']),
  'bad-page-advice': oneOf(
    'bad-page-advice',
    'What a child does with a bad page on screen',
    {
      'minimise-and-tell': 'Hide the page without closing it, and tell an adult',
      'close-and-tell': 'Close the page, and tell an adult',
      'leave-and-tell': 'Leave the page open, and tell an adult',
      'report-only': 'Tell an adult',
    },
    {
      fallback: 'close-and-tell',
      order: 'Out of sight and still there to be looked into comes first; then out of sight.',
    },
  ),
  'pupil-internet': oneOf(
    'pupil-internet',
    'When pupils are online',
    {
      'teacher-directed': 'In lessons that a teacher directs',
      supervised: 'Whenever an adult watches',
      open: 'At any time',
    },
    { fallback: 'supervised' },
  ),
};
