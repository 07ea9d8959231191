import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, people, person, words, yesNo } from './field-makers.ts';

/** Ways into the school's systems (policies.md 1.9, 1.19, 1.20): from elsewhere, into another's mailbox, and as administrator. */

const remoteAccess: RegisterShape = {
  code: 'remote-access',
  title: 'Remote access',
  one: 'a remote access',
  purpose: 'Who may reach the school’s systems from elsewhere, with which device, and who agreed.',
  area: 'infrastructure',
  fields: [
    person('who', 'Member of staff', { optional: true, hint: 'Leave it empty for somebody from outside.' }),
    line('outsider', 'Firm or person from outside', { optional: true, sealed: true, clause: 's0-045' }),
    line('what', 'What is reached'),
    choice(
      'way',
      'How',
      { vpn: 'VPN', cloud: 'A cloud service', support: 'A support tool, each time with leave', other: 'Another way' },
      { sealed: true },
    ),
    line('device', 'With which device', { clause: 's1-060' }),
    yesNo('encrypted', 'Is that device encrypted?', { clause: 's1-060' }),
    yesNo('second-step', 'Does sign-in need a second step?'),
    date('from', 'From'),
    date('until', 'Until, or to be looked at again by'),
  ],
  named: ['what', 'who'],
  about: 'from',
  due: { field: 'until', says: 'the access has not been looked at again' },
  add: ['staff'],
  read: ['technician', 'computing-lead', 'lead', 'dpo'],
  closing: {
    open: 'Open',
    closed: 'Ended',
    act: 'End the access',
    fields: [date('ended', 'Ended on'), person('ended-by', 'Ended by')],
  },
  approval: {
    by: { setting: 'remote-access-approvers' },
    question: 'May the school’s systems be reached from elsewhere like this?',
  },
  files: false,
  keep: { years: 2, from: 'closed', signedBy: 'head', source: 'our choice: two years after the end' },
  controls: [
    {
      code: 'register-remote-access',
      kind: 'access',
      title: 'Remote access granted',
      makesTrue: 'Each remote access in the register was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const mailboxDelegations: RegisterShape = {
  code: 'mailbox-delegations',
  title: 'Access to mailboxes',
  one: 'a mailbox access',
  purpose: 'Who may open another person’s mailbox or calendar: whose, why, until when, and who agreed.',
  area: 'passwords-access',
  fields: [
    person('mailbox', 'Whose mailbox', { clause: 's1-059' }),
    person('delegate', 'Who may open it', { clause: 's1-059' }),
    choice('level', 'What they may do', { read: 'Read', send: 'Read and send in the owner’s name', all: 'Everything' }),
    choice('why', 'Kind of reason', {
      absence: 'The owner is away',
      shared: 'They share the work',
      left: 'The owner has left',
      safety: 'To keep people safe',
    }),
    words('reason', 'Reason', { sealed: true }),
    yesNo('owner-told', 'Does the owner know?'),
    date('from', 'From'),
    date('until', 'Until'),
  ],
  named: ['mailbox', 'delegate'],
  about: 'from',
  due: { field: 'until', says: 'the time of the access has passed' },
  add: ['staff'],
  read: ['technician', 'dpo'],
  closing: { open: 'Open', closed: 'Ended', act: 'End the access', fields: [date('ended', 'Ended on')] },
  approval: { by: { setting: 'mailbox-access-approvers' }, question: 'May this person open this mailbox?' },
  files: false,
  keep: { years: 2, from: 'closed', signedBy: 'head', source: 'our choice: two years after the end' },
  controls: [
    {
      code: 'register-mailbox-delegations',
      kind: 'approval',
      title: 'Access to other people’s mailboxes',
      makesTrue: 'Each access to another person’s mailbox was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const adminSecrets: RegisterShape = {
  code: 'admin-secrets',
  title: 'Administrator passwords and keys',
  one: 'an administrator secret',
  purpose:
    'Who holds which administrator password, Wi-Fi key or encryption key, and where the sealed copy lies. Never the secret itself.',
  area: 'passwords-access',
  always: true,
  fields: [
    line('what', 'What it opens', { sealed: true, hint: 'The system, never the password itself.', clause: 's3-158' }),
    choice(
      'sort',
      'Kind',
      {
        administrator: 'Administrator password',
        'wi-fi': 'Wi-Fi key',
        encryption: 'Encryption key or recovery code',
        supplier: 'Account at a supplier',
        other: 'Something else',
      },
      { clause: 's3-151' },
    ),
    people('holders', 'Who holds it', { sealed: true, hint: 'Two people, so that one may be ill.', clause: 's3-158' }),
    choice('two', 'Do two people hold it?', { yes: 'Yes', no: 'No' }),
    line('sealed-copy', 'Where the sealed copy lies', { sealed: true, clause: 's1-102' }),
    date('changed-on', 'Last changed on'),
    choice('changed-why', 'Why it was changed', {
      new: 'It is new',
      left: 'A holder left',
      suspected: 'Somebody may have learnt it',
      turn: 'It was time',
    }),
  ],
  named: ['sort', 'changed-on'],
  about: 'changed-on',
  add: ['technician', 'computing-lead', 'head'],
  read: ['technician', 'computing-lead'],
  closing: {
    open: 'In use',
    closed: 'No longer used',
    act: 'Record that it is no longer used',
    fields: [date('ended', 'Last used on')],
  },
  rules: [
    {
      setting: 'password-change',
      is: ['yearly', 'termly', 'regular'],
      then: { what: 'tells' },
      says: 'The school’s policy asks that passwords are changed from time to time: those of administrators too.',
    },
  ],
  files: false,
  keep: { years: 1, from: 'closed', signedBy: 'head', source: 'our choice: one year after it was last used' },
  controls: [
    {
      code: 'register-admin-secrets',
      kind: 'access',
      title: 'Who holds administrator passwords and keys',
      makesTrue: 'Each administrator password and key is listed with its holders, and two people hold it.',
      shows: { kind: 'each', field: 'two', is: 'yes' },
    },
  ],
};

const outsideAccounts: RegisterShape = {
  code: 'outside-accounts',
  title: 'Pupil accounts on outside platforms',
  one: 'an outside platform',
  purpose:
    'Learning platforms and class apps on which pupils have accounts: which classes, what is given away, and who moderates.',
  area: 'messaging',
  fields: [
    line('platform', 'Platform', { clause: 's1-051' }),
    choices('what', 'What pupils do there', {
      learn: 'Learn and play',
      work: 'Hand in work',
      message: 'Write messages',
      share: 'Share pictures or films',
    }),
    choices('given', 'What it learns about a pupil', {
      nothing: 'A made-up name only',
      first: 'First name',
      full: 'Full name',
      class: 'Class or year',
      picture: 'Pictures',
      voice: 'Voice or film',
    }),
    choice('accounts', 'Kind of account', { own: 'One for each pupil', class: 'One for each class' }),
    yesNo('inside-only', 'Do messages stay inside the school?', { clause: 's3-080' }),
    person('moderator', 'Who looks after it and reads what is written', { clause: 's3-188' }),
    yesNo('central', 'Are messages to parents sent from a central account?', { optional: true, clause: 's3-189' }),
    yesNo('parents-agreed', 'Do parents know, and have they agreed where they must?'),
    yesNo('assessed', 'Was its risk assessed?'),
    date('from', 'Since'),
    date('review-by', 'To be looked at again by'),
  ],
  named: ['platform'],
  about: 'from',
  due: { field: 'review-by', says: 'not looked at in time' },
  add: ['staff'],
  read: ['staff', 'dpo'],
  closing: {
    open: 'Used',
    closed: 'Ended',
    act: 'Record that it ended',
    fields: [date('ended', 'Ended on'), yesNo('deleted', 'Are the pupils’ accounts deleted there?')],
  },
  rules: [
    {
      setting: 'pupil-mail',
      is: ['platform-only', 'class-account'],
      then: { what: 'must', field: 'inside-only', be: 'yes' },
      says: 'The school’s policy keeps what pupils write themselves inside the school.',
    },
    {
      setting: 'pupil-mail',
      is: ['approved-accounts', 'official-only'],
      then: { what: 'tells' },
      says: 'The school’s policy has pupils write only from accounts that the school gave or approved.',
    },
  ],
  files: true,
  keep: { years: 3, from: 'closed', signedBy: 'dpo', source: 'our choice: three years after the end' },
  controls: [
    {
      code: 'register-outside-accounts',
      kind: 'register',
      title: 'Pupil accounts on outside platforms',
      makesTrue:
        'Each outside platform with accounts of pupils is listed with who looks after it, and none is past the day of its review.',
      shows: { kind: 'nothing-overdue', field: 'review-by' },
    },
  ],
};

export const access: readonly RegisterShape[] = [remoteAccess, mailboxDelegations, adminSecrets, outsideAccounts];
