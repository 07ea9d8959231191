import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, number, person, time, words, yesNo } from './field-makers.ts';

/** What went wrong: breaches of personal data with their 72 hours, and low-level concerns about adults. */

const dataBreaches: RegisterShape = {
  code: 'data-breaches',
  title: 'Data breaches',
  one: 'a breach',
  purpose:
    'Personal information that was lost, sent to the wrong person, seen or altered: when the school knew, how bad it is, and by 72 hours later whether the regulator is told.',
  area: 'data-protection',
  fields: [
    choice(
      'sort',
      'Kind',
      {
        lost: 'Something was lost or stolen',
        'wrong-person': 'Sent or shown to the wrong person',
        published: 'Published by mistake',
        intruder: 'Somebody got in who may not',
        locked: 'It cannot be reached (ransomware, no backup)',
        altered: 'It was altered or deleted',
        supplier: 'It happened at a supplier',
        other: 'Something else',
      },
      { clause: 's1-034' },
    ),
    date('known-on', 'The school knew on', {
      hint: 'The 72 hours begin when anybody who works here was reasonably sure (UK GDPR Article 33).',
    }),
    time('known-at', 'At', { optional: true, hint: 'Left empty, the clock starts at midnight that morning.' }),
    date('judge-by', 'To be judged by', { hint: 'The third day after the school knew.' }),
    date('happened-on', 'It happened on', { optional: true }),
    words('details', 'What happened', { sealed: true }),
    choices('about', 'About whom', { pupils: 'Pupils', parents: 'Parents', staff: 'Staff', others: 'Others' }),
    number('people', 'How many people', { from: 0, to: 100_000 }, { hint: 'About, where nobody knows yet.' }),
    choices('kinds', 'What information', {
      names: 'Names and contacts',
      records: 'School records',
      pictures: 'Pictures',
      health: 'Health or needs',
      safeguarding: 'Safeguarding',
      money: 'Bank or pay',
      passwords: 'Passwords',
    }),
    yesNo('encrypted', 'Was it encrypted?'),
    words('made-safe', 'What was done at once', { sealed: true }),
    choices(
      'told',
      'Who was told',
      { head: 'Headteacher', dpo: 'Data protection officer', it: 'IT support', dsl: 'Safeguarding lead' },
      { clause: 's1-034' },
    ),
  ],
  named: ['sort', 'known-on'],
  about: 'known-on',
  due: { field: 'judge-by', says: 'the 72 hours are over' },
  add: ['staff'],
  read: ['dpo', 'dsl', 'deputy-dsl', 'deputy-head'],
  closing: {
    open: 'To be judged',
    closed: 'Judged',
    act: 'Record the judgement',
    fields: [
      date('judged-on', 'Judged on'),
      time('judged-at', 'Judged at', { optional: true }),
      choice('risk', 'Risk to people', {
        none: 'Unlikely',
        some: 'Likely: the regulator is told',
        high: 'High: those people are told as well',
      }),
      choice('regulator', 'Information Commissioner', { told: 'Told', 'not-told': 'Not told, for the reason below' }),
      line('reference', 'Reference of the report', { optional: true }),
      words('reason', 'Reason', { sealed: true, hint: 'Also why nobody was told (UK GDPR Article 33(5)).' }),
      choice('people-told', 'Those whose information it is', { told: 'Told', 'not-needed': 'Not needed' }),
      words('lesson', 'What is done so that it does not happen again', { sealed: true }),
      person('judged-by', 'Judged by'),
    ],
  },
  rules: [
    {
      setting: 'loss-told',
      is: ['head', 'technician'],
      then: { what: 'tells' },
      says: 'Those whom the policy names are told of a loss at once. The regulator is told within 72 hours unless a risk to people is unlikely: do not wait until all is known.',
    },
  ],
  files: true,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'dpo',
    source:
      'our choice: six years after the judgement (UK GDPR Article 33(5) asks for a record, the Limitation Act 1980 for six years)',
  },
  controls: [
    {
      code: 'register-data-breaches',
      kind: 'workflow',
      title: 'Data breaches',
      makesTrue: 'Each data breach is written down with who was told, and judged by the day that it had to be.',
      shows: { kind: 'nothing-overdue', field: 'judge-by' },
    },
    {
      code: 'breaches-in-time',
      kind: 'register',
      title: 'Breaches were judged within 72 hours',
      makesTrue:
        'Of each data breach it was judged within 72 hours of the school’s knowing whether the regulator is told.',
      shows: {
        kind: 'in-time',
        from: { date: 'known-on', time: 'known-at' },
        to: { date: 'judged-on', time: 'judged-at' },
        hours: 72,
      },
    },
  ],
};

const lowLevelConcerns: RegisterShape = {
  code: 'low-level-concerns',
  title: 'Low-level concerns',
  one: 'a concern',
  purpose:
    'Worries about an adult’s conduct that fall short of an allegation. Only the head opens it; one about the head goes to the chair, and an allegation is an incident.',
  warning:
    'An allegation is not a low-level concern: it is handled as an incident. A concern about the headteacher goes to the chair of governors and is not written here.',
  area: 'incidents',
  fields: [
    person('about', 'About whom', {
      optional: true,
      hint: 'For an adult of the school. Leave it empty for somebody from outside.',
    }),
    line('outsider', 'Somebody from outside', {
      optional: true,
      hint: 'Supply, volunteer or contractor, with their employer.',
    }),
    date('day', 'Day it happened'),
    words('context', 'Where and when', { hint: 'The setting in which the concern arose.' }),
    words('concern', 'The concern', { hint: 'In the words of whoever raised it.' }),
    line('raised-by', 'Raised by', {
      optional: true,
      hint: 'Left empty where they ask to stay unnamed, as far as that is possible.',
    }),
    choice('online', 'Was it online?', { yes: 'Yes', no: 'No' }),
    yesNo('pattern', 'Were earlier concerns about the same person looked at?'),
    choice('threshold', 'Weighed against the harm threshold', {
      below: 'Below it',
      advice: 'Unclear: the local authority was asked',
      met: 'Met: it is handled as an allegation',
    }),
  ],
  named: ['about', 'day'],
  about: 'day',
  add: ['head'],
  read: ['head'],
  closing: {
    open: 'Open',
    closed: 'Settled',
    act: 'Record the outcome',
    fields: [
      date('settled', 'Settled on'),
      choices('actions', 'What was done', {
        talked: 'Talked with the person',
        guidance: 'Gave guidance or training',
        procedure: 'Changed a procedure',
        disciplinary: 'Conduct procedure',
        referred: 'Referred',
        nothing: 'Nothing needed',
      }),
      words('rationale', 'Decision, and why'),
    ],
  },
  files: false,
  restricted: true,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'head',
    source:
      'our choice: at least until the person leaves (KCSIE, part four); six years after it was settled, then looked at again',
  },
  controls: [
    {
      code: 'register-low-level-concerns',
      kind: 'register',
      title: 'Low-level concerns about staff',
      makesTrue: 'Low-level concerns about staff are written down with what was done and why, for the head alone.',
      shows: { kind: 'complete' },
    },
  ],
};

export const concerns: readonly RegisterShape[] = [dataBreaches, lowLevelConcerns];
