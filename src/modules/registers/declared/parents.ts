import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, number, person, words, yesNo } from './field-makers.ts';

/** Parents and others outside (policies.md 1.17): sessions, letters and discussion. */

const parentSessions: RegisterShape = {
  code: 'parent-sessions',
  title: 'Sessions for parents',
  one: 'a session',
  purpose:
    'Meetings and workshops that help parents to keep children safe online: what about, who gave them, and how many came.',
  area: 'parents',
  fields: [
    line('title', 'Title'),
    date('day', 'Day'),
    choice(
      'where',
      'Where',
      { school: 'In school', neighbour: 'With a neighbouring school', online: 'Online' },
      { clause: 's1-113' },
    ),
    words('about', 'What it was about', { clause: 's4-020' }),
    line('deliverer', 'Who gave it'),
    number('came', 'How many came', { from: 0, to: 2000 }),
    words('said', 'What parents said', { optional: true, hint: 'No names.' }),
  ],
  named: ['title'],
  about: 'day',
  add: ['lead', 'dsl', 'deputy-dsl', 'office', 'head', 'deputy-head', 'computing-lead'],
  read: ['staff', 'governor', 'chair', 'vice-chair'],
  files: true,
  keep: { years: 3, from: { field: 'day' }, signedBy: 'head', source: 'our choice: three years' },
  controls: [
    {
      code: 'register-parent-sessions',
      kind: 'communication',
      title: 'Sessions for parents',
      makesTrue: 'A session for parents about safety online was held in the last 400 days.',
      shows: { kind: 'kept-up', days: 400 },
    },
  ],
};

const bulletins: RegisterShape = {
  code: 'bulletins',
  title: 'Bulletins and letters',
  one: 'a bulletin',
  purpose:
    'Newsletters, letters and pages about online safety that went to parents, by which way, and who read them over first.',
  area: 'parents',
  fields: [
    line('title', 'Title'),
    date('day', 'Day'),
    choices(
      'way',
      'By which way',
      {
        newsletter: 'Newsletter',
        letter: 'Letter',
        website: 'School website',
        prospectus: 'Prospectus',
        message: 'Message or e-mail',
        talk: 'Talk or meeting',
        campaign: 'Material of a campaign',
      },
      { clause: 's4-066' },
    ),
    choices('about', 'What about', {
      home: 'Safe use at home',
      'social-media': 'Social networks and age limits',
      pictures: 'Taking and sharing pictures',
      policy: 'The school’s policy',
      help: 'Where to get help',
      concern: 'Something in the news',
      complaints: 'How to complain',
      filters: 'That filters can fail',
    }),
    yesNo('tone', 'Was it read over so that it does not alarm needlessly?', { clause: 's0-149' }),
    person('sent-by', 'Sent by'),
  ],
  named: ['title'],
  about: 'day',
  add: ['office', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'computing-lead'],
  read: ['staff', 'governor', 'chair', 'vice-chair'],
  files: true,
  keep: { years: 3, from: { field: 'day' }, signedBy: 'head', source: 'our choice: three years' },
  controls: [
    {
      code: 'register-bulletins',
      kind: 'communication',
      title: 'Bulletins and letters to parents',
      makesTrue: 'Something about online safety went to parents in the last hundred days: each term.',
      shows: { kind: 'kept-up', days: 100 },
    },
  ],
};

const consultations: RegisterShape = {
  code: 'consultations',
  title: 'Discussion with others',
  one: 'a discussion',
  purpose:
    'What staff, pupils, parents and partners were asked about online safety, what they said, and what changed because of it.',
  area: 'policy-governance',
  fields: [
    date('day', 'Day'),
    choices(
      'with',
      'With whom',
      {
        staff: 'Staff',
        pupils: 'Pupils',
        parents: 'Parents',
        governors: 'Governors',
        council: 'The council or trust',
        provider: 'The provider',
        schools: 'Other schools',
      },
      { clause: 's3-001' },
    ),
    line('about', 'What about'),
    choice('way', 'How', {
      meeting: 'Meeting',
      survey: 'Survey',
      council: 'School council',
      talk: 'Informal talk',
      letter: 'Letter',
    }),
    words('said', 'What was said', { hint: 'No names of pupils.' }),
    words('changed', 'What changed because of it', { optional: true }),
    person('led-by', 'Led by'),
  ],
  named: ['about'],
  about: 'day',
  add: ['lead', 'dsl', 'head', 'deputy-head', 'computing-lead', 'office'],
  read: ['staff', 'governor', 'chair', 'vice-chair', 'clerk'],
  files: true,
  keep: {
    years: 3,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: three years, one round of the policy and the next',
  },
  controls: [
    {
      code: 'register-consultations',
      kind: 'communication',
      title: 'Discussion with staff, pupils, parents and partners',
      makesTrue: 'In the last 400 days staff, pupils and parents were each asked about online safety.',
      shows: { kind: 'has', field: 'with', is: ['staff', 'pupils', 'parents'], days: 400 },
    },
  ],
};

export const parents: readonly RegisterShape[] = [parentSessions, bulletins, consultations];
