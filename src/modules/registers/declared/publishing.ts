import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, number, person, words, yesNo } from './field-makers.ts';

/** Publishing (policies.md 1.10, 1.12): what goes out is agreed to first, the website is looked over, social media has an aim, and signs hang where they should. */

const publicationApprovals: RegisterShape = {
  code: 'publication-approvals',
  title: 'Approvals before publication',
  one: 'a publication',
  purpose:
    'What is to appear on the website, on social media or in print: who looked it over for names, pictures and rights, and who agreed.',
  area: 'publishing',
  fields: [
    line('title', 'What', { clause: 's2-033' }),
    choices(
      'where',
      'Where',
      {
        website: 'School website',
        'social-media': 'Social media',
        newsletter: 'Newsletter or print',
        press: 'Press',
        blog: 'Blog or class page',
      },
      { clause: 's0-079' },
    ),
    date('publish-on', 'To appear on'),
    choice(
      'pupils',
      'Pupils in it',
      { none: 'None', group: 'A group, nobody recognisable', recognisable: 'Pupils can be recognised' },
      { clause: 's0-086' },
    ),
    yesNo('consents', 'Were consents and exceptions looked up, or is nobody pictured?', { clause: 's0-080' }),
    choice(
      'names',
      'Names of pupils',
      { none: 'None', first: 'First names', full: 'Full names' },
      { clause: 's0-087' },
    ),
    yesNo('no-details', 'Is it free of home addresses, private numbers and e-mail?', { clause: 's0-082' }),
    yesNo('rights', 'Does the school have the right to use everything in it?', { clause: 's3-195' }),
    choice('captions', 'Do names stand beside pictures?', { no: 'No', yes: 'Yes' }, { clause: 's3-264' }),
  ],
  named: ['title'],
  about: 'publish-on',
  add: ['staff'],
  read: ['lead', 'computing-lead', 'dsl', 'deputy-dsl', 'deputy-head', 'office', 'bursar'],
  approval: { by: { setting: 'publishing-approvers' }, question: 'May this be published?' },
  rules: [
    {
      setting: 'caption-names',
      is: ['none'],
      then: { what: 'must', field: 'captions', be: 'no' },
      says: 'The school’s policy lets no name stand beside a picture.',
    },
    {
      setting: 'caption-names',
      is: ['first-name-at-most', 'no-full-names'],
      then: { what: 'tells' },
      says: 'The school’s policy lets no full name stand beside a picture.',
    },
  ],
  files: true,
  keep: { years: 2, from: { field: 'publish-on' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-publication-approvals',
      kind: 'approval',
      title: 'Approvals before publication',
      makesTrue:
        'Each publication in the register was agreed to, on or before its day, by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const websiteChecks: RegisterShape = {
  code: 'website-checks',
  title: 'Website checks',
  one: 'a check',
  purpose: 'That the school website has what it must have, nothing that it must not, and links that work.',
  area: 'publishing',
  fields: [
    date('day', 'Day'),
    choices(
      'has',
      'What is there',
      {
        'complaints-route': 'How to raise a safeguarding concern',
        complaints: 'The complaints procedure',
        policy: 'The online-safety policy',
        area: 'An area about online safety',
        report: 'The CEOP report button',
        links: 'Links to safety sites',
        advice: 'Advice on safe use at home',
        contact: 'One general address, e-mail and number',
      },
      { clause: 's3-194' },
    ),
    yesNo('no-details', 'Is it free of full names of pupils, home details and private e-mail?', { clause: 's2-031' }),
    yesNo('read-only', 'Are sensitive documents in a read-only form, such as PDF?', { clause: 's3-196' }),
    number('links', 'Links looked at', { from: 0, to: 10_000 }),
    number('broken', 'Links that do not work or lead elsewhere now', { from: 0, to: 10_000 }),
    words('done', 'What was put right', { optional: true }),
    choice('result', 'In short', {
      good: 'All is as it should be',
      mended: 'Put right',
      open: 'Something is left to do',
    }),
    person('by', 'Checked by'),
  ],
  named: ['day'],
  about: 'day',
  add: ['office', 'lead', 'computing-lead', 'head', 'deputy-head'],
  read: ['office', 'lead', 'computing-lead', 'dsl', 'deputy-head', 'governor', 'chair', 'clerk'],
  files: false,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-website-checks',
      kind: 'report',
      title: 'Checks of the school website',
      makesTrue: 'The school website was looked over in the last hundred days: each term.',
      shows: { kind: 'kept-up', days: 100 },
    },
  ],
};

const socialMediaUses: RegisterShape = {
  code: 'social-media-uses',
  title: 'Approved uses of social media',
  one: 'a use',
  purpose:
    'When a social network may be used in school or for school: which, for what aim, by whom, until when, and who agreed.',
  area: 'social-media',
  fields: [
    line('network', 'Network or site', { clause: 's2-029' }),
    address('address', 'Address', { optional: true }),
    choice('sort', 'Kind', { lesson: 'In a lesson', school: 'For the school’s own account' }),
    words('aim', 'Aim', { hint: 'What pupils or parents get out of it.', clause: 's4-054' }),
    person('teacher', 'Who directs it', { clause: 's4-054' }),
    yesNo('assessed', 'Was its risk assessed?', { clause: 's4-055' }),
    date('from', 'From'),
    date('until', 'Until'),
  ],
  named: ['network', 'teacher'],
  about: 'from',
  due: { field: 'until', says: 'the time of the use has passed' },
  add: ['staff'],
  read: ['lead', 'computing-lead', 'dsl', 'deputy-dsl', 'technician', 'deputy-head'],
  closing: { open: 'Allowed', closed: 'Ended', act: 'End the use', fields: [date('ended', 'Ended on')] },
  approval: { by: { setting: 'social-media-use-approvers' }, question: 'May this network be used for this aim?' },
  rules: [
    {
      setting: 'social-media-stance',
      is: ['blocked'],
      then: { what: 'closed' },
      says: 'The school’s policy closes social media for pupils, and makes no exceptions.',
    },
    {
      setting: 'social-media-stance',
      is: ['teacher-directed'],
      then: { what: 'must', field: 'assessed', be: 'yes' },
      says: 'The school’s policy asks for a teacher, a clear aim and a risk assessment first.',
    },
  ],
  files: true,
  keep: { years: 2, from: 'closed', signedBy: 'head', source: 'our choice: two years after the end' },
  controls: [
    {
      code: 'register-social-media-uses',
      kind: 'approval',
      title: 'Approved uses of social media',
      makesTrue:
        'Each use of social media in the register was agreed to, on or before its first day, by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const notices: RegisterShape = {
  code: 'notices',
  title: 'Posters, rules and signs',
  one: 'a notice',
  purpose: 'Where rules, posters, signs and notices hang, for whom they are, and that they were seen there.',
  area: 'agreements',
  always: true,
  fields: [
    choice(
      'sort',
      'Kind',
      {
        rules: 'Rules for pupils',
        poster: 'Poster about safety',
        help: 'Where to get help',
        monitored: 'That use is monitored',
        cctv: 'CCTV sign',
        phones: 'Rules about phones and cameras',
        flowchart: 'What to do in an incident',
        other: 'Something else',
      },
      { clause: 's0-121' },
    ),
    choice(
      'for',
      'For whom',
      {
        eyfs: 'Early years',
        ks1: 'Key Stage 1',
        ks2: 'Key Stage 2',
        staff: 'Staff',
        visitors: 'Visitors',
        everybody: 'Everybody',
      },
      { clause: 's3-269' },
    ),
    line('place', 'Where it hangs', { clause: 's3-082' }),
    date('seen-on', 'Last seen there on'),
    person('seen-by', 'Seen by'),
    date('check-by', 'To be looked at again by'),
  ],
  named: ['place', 'sort'],
  about: 'seen-on',
  due: { field: 'check-by', says: 'not looked at in time' },
  add: ['office', 'lead', 'computing-lead', 'technician', 'deputy-head'],
  read: ['staff', 'governor'],
  closing: {
    open: 'Hangs',
    closed: 'Taken down',
    act: 'Record that it was taken down',
    fields: [date('down', 'Taken down on')],
  },
  files: true,
  keep: { years: 1, from: 'closed', signedBy: 'head', source: 'our choice: one year after it was taken down' },
  controls: [
    {
      code: 'register-notices',
      kind: 'notice',
      title: 'Posters, rules, signs and notices displayed',
      makesTrue: 'Posters, rules and signs are listed with where they hang, and none is past the day of its next look.',
      shows: { kind: 'nothing-overdue', field: 'check-by' },
    },
  ],
};

export const publishing: readonly RegisterShape[] = [publicationApprovals, websiteChecks, socialMediaUses, notices];
