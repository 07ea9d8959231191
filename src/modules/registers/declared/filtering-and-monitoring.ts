import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, number, person, words, yesNo } from './field-makers.ts';

/** Filtering and monitoring (policies.md 1.5, 1.6): tests from outside, what providers assure, and how use is watched. */

const filterTests: RegisterShape = {
  code: 'filter-tests',
  title: 'Outside tests of the filter',
  one: 'a test',
  purpose:
    'Tests of the filter by a tool of somebody else: for which people, on which devices and places, and what got through.',
  area: 'filtering',
  fields: [
    date('day', 'Day'),
    line('tool', 'Test tool', { hint: 'Such as the test of the South West Grid for Learning.' }),
    choice('for', 'Tested as', { pupils: 'A pupil', staff: 'A member of staff', guests: 'A guest' }),
    choice('where', 'Where', {
      wired: 'In school, by cable',
      'wi-fi': 'In school, by Wi-Fi',
      home: 'A school device away from school',
    }),
    line('device', 'Device', { hint: 'Name or asset number.' }),
    choices('tested', 'Lists tested', {
      abuse: 'Child sexual abuse material',
      terrorism: 'Terrorist content',
      adult: 'Adult content',
      profanity: 'Offensive language',
    }),
    choice('result', 'Result', { closed: 'Everything was closed', open: 'Something was open' }),
    words('open', 'What was open, and what was done', { optional: true, sealed: true }),
    person('checked-by', 'Tested by', { clause: 's0-099' }),
  ],
  named: ['tool', 'for', 'day'],
  about: 'day',
  add: ['technician', 'lead', 'computing-lead', 'dsl', 'filtering-senior-leader'],
  read: ['technician', 'lead', 'computing-lead', 'dsl', 'deputy-dsl', 'filtering-senior-leader', 'governor', 'chair'],
  files: true,
  keep: {
    years: 3,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: three years, so that reviews can compare',
  },
  controls: [
    {
      code: 'register-filter-tests',
      kind: 'report',
      title: 'Outside tests of the filter',
      makesTrue: 'The filter was tested as a pupil and as a member of staff in the last hundred days.',
      shows: { kind: 'has', field: 'for', is: ['pupils', 'staff'], days: 100 },
    },
  ],
};

const providerAssurances: RegisterShape = {
  code: 'provider-assurances',
  title: 'What providers assure',
  one: 'an assurance',
  purpose:
    'What the broadband and filter providers assure in writing: membership of the Internet Watch Foundation, the police list, security services, and from when.',
  area: 'filtering',
  fields: [
    line('provider', 'Provider', { clause: 's3-170' }),
    choices(
      'assures',
      'What it assures',
      {
        iwf: 'It is a member of the Internet Watch Foundation and uses its list',
        ctiru: 'It uses the police list of terrorist content (CTIRU)',
        unalterable: 'Nobody can switch these lists off',
        firewall: 'Firewalls and detection of intrusion',
        speed: 'The speed of the line',
        'council-base': 'The base rules of the council or trust',
        'off-site': 'School devices are filtered away from school',
        ai: 'Answers of AI tools are filtered',
      },
      { clause: 's3-170' },
    ),
    line('evidence', 'How it is shown', { hint: 'A certificate, a member list, a letter. Add it as a file.' }),
    number('speed', 'Speed of the line', { from: 1, to: 100_000, unit: 'Mbps' }, { optional: true, clause: 's4-012' }),
    date('checked-on', 'Checked on'),
    person('checked-by', 'Checked by'),
    date('check-by', 'To be checked again by'),
  ],
  named: ['provider', 'checked-on'],
  about: 'checked-on',
  add: ['technician', 'lead', 'computing-lead', 'bursar', 'filtering-senior-leader'],
  read: ['technician', 'lead', 'computing-lead', 'bursar', 'dsl', 'filtering-senior-leader', 'governor', 'chair'],
  files: true,
  keep: {
    years: 3,
    from: { field: 'checked-on' },
    signedBy: 'head',
    source: 'our choice: three years, so that reviews can compare',
  },
  controls: [
    {
      code: 'register-provider-assurances',
      kind: 'report',
      title: 'What the broadband and filter provider assures (IWF and CTIRU membership, security services)',
      makesTrue:
        'In the last 400 days somebody saw it in writing that a provider is a member of the Internet Watch Foundation and uses the police list.',
      shows: { kind: 'has', field: 'assures', is: ['iwf', 'ctiru'], days: 400 },
    },
  ],
};

const monitoringStrategy: RegisterShape = {
  code: 'monitoring-strategy',
  title: 'Monitoring strategy',
  one: 'a strategy',
  purpose: 'How use of technology is watched, place by place: how high the risk is judged, by which method, and why.',
  area: 'monitoring',
  fields: [
    line('situation', 'Where or when', { hint: '“Whole-class tablets”, “the library at lunch”.', clause: 's3-173' }),
    choice('risk', 'Risk', { low: 'Low', medium: 'Medium', high: 'High' }, { clause: 's3-172' }),
    choices(
      'method',
      'Method',
      { physical: 'An adult watches', logs: 'Logs are read', active: 'The program raises alerts' },
      { clause: 's3-172' },
    ),
    words('why', 'Why this is enough', { sealed: true }),
    yesNo('told', 'Do those who are watched know?'),
    choice(
      'impact',
      'Was the effect on privacy assessed?',
      { yes: 'Yes', no: 'No' },
      { hint: 'A data protection impact assessment is advised (UK GDPR Article 35).' },
    ),
    person('decided-by', 'Who decided it'),
    date('day', 'Day of the decision'),
    date('review-by', 'To be looked at again by'),
  ],
  named: ['situation'],
  about: 'day',
  due: { field: 'review-by', says: 'not looked at in time' },
  add: ['lead', 'dsl', 'filtering-senior-leader'],
  read: ['lead', 'dsl', 'deputy-dsl', 'filtering-senior-leader', 'technician', 'dpo', 'governor', 'chair'],
  closing: {
    open: 'Holds',
    closed: 'Replaced',
    act: 'Record that it was replaced',
    fields: [date('ended', 'Replaced on')],
  },
  files: true,
  keep: {
    years: 6,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: six years, as long as decisions of it may be asked about',
  },
  controls: [
    {
      code: 'register-monitoring-strategy',
      kind: 'risk-assessment',
      title: 'Monitoring strategy',
      makesTrue: 'A monitoring strategy with its risk, method and reason was decided in the last 400 days.',
      shows: { kind: 'kept-up', days: 400 },
    },
  ],
};

export const filteringAndMonitoring: readonly RegisterShape[] = [filterTests, providerAssurances, monitoringStrategy];
