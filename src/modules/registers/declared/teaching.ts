import type { RegisterControl, RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, pupils, schoolClass, words, yearGroups, yesNo } from './field-makers.ts';

/** Teaching (policies.md 1.16): the lessons of the coverage grid, and what pupils are told before they go online for the first time. */

/** Topics of online-safety teaching, with what lessons in them teach: the second is the end of a control's title. */
const topics: Readonly<Record<string, readonly [label: string, teaches: string]>> = {
  research: ['Searching and research', 'searching and research'],
  evaluation: ['Judging what is found', 'judging what is found (author, date, links, cross-check)'],
  copyright: ['Copyright and crediting sources', 'copyright, crediting sources and plagiarism'],
  'data-protection': ['Personal information', 'personal information and data protection'],
  'e-mail': ['E-mail and messages', 'e-mail and messages'],
  'social-media': ['Social media and age limits', 'social media and its age limits'],
  cyberbullying: ['Cyberbullying and respect', 'cyberbullying and respect'],
  grooming: ['Strangers and grooming', 'strangers, grooming and meeting people'],
  extremism: ['Extremism and thinking for oneself', 'extremism and thinking for oneself'],
  risks: ['Content, contact, conduct, commerce', 'content, contact, conduct and commerce'],
  publishing: ['Publishing with care', 'publishing with care, and permanence'],
  images: ['Pictures and films', 'pictures and films'],
  'getting-help': ['Getting help', 'where and how to get help'],
  'acceptable-use': ['What is acceptable', 'what is acceptable and what follows from breaking rules'],
  'bad-pages': ['A bad page or message', 'what to do with a bad page or message'],
  passwords: ['Passwords and accounts', 'passwords and accounts'],
  ai: ['Artificial intelligence', 'artificial intelligence and made-up pictures'],
};

/** The half terms of a school year, in order. */
const halfTerms = {
  'autumn-1': 'Autumn, first half',
  'autumn-2': 'Autumn, second half',
  'spring-1': 'Spring, first half',
  'spring-2': 'Spring, second half',
  'summer-1': 'Summer, first half',
  'summer-2': 'Summer, second half',
};

const topicTaught = Object.entries(topics).map(([code, [, teaches]]): RegisterControl => ({
  code: `taught-${code}`,
  kind: 'curriculum',
  title: `Lessons in every year group teach ${teaches}`,
  makesTrue: `In the last year each year group had a lesson, written down in the register, on ${teaches}.`,
  shows: { kind: 'covers', who: 'year-groups', field: 'year-groups', days: 366, where: { field: 'topics', is: code } },
}));

const lessons: RegisterShape = {
  code: 'lessons',
  title: 'Online-safety lessons',
  one: 'a lesson',
  purpose:
    'What was taught about online safety, to which year group, in which half term, by whom: the coverage grid is made of it.',
  area: 'curriculum',
  alsoAs: { path: 'coverage', says: 'What was taught, by year group, half term and topic' },
  fields: [
    date('day', 'Day', { clause: 's3-009' }),
    choice('half-term', 'Half term', halfTerms, { clause: 's3-009' }),
    yearGroups('year-groups', 'Year groups', { clause: 's2-018' }),
    schoolClass('class', 'Class', { optional: true }),
    choices('topics', 'Topics', Object.fromEntries(Object.entries(topics).map(([code, [label]]) => [code, label])), {
      clause: 's3-271',
    }),
    choice(
      'occasion',
      'Occasion',
      {
        lesson: 'A lesson',
        assembly: 'An assembly or whole-school event',
        'safer-internet-day': 'Safer Internet Day or week (February)',
        'anti-bullying-week': 'Anti-bullying week (November)',
      },
      { clause: 's3-287' },
    ),
    line('title', 'Title', { hint: 'The lesson or unit, and where it is from.' }),
    person('teacher', 'Teacher'),
    yesNo('adapted', 'Could every pupil take part, those with additional needs too?', { clause: 's3-277' }),
    words('adaptation', 'How it was adapted', { optional: true, hint: 'No names.' }),
    words('evidence', 'Evidence', {
      optional: true,
      hint: 'Where the work is, or a line on what pupils could say afterwards.',
    }),
  ],
  named: ['title'],
  about: 'day',
  add: ['staff'],
  read: ['staff', 'governor', 'chair', 'vice-chair'],
  files: true,
  keep: { years: 3, from: { field: 'day' }, signedBy: 'head', source: 'our choice: three school years' },
  controls: [
    {
      code: 'register-lessons',
      kind: 'curriculum',
      title: 'Online-safety lessons',
      makesTrue: 'A lesson on online safety was written down in the last hundred days.',
      shows: { kind: 'kept-up', days: 100 },
    },
    ...topicTaught,
    {
      code: 'taught-each-half-term',
      kind: 'curriculum',
      title: 'Every year group has an online-safety lesson each half term',
      makesTrue:
        'Each year group had an online-safety lesson in each half term of this school year that is over, by the school’s own term dates.',
      shows: { kind: 'each-half-term', field: 'year-groups' },
    },
    {
      code: 'taught-special-days',
      kind: 'curriculum',
      title: 'Safer Internet Day and anti-bullying week are held',
      makesTrue: 'Safer Internet Day and anti-bullying week were both held in the last 400 days.',
      shows: { kind: 'has', field: 'occasion', is: ['safer-internet-day', 'anti-bullying-week'], days: 400 },
    },
    {
      code: 'taught-adapted',
      kind: 'curriculum',
      title: 'Lessons are adapted for additional needs',
      makesTrue:
        'In the last year each year group had a lesson in which every pupil could take part, those with additional needs too.',
      shows: {
        kind: 'covers',
        who: 'year-groups',
        field: 'year-groups',
        days: 366,
        where: { field: 'adapted', is: 'yes' },
      },
    },
    {
      code: 'taught-assemblies',
      kind: 'curriculum',
      title: 'Assemblies and whole-school events follow a programme',
      makesTrue: 'An assembly or whole-school event on online safety was held in the last 130 days: each term.',
      shows: { kind: 'has', field: 'occasion', is: 'assembly', days: 130 },
    },
  ],
};

const firstAccess: RegisterShape = {
  code: 'first-access',
  title: 'Instruction before first access',
  one: 'an instruction',
  purpose: 'That pupils were taught the rules and the dangers before they went online for the first time.',
  area: 'curriculum',
  fields: [
    date('day', 'Day', { clause: 's0-123' }),
    yearGroups('year-groups', 'Year groups', { clause: 's0-123' }),
    schoolClass('class', 'Class', { optional: true }),
    pupils('joined', 'Pupils who joined later', { optional: true, hint: 'Where it was for them alone.' }),
    choices('told', 'What was gone through', {
      rules: 'The rules',
      dangers: 'Dangers, and what to do',
      watched: 'That use is watched',
      help: 'Where to get help',
    }),
    person('teacher', 'Who taught it'),
    yesNo('before', 'Was it before they first went online?', { clause: 's0-123' }),
  ],
  named: ['year-groups', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['staff', 'governor'],
  files: false,
  keep: { years: 3, from: { field: 'day' }, signedBy: 'head', source: 'our choice: three school years' },
  controls: [
    {
      code: 'register-first-access',
      kind: 'curriculum',
      title: 'Instruction before first access',
      makesTrue: 'In the last year each year group was taught the rules before its pupils first went online.',
      shows: {
        kind: 'covers',
        who: 'year-groups',
        field: 'year-groups',
        days: 366,
        where: { field: 'before', is: 'yes' },
      },
    },
  ],
};

export const teaching: readonly RegisterShape[] = [lessons, firstAccess];
