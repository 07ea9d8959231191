import type { RegisterShape } from '../shape.ts';
import { choice, date, line, person, time, words, yesNo } from './field-makers.ts';

/** CCTV (policies.md 1.21): whether it works, and who asked for what it recorded. */

const cctvChecks: RegisterShape = {
  code: 'cctv-checks',
  title: 'CCTV checks',
  one: 'a CCTV check',
  purpose: 'That the cameras work, show a clear picture, keep the right time, and that signs tell people about them.',
  area: 'infrastructure',
  fields: [
    date('day', 'Day'),
    line('cameras', 'Which cameras', { hint: '“All”, or their numbers.' }),
    yesNo('works', 'Do they work?', { clause: 's2-065' }),
    choice('quality', 'Picture', { good: 'Clear', poor: 'Not clear enough' }, { clause: 's2-065' }),
    yesNo('clock', 'Do they show the right date and time?'),
    yesNo('signs', 'Can the signs be seen?', { clause: 's2-064' }),
    yesNo('overwritten', 'Is what they recorded deleted after its time?'),
    words('done', 'What was done', { optional: true, sealed: true }),
    person('checked-by', 'Checked by'),
  ],
  named: ['cameras', 'day'],
  about: 'day',
  add: ['office', 'technician'],
  read: ['office', 'technician', 'dpo', 'lead', 'governor'],
  files: false,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-cctv-checks',
      kind: 'security',
      title: 'CCTV checks',
      makesTrue: 'The cameras, their pictures and their signs were checked in the last hundred days: once a term.',
      shows: { kind: 'kept-up', days: 100 },
    },
  ],
};

const footageRequests: RegisterShape = {
  code: 'footage-requests',
  title: 'Requests for CCTV footage',
  one: 'a request for footage',
  purpose: 'Who asked to see or have CCTV footage, why, who decided, and what was handed over.',
  area: 'infrastructure',
  fields: [
    date('asked-on', 'Asked on'),
    choice(
      'by',
      'Who asks',
      {
        police: 'The police',
        parent: 'A parent',
        staff: 'A member of staff',
        person: 'Somebody who is on it',
        insurer: 'An insurer',
        other: 'Somebody else',
      },
      { clause: 's2-066' },
    ),
    line('name', 'Name, and reference', { sealed: true, clause: 's2-066' }),
    words('reason', 'Reason', { sealed: true, clause: 's2-066' }),
    date('of-day', 'Footage of which day'),
    time('from', 'From', { optional: true }),
    time('to', 'Until', { optional: true }),
    choice('wants', 'What they want', { see: 'To see it', copy: 'A copy' }),
  ],
  named: ['by', 'of-day'],
  add: ['office', 'technician', 'dsl', 'deputy-dsl'],
  read: ['office', 'dpo', 'dsl', 'deputy-dsl'],
  closing: {
    open: 'Agreed, to be given',
    closed: 'Given',
    act: 'Record what was given',
    fields: [
      date('given-on', 'Given on'),
      line('given-to', 'Given to', { sealed: true }),
      person('given-by', 'Given by'),
      yesNo('others-hidden', 'Were others who can be seen made unrecognisable, or was that considered?'),
    ],
  },
  approval: { by: { setting: 'footage-request-approvers' }, question: 'May this footage be seen or handed over?' },
  files: true,
  keep: { years: 3, from: { field: 'asked-on' }, signedBy: 'dpo', source: 'our choice: three years' },
  controls: [
    {
      code: 'register-footage-requests',
      kind: 'workflow',
      title: 'Requests for CCTV footage',
      makesTrue: 'Each request for CCTV footage that was met was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const cctv: readonly RegisterShape[] = [cctvChecks, footageRequests];
