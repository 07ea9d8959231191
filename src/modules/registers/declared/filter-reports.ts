import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, pupil, time, words, yesNo } from './field-makers.ts';

/** What people report about the filter (policies.md 1.5): sites that got past it, and faults. */

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

export const filterReports: readonly RegisterShape[] = [unsuitableSites, filterFaults];
