import type { RegisterShape } from '../shape.ts';
import { choice, date, line, person, words, yesNo } from './field-makers.ts';

/** Equipment that moves (policies.md 1.7, 1.14, 1.19): lent out, disposed of, carried about, or brought from home. The inventory is in `assets.ts`. */

const loans: RegisterShape = {
  code: 'loans',
  title: 'Loans of equipment',
  one: 'a loan',
  purpose: 'Who has taken a laptop, tablet, camera or trip phone of the school, from when, and when it comes back.',
  area: 'assets',
  fields: [
    line('item', 'Item', { hint: 'As it stands in the hardware inventory.', clause: 's1-096' }),
    line('serial-number', 'Serial or asset number', { optional: true }),
    choice(
      'why',
      'What it is for',
      {
        work: 'Work away from school',
        trip: 'A trip or visit',
        pupil: 'A pupil’s learning at home',
        other: 'Something else',
      },
      { clause: 's0-092' },
    ),
    person('holder', 'Who has it', { hint: 'The member of staff who answers for it, for a pupil’s loan too.' }),
    date('out', 'Taken on'),
    date('back-by', 'To be back by', { hint: 'For a long loan: the day it is looked at again.' }),
    yesNo('terms', 'Has the holder been told that only they may use it?', { clause: 's1-098' }),
  ],
  named: ['item', 'holder'],
  about: 'out',
  due: { field: 'back-by', says: 'not returned in time' },
  add: ['office', 'technician', 'computing-lead'],
  read: ['office', 'technician', 'computing-lead', 'lead', 'bursar'],
  closing: {
    open: 'Out',
    closed: 'Returned',
    act: 'Record the return',
    fields: [
      date('returned', 'Returned on'),
      choice('state', 'State', { good: 'As it went', damaged: 'Damaged', lost: 'Lost or stolen' }),
      yesNo('cleared', 'Have pictures and files of pupils been taken off it?'),
    ],
  },
  rules: [
    {
      setting: 'trip-phone',
      is: ['school-phone'],
      then: { what: 'tells' },
      says: 'A trip takes a phone of the school: lend one before each trip.',
    },
  ],
  files: true,
  keep: { years: 2, from: 'closed', signedBy: 'head', source: 'our choice: two audits of the equipment' },
  controls: [
    {
      code: 'register-loans',
      kind: 'register',
      title: 'Loans of equipment',
      makesTrue: 'Each loan of equipment is written down with who has it, what for and when it comes back.',
      shows: { kind: 'complete' },
    },
    {
      code: 'loans-returned',
      kind: 'register',
      title: 'Nothing on loan is overdue',
      makesTrue: 'No loan is open past the day on which the equipment was to be back.',
      shows: { kind: 'nothing-overdue', field: 'back-by' },
    },
  ],
};

const disposals: RegisterShape = {
  code: 'disposals',
  title: 'Disposals',
  one: 'a disposal',
  purpose:
    'Old equipment that left the school: who took it, and their receipt that they answer for destroying the data.',
  area: 'assets',
  fields: [
    line('item', 'Item', { clause: 's2-062' }),
    line('serial-number', 'Serial number'),
    line('agency', 'Disposal agency', { hint: 'Authorised for electrical waste and for data.', clause: 's2-062' }),
    yesNo('authorised', 'Is the agency authorised?', {
      hint: 'Registered with the Environment Agency as a waste carrier.',
    }),
    yesNo('held-data', 'Did it hold personal information?'),
    date('gone-on', 'Collected on'),
    person('handed-over-by', 'Handed over by'),
    yesNo('receipt', 'Is there a written receipt?', { hint: 'Add it as a file.', clause: 's2-063' }),
    yesNo('accepts-destruction', 'Does the receipt say that the agency answers for destroying the data?', {
      clause: 's2-063',
    }),
    line('certificate', 'Number of the certificate of destruction', { optional: true }),
  ],
  named: ['item', 'serial-number'],
  about: 'gone-on',
  add: ['office', 'technician', 'computing-lead', 'bursar'],
  read: ['office', 'technician', 'computing-lead', 'lead', 'bursar', 'dpo', 'governor'],
  files: true,
  keep: {
    years: 6,
    from: { field: 'gone-on' },
    signedBy: 'head',
    source: 'our choice: six years, as long as accounts are kept and a claim may be brought (Limitation Act 1980)',
  },
  controls: [
    {
      code: 'register-disposals',
      kind: 'register',
      title: 'Disposals with receipt and data destruction',
      makesTrue: 'Each disposal is written down with the agency that took the equipment, and whether it is authorised.',
      shows: { kind: 'each', field: 'authorised', is: 'yes' },
    },
    {
      code: 'disposals-receipted',
      kind: 'register',
      title: 'Every disposal has a receipt and acceptance of data destruction',
      makesTrue: 'Each disposal has a receipt in which the agency accepts that it answers for destroying the data.',
      shows: { kind: 'each', field: 'accepts-destruction', is: 'yes' },
    },
  ],
};

const removableMedia: RegisterShape = {
  code: 'removable-media',
  title: 'Removable media',
  one: 'a stick or drive',
  purpose:
    'Memory sticks and portable drives used for school work: who has each, and that it is encrypted, checked and wiped.',
  area: 'data-protection',
  fields: [
    line('item', 'Stick or drive', { hint: 'Make, size and the number on its label.' }),
    person('holder', 'Who has it'),
    words('used-for', 'What it is used for'),
    yesNo('encrypted', 'Is it encrypted?', { clause: 's4-032' }),
    yesNo('password', 'Does the device itself ask for a password?', { clause: 's4-033' }),
    date('checked-on', 'Last checked for viruses on', { optional: true, clause: 's4-034' }),
    date('check-by', 'To be checked again by', { optional: true, clause: 's3-163' }),
    date('wiped-on', 'Last wiped on', { optional: true, clause: 's4-035' }),
    date('issued-on', 'Given out on'),
  ],
  named: ['item', 'holder'],
  about: 'issued-on',
  due: { field: 'check-by', says: 'not checked for viruses in time' },
  add: ['technician', 'office', 'computing-lead'],
  read: ['technician', 'office', 'computing-lead', 'lead', 'dpo'],
  closing: {
    open: 'In use',
    closed: 'Handed in',
    act: 'Record that it was handed in',
    fields: [
      date('handed-in', 'Handed in on'),
      choice('ended', 'What became of it', {
        wiped: 'Wiped and kept',
        destroyed: 'Destroyed',
        lost: 'Lost or stolen: it is in the register of data breaches',
      }),
    ],
  },
  rules: [
    {
      setting: 'removable-media',
      is: ['banned'],
      then: { what: 'closed' },
      says: 'The school’s policy does not let memory sticks and portable drives be used, so none can be given out.',
    },
    {
      setting: 'removable-media',
      is: ['encrypted-only', 'encrypted-and-checked'],
      then: { what: 'must', field: 'encrypted', be: 'yes' },
      says: 'The school’s policy allows encrypted sticks and drives only.',
    },
    {
      setting: 'removable-media',
      is: ['encrypted-and-checked'],
      then: { what: 'needs', fields: ['checked-on', 'check-by'] },
      says: 'The school’s policy asks that each stick or drive is checked for viruses.',
    },
    {
      setting: 'removable-media',
      is: ['with-care'],
      then: { what: 'tells' },
      says: 'Sensitive information goes on an encrypted stick or drive only, whatever the policy allows.',
    },
  ],
  files: false,
  keep: { years: 2, from: 'closed', signedBy: 'head', source: 'our choice: two years after it was handed in' },
  controls: [
    {
      code: 'register-removable-media',
      kind: 'security',
      title: 'Removable media',
      makesTrue: 'Each stick and drive in the register is recorded as encrypted.',
      shows: { kind: 'each', field: 'encrypted', is: 'yes' },
    },
  ],
};

const personalDevices: RegisterShape = {
  code: 'personal-devices',
  title: 'Personal devices on the network',
  one: 'a personal device',
  purpose:
    'Phones, laptops and sticks of staff that may use the school’s network: who agreed, after which check, and until when.',
  area: 'mobile-devices',
  fields: [
    person('owner', 'Owner'),
    line('device', 'Device', { hint: 'Make and model.', clause: 's1-084' }),
    words('used-for', 'What it is used for'),
    yesNo('checked', 'Has it had a full virus check?', { clause: 's1-085' }),
    date('checked-on', 'Checked on', { clause: 's1-085' }),
    line('checked-with', 'What the check was made with', { hint: 'Product, and what it said.', clause: 's3-169' }),
    yesNo('locks', 'Does it lock itself and ask for a password?'),
    yesNo('guest-network', 'Is it kept to the network for guests?'),
    date('from', 'Allowed from'),
    date('until', 'Allowed until'),
  ],
  named: ['device', 'owner'],
  about: 'from',
  due: { field: 'until', says: 'allowed on the network no longer' },
  add: ['staff'],
  read: ['technician', 'computing-lead', 'lead', 'dpo'],
  approval: {
    by: { setting: 'personal-device-approvers' },
    question: 'May this device use the school’s network until the day given?',
  },
  closing: {
    open: 'Allowed',
    closed: 'Ended',
    act: 'Record that it is taken off',
    fields: [date('ended', 'Taken off the network on')],
  },
  files: true,
  keep: { years: 1, from: 'closed', signedBy: 'head', source: 'our choice: one year after it ended' },
  controls: [
    {
      code: 'register-personal-devices',
      kind: 'approval',
      title: 'Personal devices allowed on the network',
      makesTrue: 'Each personal device on the network was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const equipment: readonly RegisterShape[] = [loans, disposals, removableMedia, personalDevices];
