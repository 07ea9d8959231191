import { allOfThem, fewOfThem, numberOf, oneOf } from '../setting-kinds.ts';

/** What policies say differently about phones, devices, sticks and what leaves the school. */

export const deviceSettings = {
  'pupil-phones': oneOf(
    'pupil-phones',
    'Pupils’ phones',
    {
      never: 'Never in school',
      'head-permits': 'Only where the headteacher permits it',
      'handed-in': 'Handed in to staff for the day',
      'office-keeps': 'The office keeps them for the day',
      'teacher-keeps': 'Agreed with school and parents; the teacher keeps them for the day',
    },
    { fallback: 'head-permits' },
  ),
  'phone-permission-approvers': fewOfThem('phone-permission-approvers', 'Who may let a pupil bring a phone', ['head']),
  'staff-phones': oneOf('staff-phones', 'Staff’s own phones', {
    'staffroom-outside-lessons': 'In the staffroom, outside lessons',
    'off-near-pupils': 'Switched off near pupils',
    'not-with-pupils': 'Not while with pupils',
    'not-in-class': 'Not in class, watches included',
  }),
  'staff-phone-exception-approvers': fewOfThem(
    'staff-phone-exception-approvers',
    'Who may let a member of staff use their own phone',
    ['head'],
  ),
  'trip-phone': oneOf(
    'trip-phone',
    'Which phone is taken on trips',
    { 'school-phone': 'A phone of the school', 'own-phone-allowed': 'A member of staff’s own is allowed' },
    {
      advice: {
        values: ['own-phone-allowed'],
        says: 'A member of staff’s own phone holds pictures, numbers and messages that the school cannot see: record each use in the register of exceptions.',
      },
    },
  ),
  'personal-device-approvers': fewOfThem(
    'personal-device-approvers',
    'Who may allow a personal device on the network',
    ['head', 'technician'],
  ),
  'picture-exception-approvers': fewOfThem(
    'picture-exception-approvers',
    'Who may allow personal equipment for pictures',
    ['head'],
  ),
  'removable-media': oneOf(
    'removable-media',
    'Memory sticks and portable drives',
    {
      banned: 'Not used',
      'encrypted-and-checked': 'Encrypted, and checked for viruses each time',
      'encrypted-only': 'Encrypted ones only',
      'with-care': 'Allowed, with care',
    },
    { fallback: 'encrypted-only' },
  ),
  'off-site-data': oneOf(
    'off-site-data',
    'Personal information taken off site',
    {
      'not-taken': 'Not taken',
      'head-permits': 'Only where the headteacher permits it',
      'encrypted-only': 'Only encrypted',
      'with-care': 'Allowed, with care',
    },
    { fallback: 'encrypted-only' },
  ),
  'third-party-backup': oneOf(
    'third-party-backup',
    'Whether another company keeps backups of the school’s data',
    { 'not-used': 'No', used: 'Yes, under a contract' },
    {
      fallback: 'used',
      order: 'Data that no other company holds is the safer reading; the school makes backups of its own then.',
    },
  ),
  'software-install-approvers': fewOfThem(
    'software-install-approvers',
    'Who may allow or do an installation of hardware or software',
    ['technician', 'computing-lead'],
  ),
  'equipment-audit-years': numberOf(
    'equipment-audit-years',
    'Every how many years equipment and software are audited',
    { from: 1, to: 5, safer: 'lower' },
    1,
  ),
  'screen-lock-minutes': numberOf(
    'screen-lock-minutes',
    'After how many minutes a device locks its screen',
    { from: 1, to: 60, safer: 'lower' },
    10,
  ),
  'loss-told': allOfThem('loss-told', 'Who is told when equipment or information is lost', ['head', 'technician']),
};
