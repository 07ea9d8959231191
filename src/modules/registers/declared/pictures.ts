import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, number, person, pupil, words, yesNo } from './field-makers.ts';

/** Pictures (policies.md 1.3, 1.8): who may not be shown, what is cleared and kept, and equipment that is not the school's. */

const consentExceptions: RegisterShape = {
  code: 'image-consent-exceptions',
  title: 'Pupils not to be pictured',
  one: 'an exception',
  purpose:
    'Pupils who may not be pictured or published, or only in part: what everybody with a camera looks up first. Never the reason.',
  area: 'consents',
  fields: [
    pupil('pupil', 'Pupil', { clause: 's3-201' }),
    choices(
      'not-for',
      'Not for',
      {
        any: 'Any picture or film',
        display: 'Displays in school',
        website: 'The school website',
        'social-media': 'Social media',
        outside: 'Newspapers and other bodies',
        groups: 'Group pictures',
        film: 'Films',
        calls: 'Video calls',
      },
      { clause: 's3-248' },
    ),
    choice(
      'said-by',
      'Who said so',
      { parent: 'A parent', pupil: 'The pupil', school: 'The school', court: 'An order' },
      { clause: 's3-253', hint: 'Not why: a reason may put a child in danger.' },
    ),
    date('since', 'Since'),
    yesNo('told', 'Have class and club leaders been told?', { clause: 's3-248' }),
    yesNo('published-checked', 'Were pictures that are already published looked through?', { clause: 's2-009' }),
  ],
  named: ['pupil'],
  about: 'since',
  add: ['office', 'dsl', 'deputy-dsl', 'lead', 'head'],
  read: ['staff'],
  closing: {
    open: 'Holds',
    closed: 'Lifted',
    act: 'Record that it was lifted',
    fields: [date('lifted', 'Lifted on'), line('lifted-how', 'By what', { hint: 'A signed form, for example.' })],
  },
  files: false,
  keep: { years: 1, from: 'closed', signedBy: 'head', source: 'our choice: one year after it was lifted' },
  controls: [
    {
      code: 'register-image-consent-exceptions',
      kind: 'consent',
      title: 'Pupils not to be pictured or published, and other exceptions',
      makesTrue:
        'Pupils who may not be pictured or published are listed for all staff, each with what for and since when.',
      shows: { kind: 'complete' },
    },
  ],
};

const imageClearDowns: RegisterShape = {
  code: 'image-clear-downs',
  title: 'Pictures cleared off devices',
  one: 'a clearing',
  purpose: 'That pictures were moved off cameras and tablets to the school’s own folder, and deleted on the device.',
  area: 'media',
  fields: [
    date('day', 'Day', { clause: 's3-265' }),
    line('devices', 'Which devices', { hint: '“Oak tablets 1 to 4”.', clause: 's3-265' }),
    yesNo('moved', 'Were the pictures moved to the school’s folder?', { clause: 's3-265' }),
    yesNo('deleted', 'Were they deleted on the device, the bin too?', { clause: 's4-083' }),
    yesNo('printed', 'Were prints made, and are they all accounted for?', { optional: true }),
    person('by', 'Done by'),
  ],
  named: ['devices', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'computing-lead', 'technician', 'dpo', 'office'],
  files: false,
  keep: { years: 1, from: { field: 'day' }, signedBy: 'head', source: 'our choice: one year' },
  controls: [
    {
      code: 'register-image-clear-downs',
      kind: 'retention',
      title: 'Pictures cleared off devices',
      makesTrue:
        'Pictures were cleared off devices of the school in the last three weeks: the week, and two of holiday.',
      shows: { kind: 'kept-up', days: 21 },
    },
  ],
};

const imagesKept: RegisterShape = {
  code: 'images-kept',
  title: 'Images kept and deleted',
  one: 'a decision',
  purpose: 'What is kept of old pictures for the archive and why, and what was deleted at the end of its time.',
  area: 'media',
  fields: [
    line('what', 'Which pictures', { hint: '“Leavers of 2019”. No names.', clause: 's2-016' }),
    choice('decided', 'Decision', { deleted: 'Deleted', kept: 'Kept for the archive' }, { clause: 's3-266' }),
    words('why', 'Why', { hint: 'Pictures that are kept need a purpose (UK GDPR Article 5(1)(e)).' }),
    number('how-many', 'How many', { from: 0, to: 1_000_000 }, { optional: true }),
    line('where', 'Where they were or are', { optional: true }),
    date('day', 'Day'),
    person('by', 'Done by', { clause: 's2-017' }),
  ],
  named: ['what'],
  about: 'day',
  add: ['technician', 'office', 'lead', 'computing-lead', 'head'],
  read: ['technician', 'office', 'lead', 'computing-lead', 'dpo', 'governor'],
  rules: [
    {
      setting: 'image-archive',
      is: ['none'],
      then: { what: 'must', field: 'decided', be: 'deleted' },
      says: 'The school’s policy keeps no pictures for an archive.',
    },
  ],
  files: false,
  keep: {
    years: 7,
    setting: 'image-retention-years',
    from: { field: 'day' },
    signedBy: 'dpo',
    source:
      'the policy’s time for pictures: as long it is known what became of them, and then those of the archive are looked at again',
  },
  controls: [
    {
      code: 'register-images-kept',
      kind: 'retention',
      title: 'Images kept for the archive, and deletions',
      makesTrue: 'In the last 400 days pictures past their time were deleted, and that was written down.',
      shows: { kind: 'has', field: 'decided', is: 'deleted', days: 400 },
    },
  ],
};

const pictureExceptions: RegisterShape = {
  code: 'picture-exceptions',
  title: 'Personal equipment for pictures',
  one: 'an exception',
  purpose:
    'When a camera or phone that is not the school’s was used for pictures of pupils: who allowed it, and that the pictures were moved and wiped.',
  area: 'media',
  fields: [
    person('who', 'Whose equipment', { clause: 's2-011' }),
    line('device', 'Which equipment'),
    words('reason', 'Why no equipment of the school would do', { clause: 's2-011' }),
    date('day', 'For which day'),
  ],
  named: ['who', 'device'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'dsl', 'deputy-dsl', 'deputy-head'],
  closing: {
    open: 'Pictures still on it',
    closed: 'Moved and wiped',
    act: 'Record that they were wiped',
    fields: [
      date('moved', 'Moved to a device of the school on', { clause: 's2-012' }),
      yesNo('wiped', 'Are they wiped on the personal device, its bin and its cloud?', { clause: 's2-012' }),
      person('seen-by', 'Who saw that they are gone'),
    ],
  },
  approval: {
    by: { setting: 'picture-exception-approvers' },
    question: 'May this personal equipment be used for pictures that day?',
  },
  rules: [
    {
      setting: 'picture-equipment',
      is: ['school-only'],
      then: { what: 'closed' },
      says: 'The school’s policy lets pictures of pupils be taken with equipment of the school only.',
    },
  ],
  files: false,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-picture-exceptions',
      kind: 'approval',
      title: 'Personal equipment used for pictures, and its clearing',
      makesTrue:
        'Each use of personal equipment for pictures was agreed to, on or before its day, by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const pictures: readonly RegisterShape[] = [consentExceptions, imageClearDowns, imagesKept, pictureExceptions];
