import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, person, words, yesNo } from './field-makers.ts';

/** Complaints, and what adults say online about the school (policies.md 1.13). */

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

export const complaintsAndComments: readonly RegisterShape[] = [complaints, onlineComments];
