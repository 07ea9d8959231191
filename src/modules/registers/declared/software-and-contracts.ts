import type { RegisterShape } from '../shape.ts';
import { address, choice, choices, date, line, number, people, person, words, yesNo } from './field-makers.ts';

/** Software, contracts and cloud services (policies.md 1.7, 1.19; the DfE's digital leadership standard, contracts register). */

const software: RegisterShape = {
  code: 'software',
  title: 'Software and licences',
  one: 'a piece of software',
  purpose: 'Every program and app the school uses, who owns the licence, how many there are, and when it is renewed.',
  area: 'assets',
  always: true,
  fields: [
    line('title', 'Name', { clause: 's2-061' }),
    choice('owner', 'Who owns it', { school: 'The school', staff: 'A member of staff' }, { clause: 's3-139' }),
    line('licence', 'Licence', { hint: 'Its kind or number, or “free”.', clause: 's3-139' }),
    number('count', 'How many', { from: 1, to: 100_000 }, { clause: 's3-140' }),
    line('app-account', 'App account', {
      optional: true,
      hint: 'For apps bought by volume: the purchase account.',
      clause: 's3-142',
    }),
    yesNo('uses-ai', 'Does it make texts, pictures or answers by AI?', {
      optional: true,
      hint: 'If so, a review of filtering and monitoring opens by itself.',
    }),
    date('bought-on', 'Bought on', { optional: true }),
    date('renew-by', 'Renew or stop by', { optional: true, hint: 'Leave it empty where it does not run out.' }),
    person('renewed-by', 'Who sees to the renewal', { clause: 's3-143' }),
  ],
  named: ['title'],
  about: 'bought-on',
  due: { field: 'renew-by', says: 'the licence has run out' },
  add: ['bursar', 'technician', 'computing-lead', 'office'],
  read: ['bursar', 'technician', 'computing-lead', 'office', 'lead', 'dpo', 'filtering-senior-leader'],
  closing: {
    open: 'In use',
    closed: 'No longer used',
    act: 'Record that it is no longer used',
    fields: [
      date('stopped', 'Last used on'),
      yesNo('removed', 'Is it taken off all devices, and its data deleted or fetched?'),
    ],
  },
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'head', source: 'our choice: as long as accounts are kept' },
  controls: [
    {
      code: 'register-software',
      kind: 'register',
      title: 'Software and licences',
      makesTrue: 'Each program is listed with its owner, its licence and who sees to the renewal.',
      shows: { kind: 'complete' },
    },
    {
      code: 'licences-in-date',
      kind: 'register',
      title: 'No licence or contract has run out',
      makesTrue:
        'No program is in use past the day by which its licence had to be renewed, no contract or approved app has run out, and the check of the anti-virus at the gateway is not overdue.',
      shows: {
        kind: 'nothing-overdue',
        field: 'renew-by',
        also: [
          { register: 'contracts' },
          { register: 'security-measures', where: { field: 'sort', is: 'anti-virus' } },
        ],
      },
    },
  ],
};

const contracts: RegisterShape = {
  code: 'contracts',
  title: 'Contracts and approved apps',
  one: 'a contract',
  purpose:
    'Broadband, IT support, filtering, licences and apps that the school has a contract for: with whom, for how much, until when, and who answers for it.',
  area: 'assets',
  always: true,
  fields: [
    line('supplier', 'Supplier', { clause: 's3-147' }),
    line('service', 'What it is for', { hint: '“Technical support and maintenance”.', clause: 's3-147' }),
    choice('sort', 'Kind', {
      broadband: 'Broadband',
      'it-support': 'IT support',
      filtering: 'Filtering or monitoring',
      licence: 'Licence or subscription',
      app: 'App approved for use',
      'ai-tool': 'AI tool',
      hosting: 'Hosting or storage',
      other: 'Something else',
    }),
    date('from', 'From'),
    date('until', 'Runs until', { hint: 'The day by which it is renewed or ended.' }),
    number('notice-days', 'Days of notice', { from: 0, to: 730, unit: 'days' }, { optional: true }),
    number('cost', 'Cost a year, in pounds', { from: 0, to: 10_000_000 }, { optional: true }),
    person('answers', 'Who answers for it'),
    choice('personal-data', 'Personal information', {
      none: 'The supplier gets none',
      agreement: 'The supplier gets some, under a data processing agreement',
      missing: 'The supplier gets some, and no agreement is signed yet',
    }),
    choice('evaluated', 'Was the supplier evaluated before?', { yes: 'Yes', no: 'No' }, { clause: 's3-008' }),
  ],
  named: ['supplier', 'service'],
  about: 'from',
  due: { field: 'until', says: 'the contract has run out' },
  add: ['bursar', 'office', 'computing-lead', 'technician'],
  read: ['bursar', 'office', 'computing-lead', 'technician', 'lead', 'dpo', 'filtering-senior-leader', 'governor'],
  closing: {
    open: 'Runs',
    closed: 'Ended',
    act: 'Record that it ended',
    fields: [
      date('ended', 'Ended on'),
      yesNo('data-back', 'Was the school’s data given back or deleted?', { optional: true }),
    ],
  },
  files: true,
  keep: {
    years: 6,
    from: 'closed',
    signedBy: 'head',
    source: 'our choice: six years after the end, in which a claim may be brought (Limitation Act 1980)',
  },
  controls: [
    {
      code: 'register-contracts',
      kind: 'register',
      title: 'Contracts and approved apps',
      makesTrue: 'Each contract is listed with its supplier and who answers for it, and none has run out.',
      shows: { kind: 'nothing-overdue', field: 'until' },
    },
  ],
};

const softwareRequests: RegisterShape = {
  code: 'software-requests',
  title: 'Requests to install',
  one: 'a request',
  purpose: 'What staff would like to have installed or plugged in, who agreed, and who did it.',
  area: 'assets',
  fields: [
    line('what', 'Program or device', { clause: 's3-307' }),
    address('where', 'Where it comes from', { optional: true }),
    words('reason', 'What it is needed for'),
    choice('for-whom', 'Who will use it', { staff: 'Staff', pupils: 'Pupils', both: 'Both' }),
    yesNo('new-technology', 'Is it a kind of technology that is new to the school?', {
      hint: 'Then a risk assessment comes first.',
    }),
    yesNo('licensed', 'Does the school have a licence, or need none?', { clause: 's3-139' }),
    date('needed-by', 'Needed by', { optional: true }),
  ],
  named: ['what'],
  add: ['staff'],
  read: ['technician', 'computing-lead', 'lead', 'dpo'],
  closing: {
    open: 'To be installed',
    closed: 'Installed',
    act: 'Record that it is installed',
    fields: [
      date('installed-on', 'Installed on'),
      person('installed-by', 'Installed by', { clause: 's3-146' }),
      yesNo('checked', 'Was it checked for viruses and for what it sends out?'),
    ],
  },
  approval: { by: { setting: 'software-install-approvers' }, question: 'May this be installed?' },
  files: true,
  keep: { years: 2, from: 'recorded', signedBy: 'head', source: 'our choice: two years, one audit of software' },
  controls: [
    {
      code: 'register-software-requests',
      kind: 'approval',
      title: 'Requests to install hardware or software',
      makesTrue: 'Each installation in the register was agreed to by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const cloudServices: RegisterShape = {
  code: 'cloud-services',
  title: 'Cloud services',
  one: 'a cloud service',
  purpose:
    'Services elsewhere that hold data of the school: what they hold, where, and which of our people administer them.',
  area: 'data-protection',
  always: true,
  fields: [
    line('service', 'Service'),
    words('holds', 'What it holds'),
    choices('about', 'About whom', { pupils: 'Pupils', parents: 'Parents', staff: 'Staff', nobody: 'Nobody' }),
    choice('where', 'Where the data is kept', {
      uk: 'United Kingdom',
      eea: 'European Economic Area',
      elsewhere: 'Elsewhere, with safeguards',
      unknown: 'Not known',
    }),
    people('administrators', 'Administrators', { sealed: true, clause: 's2-044' }),
    line('vetted-contractor', 'Vetted contractor who administers it too', {
      optional: true,
      sealed: true,
      clause: 's2-044',
    }),
    choice('administered-by', 'Administered by', {
      ours: 'Our own staff only',
      vetted: 'Our own staff and vetted contractors',
      others: 'Somebody else too',
    }),
    choice('second-step', 'Do administrators sign in with a second step?', { yes: 'Yes', no: 'No' }),
    yesNo('assessed', 'Was its risk to personal information assessed?'),
    yesNo('uses-ai', 'Does it make texts, pictures or answers by AI?', {
      optional: true,
      hint: 'If so, a review of filtering and monitoring opens by itself.',
    }),
    date('checked-on', 'Administrators last checked on'),
  ],
  named: ['service'],
  about: 'checked-on',
  add: ['technician', 'office', 'computing-lead', 'dpo'],
  read: ['technician', 'office', 'computing-lead', 'dpo', 'lead', 'bursar'],
  closing: {
    open: 'In use',
    closed: 'No longer used',
    act: 'Record that it is no longer used',
    fields: [date('ended', 'Ended on'), yesNo('deleted', 'Has the school’s data been deleted there?')],
  },
  files: true,
  keep: { years: 6, from: 'closed', signedBy: 'dpo', source: 'our choice: six years after the end' },
  controls: [
    {
      code: 'register-cloud-services',
      kind: 'access',
      title: 'Cloud services and who administers them',
      makesTrue: 'Each cloud service that holds data of the school is listed with those who administer it.',
      shows: { kind: 'complete' },
    },
  ],
};

export const softwareAndContracts: readonly RegisterShape[] = [software, contracts, softwareRequests, cloudServices];
