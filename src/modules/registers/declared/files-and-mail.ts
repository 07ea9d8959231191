import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, time, words, yesNo } from './field-makers.ts';

/** Files on the network and messages that came (policies.md 1.6, 1.9). */

const networkFileChecks: RegisterShape = {
  code: 'network-file-checks',
  title: 'Checks of files on the network',
  one: 'a check of files',
  purpose:
    'That the files on the school’s network were looked through for what does not belong there, and what was done.',
  area: 'monitoring',
  fields: [
    date('day', 'Day'),
    line('where', 'Which folders', { clause: 's0-041' }),
    choice('found', 'What was found', {
      nothing: 'Nothing wrong',
      tidied: 'Something that was tidied away',
      concern: 'Something that was reported',
    }),
    words('what', 'What', {
      optional: true,
      sealed: true,
      hint: 'A concern about a child is an incident: report it, and write only “reported” here.',
    }),
    yesNo('programs', 'Were programs found in pupils’ folders?', { clause: 's0-133' }),
    person('checked-by', 'Checked by'),
  ],
  named: ['where', 'day'],
  about: 'day',
  add: ['lead', 'computing-lead', 'technician'],
  read: ['lead', 'computing-lead', 'dsl', 'deputy-dsl'],
  files: false,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-network-file-checks',
      kind: 'monitoring-rule',
      title: 'Checks of files on the network',
      makesTrue: 'Files on the network were looked through in the last hundred days: once a term.',
      shows: { kind: 'kept-up', days: 100 },
    },
  ],
};

const suspiciousMail: RegisterShape = {
  code: 'suspicious-mail',
  title: 'Suspicious and offensive messages',
  one: 'a message',
  purpose: 'Messages that look like a fraud, carry something harmful, or offend: who got them, and what was done.',
  area: 'messaging',
  fields: [
    choice(
      'sort',
      'Kind',
      {
        fraud: 'It asks for money, a password or a click',
        attachment: 'An attachment or link from somebody unknown',
        offensive: 'It offends, threatens or bullies',
        chain: 'A chain letter',
        spam: 'Unwanted advertising',
        other: 'Something else',
      },
      { clause: 's0-077' },
    ),
    date('day', 'Day it came', { clause: 's0-077' }),
    time('at', 'At', { optional: true }),
    line('sender', 'Sender as shown', { optional: true, sealed: true }),
    words('details', 'What it said', {
      sealed: true,
      hint: 'In your own words. Do not answer it and do not pass it on.',
    }),
    choices(
      'acted',
      'What the person did',
      {
        nothing: 'Nothing: left it alone',
        opened: 'Opened it',
        clicked: 'Followed a link or opened an attachment',
        replied: 'Answered it',
        password: 'Entered a password',
      },
      { clause: 's4-039' },
    ),
    choices(
      'told',
      'Who was told',
      {
        lead: 'Online-safety lead',
        head: 'Headteacher',
        dsl: 'Safeguarding lead',
        it: 'IT support',
        provider: 'The mail provider',
      },
      { clause: 's1-050' },
    ),
  ],
  named: ['sort', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'computing-lead', 'technician', 'dsl', 'deputy-dsl'],
  closing: {
    open: 'Reported',
    closed: 'Dealt with',
    act: 'Record what was done',
    fields: [date('done-on', 'Dealt with on'), words('done', 'What was done', { sealed: true })],
  },
  files: false,
  keep: {
    years: 1,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: one year; what became an incident is kept there',
  },
  controls: [
    {
      code: 'register-suspicious-mail',
      kind: 'register',
      title: 'Suspicious and offensive messages',
      makesTrue: 'Each suspicious message is written down with who was told, and dealt with within two weeks.',
      shows: { kind: 'complete', openDays: 14 },
    },
  ],
};

export const filesAndMail: readonly RegisterShape[] = [networkFileChecks, suspiciousMail];
