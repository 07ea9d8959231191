import type { RegisterShape } from '../shape.ts';
import { choice, date, line, person, words, yesNo } from './field-makers.ts';

/** What leaves the school (policies.md 1.19). */

const offSiteData: RegisterShape = {
  code: 'off-site-data',
  title: 'Data and media off site',
  one: 'a taking off site',
  purpose:
    'Personal information, pictures and papers that were taken out of school: what, why, how protected, and that they came back.',
  area: 'data-protection',
  fields: [
    line('what', 'What was taken', { hint: 'No names of pupils: “reading records of Oak class”.', clause: 's1-101' }),
    choice(
      'sort',
      'Kind',
      { data: 'Information on a device', pictures: 'Pictures or films', papers: 'Papers', sent: 'Sent electronically' },
      { clause: 's3-260' },
    ),
    person('who', 'Who took it'),
    words('reason', 'Why'),
    line('device', 'On which device or in what', { clause: 's3-120' }),
    yesNo('encrypted', 'Is it encrypted?', {
      hint: 'Papers cannot be: answer No, and carry them in a locked case.',
      clause: 's4-031',
    }),
    yesNo('ours', 'Is the device the school’s own?', { clause: 's3-261' }),
    person('permitted-by', 'Permitted by', { optional: true }),
    date('out', 'Taken on'),
    date('back-by', 'To be back by'),
  ],
  named: ['what', 'who'],
  about: 'out',
  due: { field: 'back-by', says: 'not brought back in time' },
  add: ['staff'],
  read: ['dpo', 'office', 'technician', 'lead'],
  closing: {
    open: 'Off site',
    closed: 'Back',
    act: 'Record that it is back',
    fields: [
      date('back', 'Back on'),
      choice(
        'state',
        'What became of it',
        { back: 'Brought back', wiped: 'Wiped after use', lost: 'Lost: it is in the register of data breaches' },
        { clause: 's4-035' },
      ),
    ],
  },
  rules: [
    {
      setting: 'off-site-data',
      is: ['not-taken'],
      then: { what: 'closed' },
      says: 'The school’s policy does not let personal information be taken off site.',
    },
    {
      setting: 'off-site-data',
      is: ['head-permits'],
      then: { what: 'needs', fields: ['permitted-by'] },
      says: 'The school’s policy asks that the headteacher permits it first.',
    },
    {
      setting: 'off-site-data',
      is: ['encrypted-only'],
      then: { what: 'must', field: 'encrypted', be: 'yes' },
      says: 'The school’s policy lets personal information leave the school only encrypted.',
    },
  ],
  files: false,
  keep: { years: 2, from: { field: 'out' }, signedBy: 'dpo', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-off-site-data',
      kind: 'security',
      title: 'Data and media taken off site',
      makesTrue: 'What was taken off site is written down, and nothing is out past the day it was to be back.',
      shows: { kind: 'nothing-overdue', field: 'back-by' },
    },
  ],
};

export const dataOffSite: readonly RegisterShape[] = [offSiteData];
