import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, words, yesNo } from './field-makers.ts';

/** Risks of new technology (policies.md 1.18). */

const hazards = {
  'harmful-content': 'Harmful content',
  'data-loss': 'Loss or sharing of personal information',
  grooming: 'Grooming',
  'image-sharing': 'Sharing of images',
  strangers: 'Contact by strangers',
  cyberbullying: 'Cyberbullying',
  unsuitable: 'Unsuitable games or films',
  evaluation: 'Believing what is false',
  plagiarism: 'Plagiarism and copyright',
  downloads: 'Illegal downloads',
  overuse: 'Too much use',
  bypass: 'Getting round the filter, such as phones with data of their own',
  ai: 'Answers and pictures of artificial intelligence',
  commerce: 'Buying, advertising and scams',
  security: 'Weaknesses of security',
};

const riskAssessments: RegisterShape = {
  code: 'risk-assessments',
  title: 'Risk assessments',
  one: 'a risk assessment',
  purpose:
    'Each new technology or social tool, before it is used: what good it does, which dangers it brings, what is done about them, and who agreed.',
  area: 'risk-assessment',
  fields: [
    line('technology', 'Technology', { clause: 's0-116' }),
    choice('sort', 'Kind', {
      device: 'A device',
      app: 'An app or service',
      ai: 'An AI tool',
      social: 'A social tool',
      network: 'A change of the network',
      other: 'Something else',
    }),
    words('benefit', 'What good it does', { clause: 's0-112' }),
    choices('hazards', 'Dangers', hazards, { clause: 's4-006' }),
    words('details', 'Who could come to harm, and how', { sealed: true, clause: 's0-112' }),
    choice('likelihood', 'How likely', { low: 'Not likely', medium: 'May happen', high: 'Likely' }),
    choice('harm', 'How bad', { low: 'Little harm', medium: 'Some harm', high: 'Serious harm' }),
    words('measures', 'What is done about it', { sealed: true }),
    choice('left', 'Risk that is left', { low: 'Low', medium: 'Medium', high: 'High: not used' }),
    yesNo('personal-data', 'Does it process personal information?'),
    choice('dpia', 'Data protection impact assessment', {
      done: 'Done',
      'not-needed': 'Not needed',
      open: 'To be done before use',
    }),
    yesNo('off-filter', 'Could it be used past the school’s filter?', { clause: 's0-113' }),
    person('assessed-by', 'Assessed by'),
    date('use-from', 'To be used from'),
    date('review-by', 'To be looked at again by', { clause: 's0-117' }),
  ],
  named: ['technology'],
  about: 'use-from',
  due: { field: 'review-by', says: 'not looked at in time' },
  add: ['staff'],
  read: [
    'lead',
    'computing-lead',
    'technician',
    'dsl',
    'deputy-dsl',
    'deputy-head',
    'filtering-senior-leader',
    'dpo',
    'governor',
  ],
  closing: {
    open: 'In use',
    closed: 'No longer used',
    act: 'Record that it is no longer used',
    fields: [date('ended', 'Last used on')],
  },
  approval: {
    by: { setting: 'risk-assessment-approvers' },
    question: 'May this technology be used with these measures?',
  },
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'head', source: 'our choice: six years after the last use' },
  controls: [
    {
      code: 'register-risk-assessments',
      kind: 'risk-assessment',
      title: 'Risk assessments of new technology',
      makesTrue:
        'Each new technology in the register was assessed and agreed to on or before its first day, by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const riskAssessmentsOfTechnology: readonly RegisterShape[] = [riskAssessments];
