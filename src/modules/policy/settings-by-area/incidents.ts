import { allOfThem, codes, fewOfThem, oneOf, someOf } from '../setting-kinds.ts';

/** What policies say differently about incidents and who answers. */

export const incidentSettings = {
  'incident-told': allOfThem('incident-told', 'Who is told of misuse', ['dsl']),
  'incident-log-columns': someOf(
    'incident-log-columns',
    'Columns of the incident log',
    {
      date: 'Date',
      people: 'Who was involved',
      'device-or-place': 'Device or place',
      details: 'What happened',
      'actions-and-reasons': 'What was done, and why',
      'confirmed-by': 'Confirmed by',
    },
    ['date', 'people', 'device-or-place', 'details', 'actions-and-reasons', 'confirmed-by'],
  ),
  'incident-log-review': oneOf(
    'incident-log-review',
    'How often the incident log is checked',
    { weekly: 'Each week', 'half-termly': 'Each half term', termly: 'Each term', annual: 'Each year' },
    { fallback: 'termly' },
  ),
  'incident-log-reviewers': fewOfThem('incident-log-reviewers', 'Who may check the incident log', [
    'head',
    'dsl',
    'chair',
  ]),
  'incident-risk-areas': codes('incident-risk-areas', 'Risks that incidents are sorted by', [
    'content',
    'contact',
    'conduct',
    'commerce',
  ]),
  'sanction-deciders': fewOfThem('sanction-deciders', 'Who may decide on a sanction', ['head', 'dsl', 'lead']),
  'offensive-message-told': allOfThem('offensive-message-told', 'Who is told of an offensive message', [
    'line-manager',
    'lead',
  ]),
  'accountable-lead': oneOf(
    'accountable-lead',
    'Who is accountable for online safety',
    {
      dsl: 'The designated safeguarding lead (DSL)',
      head: 'The headteacher',
      deputy: 'The deputy headteacher',
      lead: 'The online-safety lead',
    },
    {
      advice: {
        values: ['head', 'deputy', 'lead'],
        says: 'Keeping children safe in education gives the lead responsibility for online safety, with an understanding of filtering and monitoring, to the designated safeguarding lead (Part two; Annex C).',
      },
    },
  ),
};
