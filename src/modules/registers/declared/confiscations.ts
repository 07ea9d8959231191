import type { RegisterShape } from '../shape.ts';
import { choice, date, line, person, pupil, time, words, yesNo } from './field-makers.ts';

/** What was taken away from pupils, and searches (policies.md 1.14). */

const confiscations: RegisterShape = {
  code: 'confiscations',
  title: 'Confiscations and searches',
  one: 'a confiscation',
  purpose:
    'Devices taken from pupils and any search of them: on which grounds, by whom, before whom, what was found, and whom it went back to.',
  area: 'mobile-devices',
  warning:
    'Never look at, copy, print or share pictures that may be indecent, and never ask a child to: it is against the law, for staff too. Leave the device as it is and go to the safeguarding lead at once. A phone is searched only when the headteacher says so, and never alone.',
  fields: [
    line('item', 'What was taken', { clause: 's3-240' }),
    date('taken-on', 'Taken on', { clause: 's3-240' }),
    time('taken-at', 'Taken at', { optional: true }),
    pupil('pupil', 'Pupil', { sealed: true, clause: 's3-240' }),
    choice('ground', 'Why it was taken', {
      'not-permitted': 'The pupil had no permission to bring it',
      'improper-use': 'Improper use is believed to have happened',
      other: 'Something else',
    }),
    words('grounds', 'Grounds', {
      sealed: true,
      hint: 'What was seen or said that made it reasonable to take or search it.',
      clause: 's2-055',
    }),
    person('taken-by', 'Taken by', { clause: 's2-055' }),
    choice(
      'searched',
      'Was it searched?',
      { no: 'No', 'for-head': 'Yes, with the headteacher’s authority' },
      {
        hint: 'Who searches stops at once where a picture may be indecent.',
        clause: 's2-055',
      },
    ),
    person('searched-by', 'Searched by', { optional: true, clause: 's2-055' }),
    person('witness', 'Witness', { optional: true, hint: 'A search has a second adult.' }),
    words('findings', 'Findings', {
      optional: true,
      sealed: true,
      hint: 'In words, never by a picture. What concerns safety is an incident: report it too.',
    }),
    yesNo('parents-told', 'Have the parents been told?'),
  ],
  named: ['item'],
  about: 'taken-on',
  add: ['staff'],
  read: ['dsl', 'deputy-dsl', 'deputy-head'],
  closing: {
    open: 'With us',
    closed: 'Given back',
    act: 'Record what became of it',
    fields: [
      date('returned-on', 'Day', { clause: 's3-240' }),
      choice('outcome', 'What became of it', {
        family: 'Given back to the family',
        pupil: 'Given back to the pupil',
        police: 'Handed to the police',
      }),
      line('returned-to', 'Whom it was given to', { sealed: true, clause: 's3-240' }),
    ],
  },
  files: false,
  keep: {
    years: 6,
    from: { field: 'taken-on' },
    signedBy: 'head',
    source:
      'our choice: six years, in which a claim may be brought (Limitation Act 1980); what became an incident is kept there',
  },
  controls: [
    {
      code: 'register-confiscations',
      kind: 'register',
      title: 'Confiscations and searches',
      makesTrue:
        'Each confiscation is written down with its grounds and who took it, and within two weeks with whom it was given back to.',
      shows: { kind: 'complete', openDays: 14 },
    },
  ],
};

export const confiscationsAndSearches: readonly RegisterShape[] = [confiscations];
