import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, number, people, person, words } from './field-makers.ts';

/** How the school looks after it all (policies.md 1.1, 1.23): meetings, the plan, and guidance that is followed. */

const meetings: RegisterShape = {
  code: 'meetings',
  title: 'Meetings',
  one: 'a meeting',
  purpose: 'Meetings of those who answer for online safety: who met, what about, and what was agreed.',
  area: 'policy-governance',
  fields: [
    date('day', 'Day'),
    choices(
      'sort',
      'Who met',
      {
        'lead-governor': 'Online-safety lead and governor',
        'lead-technician': 'Online-safety or computing lead and technician',
        'lead-dsl': 'Online-safety lead and safeguarding lead',
        'head-dsl': 'Headteacher and safeguarding lead',
        contractor: 'School and IT contractor',
        governors: 'Governors’ committee',
        group: 'Online-safety group',
      },
      { clause: 's3-050' },
    ),
    people('people', 'Who was there'),
    line('others', 'Others who were there', { optional: true }),
    words('about', 'What was talked about', { hint: 'No names of pupils: a case is in the incident log.' }),
    words('agreed', 'What was agreed, by whom and by when', { optional: true }),
  ],
  named: ['sort', 'day'],
  about: 'day',
  add: [
    'lead',
    'dsl',
    'deputy-dsl',
    'head',
    'deputy-head',
    'technician',
    'computing-lead',
    'governor',
    'chair',
    'clerk',
  ],
  read: [
    'lead',
    'dsl',
    'deputy-dsl',
    'deputy-head',
    'filtering-senior-leader',
    'governor',
    'chair',
    'vice-chair',
    'clerk',
  ],
  files: true,
  keep: { years: 6, from: { field: 'day' }, signedBy: 'head', source: 'our choice: six years' },
  controls: [
    {
      code: 'register-meetings',
      kind: 'duty',
      title: 'Meetings of those who answer for online safety',
      makesTrue: 'Those who answer for online safety met in the last hundred days: each term.',
      shows: { kind: 'kept-up', days: 100 },
    },
  ],
};

const improvementPlan: RegisterShape = {
  code: 'improvement-plan',
  title: 'Improvement plan',
  one: 'an action',
  purpose: 'What is to get better about online safety: each action with who does it, its cost and its day.',
  area: 'policy-governance',
  fields: [
    line('action', 'Action', { clause: 's3-145' }),
    choice('from', 'Where it comes from', {
      incident: 'Incidents',
      review: 'The yearly review',
      audit: 'An audit',
      governors: 'Governors',
      inspection: 'An inspection',
      staff: 'Staff, pupils or parents',
    }),
    words('why', 'What it is to change', { optional: true }),
    person('owner', 'Who does it'),
    number('cost', 'Cost, in pounds', { from: 0, to: 1_000_000 }, { clause: 's3-145' }),
    date('begun', 'Begins on'),
    date('by', 'To be done by'),
  ],
  named: ['action'],
  about: 'begun',
  due: { field: 'by', says: 'not done in time' },
  add: ['lead', 'dsl', 'head', 'deputy-head', 'computing-lead', 'filtering-senior-leader', 'bursar'],
  read: [
    'lead',
    'dsl',
    'deputy-dsl',
    'deputy-head',
    'computing-lead',
    'filtering-senior-leader',
    'bursar',
    'technician',
    'governor',
    'chair',
    'vice-chair',
    'clerk',
  ],
  closing: {
    open: 'Under way',
    closed: 'Done',
    act: 'Record that it is done',
    fields: [date('done', 'Done on'), words('outcome', 'What it changed')],
  },
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'head', source: 'our choice: six years' },
  controls: [
    {
      code: 'register-improvement-plan',
      kind: 'report',
      title: 'Improvement plan: actions, budget, dates',
      makesTrue: 'Each action of the plan has an owner, a cost and a day, and none is past its day.',
      shows: { kind: 'nothing-overdue', field: 'by' },
    },
  ],
};

const externalGuidance: RegisterShape = {
  code: 'external-guidance',
  title: 'Guidance that is followed',
  one: 'a piece of guidance',
  purpose:
    'Laws, standards and guidance that the policy rests on, in which edition, and when somebody last looked for a newer one.',
  area: 'policy-governance',
  always: true,
  fields: [
    line('title', 'Title', { clause: 's3-012' }),
    line('body', 'Who issued it'),
    line('edition', 'Edition', { hint: '“September 2026”.', clause: 's3-115' }),
    address('address', 'Address', { optional: true }),
    choice('standing', 'Standing', {
      law: 'Law',
      statutory: 'Statutory guidance',
      advice: 'Advice',
      framework: 'Framework or award',
    }),
    words('used-for', 'What it is followed for'),
    date('looked-on', 'Last looked for a newer edition on'),
    date('check-by', 'To be looked for again by'),
  ],
  named: ['title', 'edition'],
  about: 'looked-on',
  due: { field: 'check-by', says: 'not looked at in time' },
  add: ['lead', 'dsl', 'head', 'deputy-head', 'computing-lead', 'dpo', 'clerk'],
  read: ['staff', 'governor', 'chair', 'vice-chair', 'clerk', 'dpo'],
  closing: {
    open: 'Followed',
    closed: 'Superseded',
    act: 'Record that a newer edition took its place',
    fields: [date('superseded', 'Since'), line('by', 'By what')],
  },
  files: true,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'head',
    source: 'our choice: six years after a newer one took its place',
  },
  controls: [
    {
      code: 'register-external-guidance',
      kind: 'register',
      title: 'Guidance and frameworks followed, with their editions',
      makesTrue:
        'Guidance that the school follows is listed with its edition, and none is past the day of its next look.',
      shows: { kind: 'nothing-overdue', field: 'check-by' },
    },
  ],
};

export const governance: readonly RegisterShape[] = [meetings, improvementPlan, externalGuidance];
