import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, pupil, time, words, yesNo } from './field-makers.ts';

/** Phones (policies.md 1.14): who may bring one, where each is kept in the day, and when staff may use their own. */

const phonesHandedIn: RegisterShape = {
  code: 'phones-handed-in',
  title: 'Phones handed in',
  one: 'a phone handed in',
  purpose: 'The daily sheet of pupils’ phones: who brought one, who took it, where it is kept, and when it went home.',
  area: 'mobile-devices',
  fields: [
    pupil('pupil', 'Pupil', { clause: 's2-054' }),
    line('device', 'Which phone', {
      optional: true,
      hint: 'So that the right one goes home: “black, cracked corner”.',
    }),
    date('day', 'Day', { clause: 's1-087' }),
    time('in', 'Handed in at', { optional: true }),
    person('taken-by', 'Taken by', { clause: 's1-087' }),
    choice('place', 'Kept', { office: 'At the office', teacher: 'By the class teacher', locked: 'In a locked place' }),
    yesNo('off', 'Was it switched off?', { clause: 's1-087' }),
  ],
  named: ['pupil', 'device'],
  about: 'day',
  due: { field: 'day', says: 'not handed back at the end of the day' },
  add: ['staff'],
  read: ['office', 'lead', 'dsl', 'deputy-dsl', 'deputy-head'],
  closing: {
    open: 'With us',
    closed: 'Handed back',
    act: 'Record that it was handed back',
    fields: [
      date('out-day', 'Handed back on', { clause: 's1-088' }),
      time('out', 'Handed back at', { optional: true }),
      person('given-by', 'Handed back by'),
    ],
  },
  rules: [
    {
      setting: 'pupil-phones',
      is: ['never'],
      then: { what: 'closed' },
      says: 'The school’s policy lets no pupil bring a phone, so none is handed in. One that is found is taken: record it under confiscations.',
    },
    {
      setting: 'pupil-phones',
      is: ['head-permits'],
      then: { what: 'tells' },
      says: 'Only a pupil with a permission brings a phone: look into the phone permissions. It is switched off and locked away until the end of the day.',
    },
    {
      setting: 'pupil-phones',
      is: ['office-keeps'],
      then: { what: 'must', field: 'place', be: 'office' },
      says: 'The school’s policy says that the office keeps phones for the day.',
    },
    {
      setting: 'pupil-phones',
      is: ['teacher-keeps'],
      then: { what: 'must', field: 'place', be: 'teacher' },
      says: 'The school’s policy says that the class teacher keeps phones for the day.',
    },
  ],
  files: false,
  keep: {
    years: 1,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: until the end of the next school year, when nobody asks any more',
  },
  controls: [
    {
      code: 'register-phones-handed-in',
      kind: 'register',
      title: 'Pupils’ phones handed in and out',
      makesTrue: 'Each phone that a pupil hands in is written down with the day, who took it and where it is kept.',
      shows: { kind: 'complete' },
    },
    {
      code: 'phones-returned',
      kind: 'register',
      title: 'Phones handed in were handed back',
      makesTrue: 'No phone is still with the school after the day on which it was handed in.',
      shows: { kind: 'nothing-overdue', field: 'day' },
    },
  ],
};

const phonePermissions: RegisterShape = {
  code: 'phone-permissions',
  title: 'Phone permissions',
  one: 'a permission',
  purpose: 'Pupils who may bring a phone to school: why, from when until when, and who agreed.',
  area: 'mobile-devices',
  fields: [
    pupil('pupil', 'Pupil', { clause: 's1-086' }),
    words('reason', 'Reason', {
      sealed: true,
      hint: 'Only what is needed to decide: “walks home alone”.',
      clause: 's1-086',
    }),
    yesNo('parent-agreed', 'Have the parents agreed?', { optional: true, clause: 's3-238' }),
    date('from', 'From'),
    date('until', 'Until', { hint: 'The end of the school year at the latest.' }),
  ],
  named: ['pupil'],
  about: 'from',
  due: { field: 'until', says: 'the permission has ended' },
  add: ['staff'],
  read: ['staff'],
  closing: {
    open: 'Permitted',
    closed: 'Ended',
    act: 'End the permission',
    fields: [date('ended', 'Ended on'), words('because', 'Why', { optional: true, sealed: true })],
  },
  approval: { by: { setting: 'phone-permission-approvers' }, question: 'May this pupil bring a phone?' },
  rules: [
    {
      setting: 'pupil-phones',
      is: ['never'],
      then: { what: 'closed' },
      says: 'The school’s policy lets no pupil bring a phone, so nobody can be permitted to.',
    },
    {
      setting: 'pupil-phones',
      is: ['teacher-keeps'],
      then: { what: 'must', field: 'parent-agreed', be: 'yes' },
      says: 'The school’s policy asks that staff and parents agree what the phone is for.',
    },
  ],
  files: true,
  keep: { years: 1, from: { field: 'until' }, signedBy: 'head', source: 'our choice: one year after it ended' },
  controls: [
    {
      code: 'register-phone-permissions',
      kind: 'approval',
      title: 'Pupils allowed to bring a phone',
      makesTrue: 'Each pupil who may bring a phone has a permission from those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const staffPhoneExceptions: RegisterShape = {
  code: 'staff-phone-exceptions',
  title: 'Staff phone exceptions',
  one: 'an exception',
  purpose:
    'When a member of staff may use their own phone where the policy does not allow it: why, when, and who agreed.',
  area: 'mobile-devices',
  fields: [
    person('who', 'Member of staff', { clause: 's0-095' }),
    words('reason', 'Reason', { sealed: true, clause: 's3-236' }),
    choices('use', 'What for', {
      reachable: 'To be reached',
      call: 'To call somebody',
      trip: 'On a trip',
      emergency: 'In an emergency',
    }),
    date('day', 'From', { clause: 's0-095' }),
    time('at', 'At', { optional: true }),
    date('until', 'Until'),
    yesNo('number-hidden', 'Was the number kept hidden, with 141 before it?', { optional: true, clause: 's2-058' }),
  ],
  named: ['who', 'use'],
  about: 'day',
  add: ['staff'],
  read: ['deputy-head', 'dsl', 'lead'],
  approval: {
    by: { setting: 'staff-phone-exception-approvers' },
    question: 'May this member of staff use their own phone?',
  },
  rules: [
    {
      setting: 'staff-phones',
      is: ['off-near-pupils'],
      then: { what: 'needs', fields: ['number-hidden'] },
      says: 'The school’s policy asks that the number is kept hidden with 141 when a phone of one’s own is used in an emergency.',
    },
    {
      setting: 'trip-phone',
      is: ['school-phone'],
      then: { what: 'tells' },
      says: 'A trip takes a phone of the school: ask for one before you ask for an exception.',
    },
  ],
  files: false,
  keep: { years: 2, from: { field: 'until' }, signedBy: 'head', source: 'our choice: two years after it ended' },
  controls: [
    {
      code: 'register-staff-phone-exceptions',
      kind: 'approval',
      title: 'Staff phone exceptions',
      makesTrue: 'Each exception for a member of staff’s own phone was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const phones: readonly RegisterShape[] = [phonesHandedIn, phonePermissions, staffPhoneExceptions];
