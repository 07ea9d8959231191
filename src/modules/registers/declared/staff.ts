import type { RegisterShape } from '../shape.ts';
import { choice, date, line, person, words, yesNo } from './field-makers.ts';

/** People who work and help here (policies.md 1.1, 1.12): checks before they start, and what they declare. */

const recruitmentChecks: RegisterShape = {
  code: 'recruitment-checks',
  title: 'Recruitment and starter checks',
  one: 'a starter check',
  purpose:
    'That checks before somebody works or helps here covered how they see online safety. The single central record is kept elsewhere.',
  area: 'policy-governance',
  fields: [
    line('name', 'Name', { sealed: true, clause: 's0-027' }),
    choice(
      'as',
      'Comes as',
      { staff: 'Staff', supply: 'Supply', volunteer: 'Volunteer', governor: 'Governor', contractor: 'Contractor' },
      { clause: 's0-027' },
    ),
    line('post', 'Post'),
    yesNo('asked', 'Was their attitude to online safety asked about?', { clause: 's0-027' }),
    yesNo('online-search', 'Was an online search done, and were they told before?', {
      hint: 'KCSIE, part three: for those on the shortlist.',
    }),
    yesNo('central-record', 'Is the single central record complete?'),
    choice('outcome', 'Outcome', { starts: 'Starts', 'does-not': 'Does not start', open: 'Not decided yet' }),
    words('notes', 'Notes', { optional: true, sealed: true }),
    person('checked-by', 'Checked by'),
    date('day', 'Day'),
  ],
  named: ['post', 'as'],
  about: 'day',
  add: ['office', 'head', 'deputy-head', 'bursar'],
  read: ['office', 'deputy-head'],
  files: false,
  keep: {
    years: 6,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: six years; for those who do not start, six months is enough and the head signs sooner',
  },
  controls: [
    {
      code: 'register-recruitment-checks',
      kind: 'workflow',
      title: 'Recruitment and starter checks',
      makesTrue: 'Each starter check in the register asked about online safety.',
      shows: { kind: 'each', field: 'asked', is: 'yes' },
    },
  ],
};

const staffDeclarations: RegisterShape = {
  code: 'staff-declarations',
  title: 'Staff declarations',
  one: 'a declaration',
  purpose:
    'What members of staff declare each year: contacts with families outside school, relationships, and that their privacy settings are looked at.',
  area: 'social-media',
  fields: [
    person('who', 'Who declares', { clause: 's4-063' }),
    yesNo('privacy', 'Have you looked at the privacy settings of your accounts?', { clause: 's4-063' }),
    yesNo('no-pupils', 'Are no pupils, and no former pupils below the age in the policy, among your contacts?', {
      clause: 's4-057',
    }),
    yesNo('guidance', 'Have you read the national guidance on safer working practice?', { clause: 's4-064' }),
    yesNo('contacts', 'Do you know families of the school privately?', { clause: 's4-058' }),
    words('details', 'Which contacts or relationships', {
      optional: true,
      sealed: true,
      hint: 'Such as a relative, a neighbour, a club.',
    }),
    date('day', 'Day'),
  ],
  named: ['who'],
  about: 'day',
  add: ['staff'],
  read: ['deputy-head', 'dsl'],
  files: false,
  keep: { years: 3, from: { field: 'day' }, signedBy: 'head', source: 'our choice: three years' },
  controls: [
    {
      code: 'register-staff-declarations',
      kind: 'agreement',
      title: 'Staff declarations (contacts, relationships, privacy settings)',
      makesTrue:
        'Everybody who works here made a declaration in the last year that their privacy settings were looked at.',
      shows: { kind: 'covers', who: 'staff', field: 'who', days: 366, where: { field: 'privacy', is: 'yes' } },
    },
  ],
};

export const staff: readonly RegisterShape[] = [recruitmentChecks, staffDeclarations];
