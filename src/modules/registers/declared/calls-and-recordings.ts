import type { RegisterShape } from '../shape.ts';
import { choice, choices, date, line, person, pupils, time, words, yesNo } from './field-makers.ts';

/** Video calls and recordings (policies.md 1.11). */

const videoCalls: RegisterShape = {
  code: 'video-calls',
  title: 'Video calls',
  one: 'a video call',
  purpose:
    'Each video call with pupils: when, who took part, who supervised, on which software, and who agreed before.',
  area: 'video-calls',
  fields: [
    date('day', 'Date', { clause: 's1-110' }),
    time('start', 'Time', { clause: 's1-110' }),
    time('end', 'Ended at', { optional: true }),
    words('participants', 'Participants', {
      sealed: true,
      hint: 'Pupils by class or by initials, and who was on the other side.',
      clause: 's1-110',
    }),
    line('with', 'With whom', { hint: 'The school, author or tutor at the other end.' }),
    person('supervisor', 'Supervised by', { clause: 's1-109' }),
    line('platform', 'Software', { clause: 's3-226' }),
    yesNo('approved-software', 'Has the school approved this software as secure?', { clause: 's3-226' }),
    choice(
      'consents',
      'Consent',
      {
        written: 'Written consent of each parent is there',
        general: 'The general permission of parents covers it',
        'no-pupils': 'No pupil could be seen or heard',
      },
      { optional: true, clause: 's1-108' },
    ),
    yesNo('no-recording', 'Was the other side told not to record without permission?', { clause: 's3-229' }),
    yesNo('can-end', 'Can the supervisor end the call without help?', { clause: 's3-230' }),
  ],
  named: ['with', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'computing-lead', 'dsl', 'deputy-dsl', 'deputy-head', 'dpo'],
  approval: { by: { setting: 'video-call-approvers' }, question: 'May this video call be held?' },
  rules: [
    {
      setting: 'video-call-consent',
      is: ['written'],
      then: { what: 'needs', fields: ['consents'] },
      says: 'The school’s policy asks for written consent of the parents: say that it is there, or that no pupil could be seen or heard.',
    },
    {
      setting: 'video-call-consent',
      is: ['general'],
      then: { what: 'needs', fields: ['consents'] },
      says: 'The school’s policy asks for the general permission of parents: say how this call is covered.',
    },
  ],
  files: false,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-video-calls',
      kind: 'register',
      title: 'Video calls',
      makesTrue:
        'Each video call is written down with its date, time and participants, and was agreed to before by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

const recordings: RegisterShape = {
  code: 'recordings',
  title: 'Permissions to film, record or call',
  one: 'a permission',
  purpose:
    'Pupils, visitors and others who may film, record sound, take pictures or call in school: what for, when, and who agreed.',
  area: 'media',
  fields: [
    choice(
      'who',
      'Who',
      { pupils: 'Pupils', visitor: 'A visitor', staff: 'Staff', parents: 'Parents', press: 'Press or an outside body' },
      { clause: 's0-110' },
    ),
    line('name', 'Name, or class', { sealed: true }),
    pupils('pupils', 'Pupils', { optional: true, sealed: true }),
    choices(
      'what',
      'What',
      { pictures: 'Pictures', film: 'Film', sound: 'Sound', call: 'A call' },
      { clause: 's3-251' },
    ),
    words('purpose', 'What for', { clause: 's3-250' }),
    date('day', 'Day'),
    yesNo('consents', 'Were consents and exceptions looked up?', { clause: 's3-322' }),
    yesNo('school-equipment', 'Is equipment of the school used?'),
    person('answers', 'Member of staff who is there'),
  ],
  named: ['who', 'what', 'day'],
  about: 'day',
  add: ['staff'],
  read: ['lead', 'dsl', 'deputy-dsl', 'deputy-head', 'office', 'dpo'],
  approval: { by: { setting: 'recording-approvers' }, question: 'May this be filmed, recorded or called?' },
  files: true,
  keep: { years: 2, from: { field: 'day' }, signedBy: 'head', source: 'our choice: two years' },
  controls: [
    {
      code: 'register-recordings',
      kind: 'approval',
      title: 'Permissions to film, record or call',
      makesTrue:
        'Each filming, recording or call in the register was agreed to, on or before its day, by those whom the policy names.',
      shows: { kind: 'all-approved' },
    },
  ],
};

export const callsAndRecordings: readonly RegisterShape[] = [videoCalls, recordings];
