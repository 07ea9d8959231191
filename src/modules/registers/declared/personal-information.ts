import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, words, yesNo } from './field-makers.ts';

/** Personal information (policies.md 1.19; the DfE's digital leadership standard, information asset register): what there is, where, and who may see it. */

const informationAssets: RegisterShape = {
  code: 'information-assets',
  title: 'Information assets',
  one: 'an information asset',
  purpose:
    'What personal information the school holds: about whom, why, on which legal ground, who answers for it, and for how long.',
  area: 'data-protection',
  always: true,
  fields: [
    line('asset', 'Information', { hint: '“Attendance”, “SEND records”.' }),
    choices('about', 'About whom', {
      pupils: 'Pupils',
      parents: 'Parents',
      staff: 'Staff',
      governors: 'Governors',
      visitors: 'Visitors',
    }),
    words('purpose', 'What it is used for'),
    choice(
      'basis',
      'Legal ground',
      {
        'public-task': 'Public task',
        law: 'A law asks for it',
        contract: 'A contract',
        consent: 'Consent',
        vital: 'To protect somebody’s life',
        interests: 'Legitimate interests',
      },
      { hint: 'UK GDPR Article 6.' },
    ),
    yesNo('special', 'Is it of a special category?', {
      hint: 'Health, ethnic origin, religion, and the others of UK GDPR Article 9.',
    }),
    person('owner', 'Who answers for it'),
    line('where', 'Where it is kept', { clause: 's3-117' }),
    words('shared-with', 'With whom it is shared', { optional: true }),
    line('kept-for', 'For how long it is kept', { clause: 's3-116' }),
    choice('protected', 'How it is protected', {
      encrypted: 'Encrypted',
      password: 'By password only',
      locked: 'On paper, locked away',
      other: 'In another way',
    }),
    date('review-by', 'To be looked at again by'),
  ],
  named: ['asset'],
  due: { field: 'review-by', says: 'not looked at in time' },
  add: ['dpo', 'office', 'bursar'],
  read: ['dpo', 'office', 'bursar', 'dsl', 'lead', 'technician'],
  files: true,
  keep: {
    years: 6,
    from: { field: 'review-by' },
    signedBy: 'dpo',
    source: 'our choice: six years after it was last due to be looked at',
  },
  controls: [
    {
      code: 'register-information-assets',
      kind: 'register',
      title: 'Information assets',
      makesTrue:
        'Each kind of personal information is listed with its ground, its owner and its time, and none is past the day of its review.',
      shows: { kind: 'nothing-overdue', field: 'review-by' },
    },
  ],
};

const dataAccess: RegisterShape = {
  code: 'data-access',
  title: 'Access to personal data',
  one: 'an access',
  purpose: 'Who may see personal and sensitive information, which, why, and who agreed.',
  area: 'data-protection',
  fields: [
    person('who', 'Who gets access', { clause: 's2-059' }),
    line('what', 'Information or system', { clause: 's2-059' }),
    choice('level', 'What they may do', { read: 'Read', change: 'Read and change', administer: 'Administer' }),
    words('reason', 'Why they need it'),
    date('from', 'From'),
    date('until', 'Until, or to be looked at again by'),
  ],
  named: ['who', 'what'],
  about: 'from',
  due: { field: 'until', says: 'the access has not been looked at again' },
  add: ['staff'],
  read: ['dpo', 'technician', 'office', 'deputy-head'],
  closing: {
    open: 'Has access',
    closed: 'Taken away',
    act: 'Record that it was taken away',
    fields: [date('ended', 'Taken away on'), person('ended-by', 'Taken away by')],
  },
  approval: { by: { setting: 'data-access-approvers' }, question: 'May this person see this information?' },
  files: false,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'dpo',
    source: 'our choice: six years after the end, for questions about who could see what',
  },
  controls: [
    {
      code: 'register-data-access',
      kind: 'approval',
      title: 'Access to personal data granted',
      makesTrue: 'Each access to personal data in the register was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const dataLocations: RegisterShape = {
  code: 'data-locations',
  title: 'Where data is kept',
  one: 'a place',
  purpose: 'The places approved for school data, what belongs in each, and which roles need to know it.',
  area: 'data-protection',
  always: true,
  fields: [
    line('place', 'Place', { hint: 'A drive, a system, a cupboard.', clause: 's1-081' }),
    words('holds', 'What belongs there', { clause: 's3-118' }),
    words('roles', 'Roles that need to know it', {
      hint: 'New starters and those who change roles are told.',
      clause: 's3-118',
    }),
    choice('kind', 'Kind of place', {
      network: 'The school’s network',
      device: 'An encrypted device',
      cloud: 'A cloud service',
      paper: 'On paper',
    }),
    yesNo('approved', 'Has the school approved it?', { clause: 's3-123' }),
    yesNo('protected', 'Is it encrypted or locked?', {
      hint: 'A password alone does not count for sensitive data.',
      clause: 's1-095',
    }),
    choice('outsider', 'Does another company keep a backup of it?', { no: 'No', yes: 'Yes, under a contract' }),
    date('checked-on', 'Last checked on'),
  ],
  named: ['place'],
  about: 'checked-on',
  add: ['technician', 'office', 'dpo', 'lead'],
  read: ['staff'],
  closing: {
    open: 'Used',
    closed: 'No longer used',
    act: 'Record that it is no longer used',
    fields: [date('ended', 'Emptied on')],
  },
  rules: [
    {
      setting: 'third-party-backup',
      is: ['not-used'],
      then: { what: 'must', field: 'outsider', be: 'no' },
      says: 'The school’s policy says that no other company keeps backups of the school’s data.',
    },
  ],
  files: false,
  keep: { years: 3, from: 'closed', signedBy: 'dpo', source: 'our choice: three years after it was emptied' },
  controls: [
    {
      code: 'register-data-locations',
      kind: 'security',
      title: 'Where data is kept',
      makesTrue: 'Each place where school data is kept is listed, and is recorded as encrypted or locked.',
      shows: { kind: 'each', field: 'protected', is: 'yes' },
    },
  ],
};

export const personalInformation: readonly RegisterShape[] = [informationAssets, dataAccess, dataLocations];
