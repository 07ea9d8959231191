import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, number, person, pupil, time, words, yesNo } from './field-makers.ts';

/** Filtering and monitoring (policies.md 1.5, 1.6): sites and faults that people report, tests from outside, what providers assure, and how we watch. */

const toldOfSites = {
  lead: 'Online-safety lead',
  dsl: 'Safeguarding lead',
  provider: 'The filter’s provider',
  region: 'A regional or national body',
  iwf: 'Internet Watch Foundation',
};

const unsuitableSites: RegisterShape = {
  code: 'unsuitable-sites',
  title: 'Unsuitable sites reported',
  one: 'an unsuitable site',
  purpose:
    'Sites that got past the filter: the address, what was on it, who found it, whom it was reported to, and what became of it.',
  warning:
    'Do not open the address again, and keep no picture of what was on it. What may be illegal is reported as an incident at once.',
  area: 'filtering',
  fields: [
    address('address', 'Address', { hint: 'Copy it; do not open it again.', clause: 's0-059' }),
    choice(
      'sort',
      'Content',
      {
        adult: 'For adults only',
        violence: 'Violent or cruel',
        hate: 'Hateful or extremist',
        'self-harm': 'About self-harm or eating disorders',
        drugs: 'Drugs',
        gambling: 'Gambling',
        scam: 'A scam or harmful software',
        false: 'False or misleading',
        illegal: 'It may be illegal',
        other: 'Something else',
      },
      { clause: 's0-059' },
    ),
    words('content', 'What was seen', {
      optional: true,
      sealed: true,
      hint: 'In words, never by a picture. What may be illegal is reported as an incident at once.',
    }),
    date('day', 'Day', { clause: 's3-094' }),
    time('at', 'At', { optional: true }),
    choice(
      'finder',
      'Who found it',
      { pupil: 'A pupil', staff: 'A member of staff', parent: 'A parent', it: 'IT support' },
      { clause: 's0-059' },
    ),
    pupil('pupil', 'Pupil who saw it', { optional: true, sealed: true }),
    choices('told', 'Forwarded to', toldOfSites, { clause: 's2-046' }),
    line('reference', 'Reference of the provider', { optional: true }),
  ],
  named: ['address'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'computing-lead', 'technician', 'dsl', 'deputy-dsl', 'filtering-senior-leader'],
  closing: {
    open: 'Reported',
    closed: 'Settled',
    act: 'Record what became of it',
    fields: [
      date('settled', 'Settled on'),
      choice('outcome', 'Outcome', {
        closed: 'Closed in our filter',
        provider: 'Closed by the provider',
        'stays-open': 'Stays open, for a reason',
        gone: 'The site is gone',
      }),
      words('outcome-why', 'Why', { optional: true }),
    ],
  },
  files: false,
  keep: {
    years: 3,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: three years, as the log of filter changes',
  },
  controls: [
    {
      code: 'register-unsuitable-sites',
      kind: 'workflow',
      title: 'Unsuitable sites reported',
      makesTrue: 'Each unsuitable site is written down with whom it was forwarded to, and settled within two weeks.',
      shows: { kind: 'complete', openDays: 14 },
    },
  ],
};

const filterFaults: RegisterShape = {
  code: 'filter-faults',
  title: 'Filter faults',
  one: 'a fault',
  purpose: 'When the filter did not do its work: what was seen, who was told, and when it was mended.',
  area: 'filtering',
  fields: [
    date('day', 'Day', { clause: 's1-021' }),
    time('at', 'At', { optional: true }),
    choice('sort', 'Fault', {
      open: 'Something was open that must be closed',
      closed: 'Something was closed that must be open',
      down: 'Nothing worked',
      slow: 'It was slow',
      alerts: 'No alert came',
      bypass: 'Somebody got round it',
    }),
    words('details', 'What was seen', { sealed: true }),
    line('where', 'Where, and on which device', { optional: true, sealed: true }),
    choices(
      'told',
      'Told at once',
      {
        dsl: 'Safeguarding lead',
        lead: 'Online-safety lead',
        provider: 'Broadband or filter provider',
        it: 'IT support',
      },
      { clause: 's1-021' },
    ),
    yesNo('incident', 'Is it in the incident log too?', { clause: 's1-022' }),
    line('reference', 'Reference of the provider', { optional: true }),
  ],
  named: ['sort', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['technician', 'computing-lead', 'lead', 'dsl', 'deputy-dsl', 'filtering-senior-leader'],
  closing: {
    open: 'Not mended',
    closed: 'Mended',
    act: 'Record that it is mended',
    fields: [date('mended', 'Mended on'), words('cause', 'Cause, and what was done', { sealed: true })],
  },
  files: true,
  keep: {
    years: 3,
    from: { field: 'day' },
    signedBy: 'head',
    source: 'our choice: three years, as the log of filter changes',
  },
  controls: [
    {
      code: 'register-filter-faults',
      kind: 'workflow',
      title: 'Filter faults',
      makesTrue: 'Each fault of the filter is written down with who was told at once, and mended within two weeks.',
      shows: { kind: 'complete', openDays: 14 },
    },
  ],
};

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

export const filteringAndMonitoring: readonly RegisterShape[] = [
  unsuitableSites,
  filterFaults,
  filterTests,
  providerAssurances,
  monitoringStrategy,
];
