import type { RegisterShape } from '../shape.ts';
import { choice, date, line, number, person, words, yesNo } from './field-makers.ts';

/** The network and what keeps it safe (policies.md 1.21): visits of engineers, backups, device health, measures. */

const contractorVisits: RegisterShape = {
  code: 'contractor-visits',
  title: 'Contractor visits',
  one: 'a visit',
  purpose:
    'Each visit of the IT contractor: who came, what was done, whether security was looked over, and what is still to do.',
  area: 'infrastructure',
  fields: [
    date('day', 'Day', { clause: 's3-167' }),
    line('firm', 'Firm', { clause: 's3-040' }),
    line('engineer', 'Engineer', { hint: 'Name as on their badge.', clause: 's3-167' }),
    words('tasks', 'What was done', { clause: 's3-167' }),
    yesNo('security', 'Was the safety of the network reviewed?', { clause: 's3-153' }),
    words('security-found', 'What the review found', { optional: true, sealed: true }),
    words('outstanding', 'What is still to do', { optional: true }),
    person('received-by', 'Who received them'),
  ],
  named: ['day', 'firm'],
  about: 'day',
  add: ['technician', 'office', 'computing-lead'],
  read: ['technician', 'office', 'computing-lead', 'lead', 'bursar', 'filtering-senior-leader', 'governor'],
  files: true,
  keep: {
    years: 3,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: three years, for questions about the contract',
  },
  controls: [
    {
      code: 'register-contractor-visits',
      kind: 'register',
      title: 'Contractor visits',
      makesTrue:
        'A visit of the IT contractor was written down in the last three weeks: the fortnight, and a week for half term.',
      shows: { kind: 'kept-up', days: 21 },
    },
  ],
};

const backupChecks: RegisterShape = {
  code: 'backup-checks',
  title: 'Backup checks',
  one: 'a backup check',
  purpose: 'That backups of the school’s servers and services were made, and that files could be got back out of them.',
  area: 'infrastructure',
  fields: [
    date('day', 'Day'),
    line('what', 'What is backed up', { hint: '“Admin server”, “staff drive”.', clause: 's3-126' }),
    choice('by', 'Who makes it', { ours: 'The school', provider: 'A provider' }, { clause: 's3-126' }),
    choice('result', 'What was found', { good: 'It was made', late: 'It is late', failed: 'It failed' }),
    date('newest', 'Day of the newest backup'),
    choice('restored', 'Were files got back as a test?', {
      yes: 'Yes, and they were whole',
      no: 'Not this time',
      failed: 'It did not work',
    }),
    choice('apart', 'Is a copy kept where nobody on the network can alter it?', { yes: 'Yes', no: 'No' }),
    person('checked-by', 'Checked by'),
    words('done', 'What was done about it', { optional: true }),
  ],
  named: ['what', 'day'],
  about: 'day',
  add: ['technician', 'office', 'computing-lead'],
  read: ['technician', 'office', 'computing-lead', 'lead', 'bursar', 'filtering-senior-leader', 'governor'],
  rules: [
    {
      setting: 'third-party-backup',
      is: ['not-used'],
      then: { what: 'must', field: 'by', be: 'ours' },
      says: 'The school’s policy says that no other company keeps backups of the school’s data.',
    },
  ],
  files: true,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-backup-checks',
      kind: 'security',
      title: 'Checks of the school’s backups',
      makesTrue: 'In the last 40 days somebody checked the backups of the school and found one that was made.',
      shows: { kind: 'has', field: 'result', is: 'good', days: 40 },
    },
  ],
};

const deviceHealth: RegisterShape = {
  code: 'device-health',
  title: 'Device health',
  one: 'a check of devices',
  purpose:
    'Checks that computers and tablets have anti-virus, updates, locks and encryption: how many were looked at, and how many were not right.',
  area: 'infrastructure',
  fields: [
    date('day', 'Day'),
    line('which', 'Which devices', { hint: '“All laptops of staff”.' }),
    number('looked-at', 'How many were looked at', { from: 1, to: 5000 }),
    line('anti-virus', 'Anti-virus product', { clause: 's1-018' }),
    number(
      'anti-virus-old',
      'Without up-to-date anti-virus',
      { from: 0, to: 5000 },
      { sealed: true, clause: 's3-168' },
    ),
    number('unpatched', 'Without the newest updates', { from: 0, to: 5000 }, { sealed: true, clause: 's3-155' }),
    number('unlocked', 'That do not lock themselves', { from: 0, to: 5000 }, { sealed: true, clause: 's1-082' }),
    number(
      'unencrypted',
      'That leave school and are not encrypted',
      { from: 0, to: 5000 },
      { sealed: true, clause: 's1-060' },
    ),
    choice('result', 'In short', {
      good: 'All in order',
      mended: 'Not in order, and mended',
      open: 'Not in order yet',
    }),
    words('done', 'What was done', { optional: true, sealed: true }),
    person('checked-by', 'Checked by'),
  ],
  named: ['which', 'day'],
  about: 'day',
  add: ['technician', 'computing-lead'],
  read: ['technician', 'computing-lead', 'lead', 'filtering-senior-leader', 'governor'],
  files: true,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-device-health',
      kind: 'security',
      title: 'Anti-virus, updates, locks and encryption of devices',
      makesTrue: 'Somebody checked anti-virus, updates, locks and encryption of devices in the last 40 days.',
      shows: { kind: 'kept-up', days: 40 },
    },
  ],
};

const securityMeasures: RegisterShape = {
  code: 'security-measures',
  title: 'Security measures',
  one: 'a measure',
  purpose:
    'What protects the network and the rooms it stands in: firewalls, Wi-Fi security, locked cupboards, and when each was last checked.',
  area: 'infrastructure',
  always: true,
  fields: [
    choice(
      'sort',
      'Kind',
      {
        firewall: 'Firewall',
        intrusion: 'Detection and prevention of intrusion',
        'load-balancing': 'Load balancing',
        caching: 'Caching',
        traffic: 'Traffic analysis',
        'anti-virus': 'Anti-virus at the gateway',
        'wi-fi': 'Wi-Fi security',
        'separate-networks': 'Networks kept apart',
        'locked-rooms': 'Servers, wireless gear and cabling locked away',
        sign: 'Signs and notices',
        other: 'Something else',
      },
      { clause: 's4-013' },
    ),
    line('measure', 'Measure', { sealed: true, clause: 's3-149' }),
    words('details', 'How it is set up', { sealed: true, optional: true }),
    choice('works', 'Does it work?', { yes: 'Yes', partly: 'In part', no: 'No' }),
    date('checked-on', 'Last checked on'),
    person('checked-by', 'Checked by'),
    date('check-by', 'To be checked again by'),
  ],
  named: ['sort', 'checked-on'],
  about: 'checked-on',
  due: { field: 'check-by', says: 'not checked in time' },
  add: ['technician', 'computing-lead'],
  read: ['technician', 'computing-lead', 'lead', 'filtering-senior-leader'],
  closing: {
    open: 'In place',
    closed: 'Replaced',
    act: 'Record that it was replaced',
    fields: [date('ended', 'Replaced on')],
  },
  files: false,
  keep: { years: 3, from: 'closed', signedBy: 'head', source: 'our choice: three years after it was replaced' },
  controls: [
    {
      code: 'register-security-measures',
      kind: 'security',
      title: 'Network and physical security measures',
      makesTrue: 'Each measure that protects the network is listed, and none is past the day of its next check.',
      shows: { kind: 'nothing-overdue', field: 'check-by' },
    },
    {
      code: 'network-shield',
      kind: 'security',
      title: 'The network’s shield has all its layers',
      makesTrue:
        'Firewall, detection and prevention of intrusion, load balancing, caching, traffic analysis and anti-virus at the gateway are each on record and were checked in the last 400 days.',
      shows: {
        kind: 'has',
        field: 'sort',
        is: ['firewall', 'intrusion', 'load-balancing', 'caching', 'traffic', 'anti-virus'],
        days: 400,
      },
    },
  ],
};

export const security: readonly RegisterShape[] = [contractorVisits, backupChecks, deviceHealth, securityMeasures];
