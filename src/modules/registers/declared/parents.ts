import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, number, person, words, yesNo } from './field-makers.ts';

/** Parents and others outside (policies.md 1.13, 1.17): sessions, letters, discussion, complaints, and what adults say online. */

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

const complaints: RegisterShape = {
  code: 'complaints',
  title: 'Complaints',
  one: 'a complaint',
  purpose: 'Complaints about the use of technology: who was told, which procedure each follows, and how it ended.',
  area: 'complaints',
  fields: [
    date('day', 'Came on'),
    choice(
      'sort',
      'What it is about',
      {
        misuse: 'Staff or pupils misused technology: the headteacher is told at once',
        cyberbullying: 'Cyberbullying: the anti-bullying policy',
        'child-protection': 'It touches on child protection: the safeguarding policy',
        filtering: 'Filtering or access',
        data: 'Personal information',
        online: 'Something published or said online',
        other: 'Something else',
      },
      {
        clause: 's0-139',
        hint: 'A complaint about the headteacher does not belong here: it goes to the chair of governors.',
      },
    ),
    choice('from', 'From', {
      parent: 'A parent',
      pupil: 'A pupil',
      staff: 'A member of staff',
      public: 'Somebody else',
    }),
    line('name', 'Name', { optional: true, sealed: true }),
    words('details', 'What it says', { sealed: true }),
    choices(
      'told',
      'Who was told',
      { head: 'Headteacher', dsl: 'Safeguarding lead', lead: 'Online-safety lead', chair: 'Chair of governors' },
      { clause: 's0-138' },
    ),
    person('handled-by', 'Who handles it', { clause: 's0-138' }),
    date('answer-by', 'To be answered by'),
  ],
  named: ['sort', 'day'],
  about: 'day',
  due: { field: 'answer-by', says: 'not answered in time' },
  add: ['staff'],
  read: ['deputy-head', 'dsl', 'deputy-dsl', 'lead'],
  closing: {
    open: 'Open',
    closed: 'Answered',
    act: 'Record the answer',
    fields: [
      date('answered', 'Answered on'),
      choice('outcome', 'Outcome', {
        upheld: 'Upheld',
        part: 'Upheld in part',
        not: 'Not upheld',
        withdrawn: 'Withdrawn',
        settled: 'Settled together',
      }),
      words('answer', 'What was answered and done', { sealed: true }),
    ],
  },
  rules: [
    {
      setting: 'complaint-told',
      is: ['head'],
      then: { what: 'tells' },
      says: 'The headteacher is told of a complaint about misuse of technology at once.',
    },
  ],
  files: true,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'head',
    source: 'our choice: six years after the answer, in which a claim may be brought (Limitation Act 1980)',
  },
  controls: [
    {
      code: 'register-complaints',
      kind: 'workflow',
      title: 'Complaints',
      makesTrue:
        'Each complaint is written down with who was told and who handles it, and none is past the day by which it had to be answered.',
      shows: { kind: 'nothing-overdue', field: 'answer-by' },
    },
  ],
};

const onlineComments: RegisterShape = {
  code: 'online-comments',
  title: 'Online comments about the school',
  one: 'a comment',
  purpose:
    'What adults said online about the school or its people: where, who saw it, and the steps that were taken. Nobody answers it online without leave.',
  area: 'social-media',
  fields: [
    date('day', 'Seen on'),
    choice(
      'sort',
      'Kind',
      {
        spiteful: 'Spiteful or invented',
        complaint: 'A complaint in the wrong place',
        pictures: 'Pictures of other people’s children',
        hate: 'Racist, or threatening violence: the police are asked',
        impostor: 'Somebody pretends to be the school',
        other: 'Something else',
      },
      { clause: 's4-072' },
    ),
    address('address', 'Address', { optional: true, sealed: true, clause: 's2-067' }),
    words('said', 'What it says', { sealed: true }),
    line('by', 'By whom, if known', { optional: true, sealed: true }),
    person('seen-by', 'Who reported it', { clause: 's2-067' }),
    choice('about', 'About whom', {
      school: 'The school',
      staff: 'Staff',
      pupil: 'A pupil or family',
      governors: 'Governors',
    }),
    yesNo('nobody-answered', 'Has nobody of the school answered it online?', { clause: 's2-068' }),
  ],
  named: ['sort', 'day'],
  about: 'day',
  add: ['staff', 'governor', 'chair'],
  read: ['deputy-head', 'dsl', 'chair'],
  closing: {
    open: 'Open',
    closed: 'Settled',
    act: 'Record how it ended',
    fields: [
      date('settled', 'Settled on'),
      choices(
        'steps',
        'Steps taken',
        {
          talked: 'Talked with the person',
          letter: 'Letter of the governing body',
          asked: 'Asked for removal',
          reported: 'Reported to the platform',
          police: 'Reported to the police',
          advice: 'Took legal advice on defamation',
          nothing: 'Nothing, for a reason',
        },
        { clause: 's4-073' },
      ),
      yesNo('removed', 'Is it gone?'),
    ],
  },
  rules: [
    {
      setting: 'online-reply-approvers',
      is: ['head'],
      then: { what: 'tells' },
      says: 'Nobody who works here or governs answers it online unless the headteacher agrees first.',
    },
  ],
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'head', source: 'our choice: six years (Limitation Act 1980)' },
  controls: [
    {
      code: 'register-online-comments',
      kind: 'workflow',
      title: 'Online comments about the school by adults',
      makesTrue: 'Each comment online that was reported is written down, and settled within 30 days.',
      shows: { kind: 'complete', openDays: 30 },
    },
  ],
};

export const parents: readonly RegisterShape[] = [parentSessions, bulletins, consultations, complaints, onlineComments];
