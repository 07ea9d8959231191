import { allOfThem, fewOfThem, numberOf, oneOf } from '../setting-kinds.ts';

/** What policies say differently about e-mail, publishing, video calls and social media. */

export const messageSettings = {
  'pupil-mail': oneOf(
    'pupil-mail',
    'Pupils’ e-mail',
    {
      'class-account': 'A class account, which the teacher uses',
      'platform-only': 'Inside a learning platform only',
      'approved-accounts': 'Accounts that the school has approved',
      'official-only': 'Accounts of the school’s own',
    },
    { fallback: 'platform-only' },
  ),
  'pupil-mail-checked': oneOf('pupil-mail-checked', 'Whether pupils’ outgoing messages are checked', {
    'before-sending': 'Each before it is sent',
    afterwards: 'Looked at afterwards',
    'not-checked': 'Not checked',
  }),
  'mail-readers': fewOfThem('mail-readers', 'Who may read school mail to keep people safe', ['head', 'dsl']),
  'mailbox-access-approvers': fewOfThem(
    'mailbox-access-approvers',
    'Who may allow access to another person’s mailbox',
    ['head'],
  ),
  'publishing-approvers': fewOfThem('publishing-approvers', 'Who approves what is published', [
    'head',
    'deputy',
    'lead',
  ]),
  'video-call-approvers': fewOfThem('video-call-approvers', 'Who approves a video call', ['head', 'teacher']),
  'recording-approvers': fewOfThem('recording-approvers', 'Who may let somebody film, record or call in school', [
    'head',
    'teacher',
  ]),
  'social-media-stance': oneOf(
    'social-media-stance',
    'Social media in school',
    {
      blocked: 'Closed',
      'blocked-unless-approved': 'Closed, except for a use that was approved',
      'teacher-directed': 'Only where a teacher directs it for a learning aim',
      discouraged: 'Discouraged',
    },
    { fallback: 'blocked-unless-approved' },
  ),
  'social-media-use-approvers': fewOfThem(
    'social-media-use-approvers',
    'Who approves a use of social media in school',
    ['head', 'lead'],
  ),
  'staff-posting': oneOf('staff-posting', 'What staff post about school events', {
    banned: 'Nothing',
    'with-leave': 'Only with leave',
    'reputation-rule': 'Nothing that harms the school, its pupils or staff',
  }),
  'former-pupil-age': numberOf(
    'former-pupil-age',
    'Up to what age staff do not befriend former pupils online',
    { from: 11, to: 21, safer: 'higher' },
    18,
  ),
  'social-account-age': numberOf(
    'social-account-age',
    'From what age the school says a social media account is right',
    { from: 13, to: 18, safer: 'higher' },
    13,
  ),
  'online-reply-approvers': fewOfThem(
    'online-reply-approvers',
    'Who may allow a reply to what is said online about the school',
    ['head'],
  ),
  'complaint-told': allOfThem('complaint-told', 'Who hears of a complaint about misuse of technology', ['head']),
};
