import type { RegisterControl, RegisterShape, Shows } from '../shape.ts';
import { choice, choices, date, line, number, people, person, words, yesNo } from './field-makers.ts';

/** What people who work and help here learn (policies.md 1.15): training with its renewals, and induction. */

const subjects = {
  'online-safety': 'Online safety',
  'online-safety-lead': 'For the online-safety lead',
  'safeguarding-lead': 'For safeguarding leads',
  governance: 'For governors: filtering, monitoring and safeguarding',
  technical: 'For technicians: security and safety technology',
  introduction: 'Introduction to the policy, for volunteers and short-term adults',
  prevent: 'Prevent',
  'data-protection': 'Data protection',
  publishing: 'Publishing on the school’s pages',
  other: 'Something else',
};

type Who = Extract<Shows, { readonly kind: 'covers' }>['who'];

/** Everybody of a group was at a session on a subject in the last so many days. */
function trained(
  code: string,
  title: string,
  makesTrue: string,
  who: Who,
  subject: keyof typeof subjects,
  days: number,
): RegisterControl {
  return {
    code: `trained-${code}`,
    kind: 'training',
    title,
    makesTrue,
    shows: { kind: 'covers', who, field: 'people', days, where: { field: 'subjects', is: subject } },
  };
}

/** A session on a subject was held in the last so many days: for those whom no list of the school names. */
function held(
  code: string,
  title: string,
  makesTrue: string,
  subject: keyof typeof subjects,
  days: number,
): RegisterControl {
  return {
    code: `trained-${code}`,
    kind: 'training',
    title,
    makesTrue,
    shows: { kind: 'has', field: 'subjects', is: subject, days },
  };
}

const training: RegisterShape = {
  code: 'training',
  title: 'Training',
  one: 'a training session',
  purpose: 'Who was trained in what, when, by whom, how it is shown, and by when it is renewed.',
  area: 'training',
  always: true,
  fields: [
    line('session', 'Session', { clause: 's3-281' }),
    choices('subjects', 'What about', subjects),
    people('people', 'Who took part', { hint: 'One name a line.', clause: 's0-021' }),
    number('others', 'How many volunteers and others besides', { from: 0, to: 500 }, { optional: true }),
    line('deliverer', 'Who gave it', { clause: 's3-282' }),
    date('day', 'Day', { clause: 's3-281' }),
    choice('way', 'How', {
      'in-person': 'Together in a room',
      online: 'Online course',
      read: 'Read, with questions',
      visit: 'By another body',
    }),
    words('evidence', 'Evidence', { hint: 'Certificates may be added as files.' }),
    date('renew-by', 'To be renewed by', { optional: true }),
  ],
  named: ['session'],
  about: 'day',
  due: { field: 'renew-by', says: 'not renewed in time' },
  add: ['office', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head'],
  read: [
    'office',
    'lead',
    'dsl',
    'deputy-dsl',
    'deputy-head',
    'computing-lead',
    'governor',
    'chair',
    'vice-chair',
    'clerk',
  ],
  closing: {
    open: 'Counts',
    closed: 'Renewed or past',
    act: 'Record that it was renewed',
    fields: [date('renewed', 'Renewed on, or no longer needed since')],
  },
  files: true,
  keep: {
    years: 6,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: six years, as long as a claim may be brought (Limitation Act 1980)',
  },
  controls: [
    {
      code: 'register-training',
      kind: 'training',
      title: 'Training and renewals',
      makesTrue: 'No training in the register is past the day by which it had to be renewed.',
      shows: { kind: 'nothing-overdue', field: 'renew-by' },
    },
    trained(
      'staff',
      'All staff are trained in online safety in the year',
      'Everybody who works here took part in a session on online safety in the last year.',
      'staff',
      'online-safety',
      366,
    ),
    trained(
      'lead',
      'The online-safety lead’s training is current',
      'The online-safety lead took part in training for that post in the last two years.',
      'lead',
      'online-safety-lead',
      731,
    ),
    trained(
      'dsl',
      'The safeguarding leads’ training is current',
      'Each safeguarding lead took part in training for that post in the last two years.',
      'dsl',
      'safeguarding-lead',
      731,
    ),
    trained(
      'governors',
      'Governors are trained',
      'Each governor took part in a session for governors in the last two years.',
      'governors',
      'governance',
      731,
    ),
    trained(
      'technicians',
      'Technicians’ knowledge is current',
      'Each technician took part in technical training in the last year.',
      'technicians',
      'technical',
      366,
    ),
    held(
      'volunteers',
      'Volunteers and short-term adults are introduced to the policy',
      'An introduction to the policy for volunteers and short-term adults was held in the last year.',
      'introduction',
      366,
    ),
    trained(
      'prevent',
      'Prevent training',
      'Everybody who works here took part in Prevent training in the last three years.',
      'staff',
      'prevent',
      1096,
    ),
    trained(
      'data-protection',
      'Data protection training',
      'Everybody who works here took part in data protection training in the last two years.',
      'staff',
      'data-protection',
      731,
    ),
    held(
      'publishing',
      'Page owners are trained to publish',
      'A session on publishing on the school’s pages was held in the last two years.',
      'publishing',
      731,
    ),
  ],
};

const inductionSteps = {
  policy: 'The online-safety policy',
  'social-media': 'The social media policy',
  agreement: 'Their agreement is signed',
  'data-locations': 'Where the data for their role is kept',
  confidentiality: 'All data is confidential',
  reporting: 'How to report a concern',
  'filtering-and-monitoring': 'What filtering and monitoring do, and their own part in it',
  'kcsie-part-one': 'Part One of Keeping children safe in education is read',
};

const inductions: RegisterShape = {
  code: 'inductions',
  title: 'Inductions',
  one: 'an induction',
  purpose:
    'What each new member of staff, and each who changes role, is shown about online safety, and that it is finished.',
  area: 'training',
  fields: [
    person('who', 'Who starts', { clause: 's3-280' }),
    choice('why', 'Because', { new: 'They are new', role: 'They change role' }, { clause: 's3-118' }),
    date('started', 'Started on'),
    date('finish-by', 'To be finished by'),
    person('with', 'Who takes them through it'),
  ],
  named: ['who'],
  about: 'started',
  due: { field: 'finish-by', says: 'not finished in time' },
  add: ['office', 'lead', 'dsl', 'head', 'deputy-head'],
  read: ['office', 'lead', 'dsl', 'deputy-dsl', 'deputy-head'],
  closing: {
    open: 'Under way',
    closed: 'Finished',
    act: 'Record that it is finished',
    fields: [
      date('finished', 'Finished on'),
      choices('steps', 'What was gone through', inductionSteps, { clause: 's0-129' }),
      yesNo('all', 'Is that all of it?'),
    ],
  },
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'head', source: 'our choice: six years, with the papers of the person' },
  controls: [
    {
      code: 'register-inductions',
      kind: 'training',
      title: 'Induction checklists',
      makesTrue: 'Each induction is written down, and finished within 60 days.',
      shows: { kind: 'complete', openDays: 60 },
    },
    {
      code: 'inducted-staff',
      kind: 'training',
      title: 'New staff have finished induction',
      makesTrue: 'No induction is open past the day by which it had to be finished.',
      shows: { kind: 'nothing-overdue', field: 'finish-by' },
    },
  ],
};

export const trainingAndInduction: readonly RegisterShape[] = [training, inductions];
