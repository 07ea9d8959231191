import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, number, person, pupil, time, yesNo } from './field-makers.ts';

/** Visitors, the community, and pupils whose parents refused (policies.md 1.2, 1.3, 1.22). */

const visitors: RegisterShape = {
  code: 'visitors',
  title: 'Visitors',
  one: 'a visitor',
  purpose: 'Who came into school and what they were told about phones, pictures and the network.',
  area: 'agreements',
  fields: [
    line('name', 'Name'),
    line('from', 'From', { optional: true, hint: 'Firm or body.' }),
    choice('as', 'Comes as', {
      visitor: 'Visitor',
      parent: 'Parent',
      volunteer: 'Volunteer',
      supply: 'Supply',
      contractor: 'Contractor',
      governor: 'Governor',
      student: 'Student',
    }),
    person('host', 'Whom they see'),
    date('day', 'Day'),
    time('in', 'In at'),
    yesNo('told', 'Were they told: no phone near children, no pictures, nothing plugged in or installed?', {
      clause: 's3-325',
    }),
    choice(
      'network',
      'Do they use the school’s network?',
      { no: 'No', guest: 'As a guest, after signing' },
      { clause: 's3-321' },
    ),
    yesNo('signed', 'Did they sign the agreement, or do they use nothing?', { clause: 's3-319' }),
  ],
  named: ['name', 'from'],
  about: 'day',
  due: { field: 'day', says: 'not signed out' },
  add: ['office'],
  read: ['office', 'dsl', 'deputy-dsl', 'deputy-head'],
  closing: { open: 'In school', closed: 'Left', act: 'Record that they left', fields: [time('out', 'Out at')] },
  files: false,
  keep: {
    years: 1,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: until the end of the next school year',
  },
  controls: [
    {
      code: 'register-visitors',
      kind: 'register',
      title: 'Visitors',
      makesTrue: 'Visitors are written down with the day and what they were told, the newest in the last 40 days.',
      shows: { kind: 'kept-up', days: 40 },
    },
  ],
};

const communityBookings: RegisterShape = {
  code: 'community-bookings',
  title: 'Community use',
  one: 'a booking',
  purpose:
    'Clubs, groups and parents who use the school’s technology: when, under which level of filtering, and that each signed first.',
  area: 'community',
  fields: [
    line('who', 'Club, group or person', { clause: 's0-153' }),
    choice(
      'as',
      'Who they are',
      {
        adults: 'Adults of the community',
        young: 'Some are under the age at which they sign themselves',
        parents: 'Parents who have no internet at home',
        body: 'A body or organisation',
      },
      { clause: 's1-114' },
    ),
    number('how-many', 'How many', { from: 1, to: 500 }),
    date('day', 'Day, or first day'),
    time('from', 'From'),
    time('to', 'Until'),
    line('room', 'Room and devices'),
    choice(
      'signed',
      'Agreement',
      {
        all: 'Everybody has signed',
        parents: 'Everybody has signed, a parent for the young ones',
        missing: 'Not everybody yet',
      },
      { clause: 's0-154' },
    ),
    choice('level', 'Level of filtering', { guest: 'Guest', pupils: 'As for pupils' }),
    person('answers', 'Who is there for the school'),
  ],
  named: ['who'],
  about: 'day',
  add: ['office', 'bursar', 'lead'],
  read: ['office', 'bursar', 'lead', 'technician', 'dsl', 'deputy-dsl'],
  closing: {
    open: 'Booked',
    closed: 'Over',
    act: 'Record how it went',
    fields: [
      date('over', 'Over on'),
      choice('went', 'How it went', { well: 'Nothing to say', problem: 'Something was reported' }),
    ],
  },
  files: true,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-community-bookings',
      kind: 'register',
      title: 'Community use of school technology',
      makesTrue: 'Each community use is written down with who signed, and closed within 60 days of its day.',
      shows: { kind: 'complete', openDays: 60 },
    },
  ],
};

const deniedAccess: RegisterShape = {
  code: 'denied-access',
  title: 'Pupils without internet or e-mail',
  one: 'a refusal',
  purpose: 'Pupils whose parents asked that they get no internet or no e-mail at school, for all staff to see.',
  area: 'consents',
  fields: [
    pupil('pupil', 'Pupil', { clause: 's0-104' }),
    choices(
      'what',
      'Refused',
      { internet: 'Internet', 'e-mail': 'E-mail and messages', devices: 'School devices' },
      { clause: 's0-104' },
    ),
    choice(
      'asked-by',
      'Who asked',
      { letter: 'A parent, in writing', told: 'A parent, in person' },
      { clause: 's0-104' },
    ),
    date('since', 'Since', { clause: 's0-104' }),
    yesNo('done', 'Is the pupil’s access closed in the filter?'),
    line('instead', 'What the pupil does instead', { optional: true }),
  ],
  named: ['pupil', 'what'],
  about: 'since',
  add: ['office', 'lead', 'dsl', 'head'],
  read: ['staff'],
  closing: { open: 'Holds', closed: 'Lifted', act: 'Record that it was lifted', fields: [date('lifted', 'Lifted on')] },
  files: true,
  keep: { years: 1, from: 'closed', signedBy: 'head', source: 'our choice: one year after it was lifted' },
  controls: [
    {
      code: 'register-denied-access',
      kind: 'consent',
      title: 'Pupils whose parents refused internet or e-mail',
      makesTrue:
        'Each pupil whose parents refused internet or e-mail is listed for all staff, and their access is recorded as closed.',
      shows: { kind: 'each', field: 'done', is: 'yes' },
    },
  ],
};

export const visitorsAndCommunity: readonly RegisterShape[] = [visitors, communityBookings, deniedAccess];
