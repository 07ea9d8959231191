import { mayReadPolicy } from './policy.ts';
import type { Control, ControlKind } from '../module.ts';

/**
 * What later parts of Schoolgate will make true: declared so that clauses can be bound to it, with no page behind it yet. Its clauses are NOT COVERED. Whoever
 * builds such a part declares the control there and takes it out here.
 */

interface ToCome {
  readonly code: string;
  readonly kind: ControlKind;
  readonly title: string;
  readonly makesTrue: string;
  /** The part of Schoolgate that will bring it. */
  readonly part: string;
}

const agreements = 'acceptable-use agreements';
const consents = 'consents';
const pictures = 'the picture library';
const mail = 'school mail';
const lessons = 'lessons';
const reach = 'the filter away from school and on encrypted pages';
const community = 'community use';

const list: readonly ToCome[] = [
  of(
    'agreement-pupil',
    'agreement',
    'Pupils have signed the agreement for their age',
    'Each pupil has signed the agreement that is written for their age.',
    agreements,
  ),
  of(
    'agreement-staff',
    'agreement',
    'Staff have signed their agreement',
    'Each member of staff has signed the edition of the staff agreement in force.',
    agreements,
  ),
  of(
    'agreement-governor',
    'agreement',
    'Governors have signed',
    'Each governor has signed the governors’ agreement.',
    agreements,
  ),
  of(
    'agreement-visitor',
    'agreement',
    'Visitors, supply and volunteers have signed',
    'Visitors, supply staff and volunteers sign at the desk before they use anything.',
    agreements,
  ),
  of(
    'agreement-community',
    'agreement',
    'Community users have signed (under 16: a parent)',
    'Each community user has signed, and a parent for those whom the policy calls too young.',
    agreements,
  ),
  of(
    'agreement-technical',
    'agreement',
    'Technical contractors have signed',
    'Each technical contractor has signed an agreement of their own.',
    agreements,
  ),
  of(
    'agreement-parent',
    'agreement',
    'Parents have signed this year',
    'A parent of each pupil has signed in the time that the policy sets.',
    agreements,
  ),
  of(
    'agreement-before-access',
    'agreement',
    'Nobody gets access before they have signed',
    'The filter lets nobody online whose agreement is missing.',
    agreements,
  ),
  of(
    'agreement-written-with-pupils',
    'agreement',
    'Pupils helped to write their rules',
    'Each edition of the pupils’ rules names the classes that helped to write it.',
    agreements,
  ),
  of(
    'consent-pictures',
    'consent',
    'Consent for pictures is recorded for each purpose',
    'For each pupil and purpose there is a yes or a no with its day; no answer counts as no.',
    consents,
  ),
  of(
    'consent-internet',
    'consent',
    'Consent for internet use is recorded',
    'For each pupil there is an answer from a parent about using the internet.',
    consents,
  ),
  of(
    'consent-video-calls',
    'consent',
    'Consent for video calls is recorded',
    'For each pupil in a video call there is an answer from a parent.',
    consents,
  ),
  of(
    'consent-withdrawal',
    'consent',
    'Consent can be withdrawn at any time and counts at once',
    'A parent withdraws consent on their own page, and what rests on it stops.',
    consents,
  ),
  of(
    'consent-own-say',
    'consent',
    'The pupil or adult pictured is asked as well',
    'A pupil’s or an adult’s own no is recorded and counts.',
    consents,
  ),
  of(
    'picture-library',
    'security',
    'Pictures are kept in the school’s library only',
    'Pictures are put into one library, with who took them, on what and what for.',
    pictures,
  ),
  of(
    'picture-checks',
    'security',
    'Each picture is checked before it is kept or used',
    'A picture counts only once somebody has answered the questions about clothing, distress and names.',
    pictures,
  ),
  of(
    'event-picture-notice',
    'notice',
    'Parents are told what they may photograph at events',
    'Each event has a notice that says what the policy allows.',
    pictures,
  ),
  of(
    'picture-retention',
    'retention',
    'Pictures are deleted at the end of their time',
    'The library deletes what is past its time, signed for.',
    pictures,
  ),
  of(
    'school-mail-only',
    'access',
    'School business goes by school mail only',
    'Staff and pupils write from the school’s own addresses.',
    mail,
  ),
  of(
    'pupil-mail-inside',
    'access',
    'Pupils’ mail stays inside the school',
    'A pupil’s message reaches people of the school only.',
    mail,
  ),
  of(
    'class-mailbox',
    'access',
    'A class mailbox is its teacher’s',
    'Each class has a mailbox that its teacher answers for.',
    mail,
  ),
  of(
    'pupil-mail-approved',
    'approval',
    'Pupils’ outgoing mail is approved',
    'A message of a pupil waits until a teacher has approved it.',
    mail,
  ),
  of(
    'mail-monitored',
    'monitoring-rule',
    'Mail is filtered and logged',
    'Messages are checked for what the policy names, and the checks are logged.',
    mail,
  ),
  of(
    'publication-checked',
    'approval',
    'What is published is scanned for names and details',
    'A draft is read for full names, private addresses and pictures without consent before it is published.',
    pictures,
  ),
  of(
    'lesson-access',
    'filter-rule',
    'Pupils are online only in lessons a teacher started',
    'The filter opens the internet for a class from the start of a lesson to its end.',
    lessons,
  ),
  of(
    'off-site-filtered',
    'filter-rule',
    'School devices are filtered away from school',
    'A device of the school obeys the same rules wherever it is.',
    reach,
  ),
  of(
    'inspection-of-pages',
    'filter-rule',
    'Encrypted pages are inspected',
    'On devices of the school the filter sees which page of a site is asked for.',
    reach,
  ),
  of(
    'class-view',
    'monitoring-rule',
    'A teacher sees what the class is doing online',
    'During a lesson its teacher sees the sites that the class is on.',
    lessons,
  ),
  of(
    'guest-access',
    'access',
    'Guests get a level of their own for a time',
    'A guest gets the guests’ level until the end of the day or of the booking.',
    community,
  ),
];

function of(code: string, kind: ControlKind, title: string, makesTrue: string, part: string): ToCome {
  return { code, kind, title, makesTrue, part };
}

/** The same as controls of the program: they have nothing to show. */
export const controlsToCome: readonly Control[] = list.map(({ part, ...control }) => ({
  ...control,
  makesTrue: `${control.makesTrue} This will come with ${part}.`,
  effect: 'to-come',
  opens: (actor) => mayReadPolicy(actor).allowed,
  openedBy: 'Teaching staff, IT support and governors',
  evidence: () =>
    Promise.resolve({
      state: 'no-data',
      kind: 'not-covered',
      figure: `Comes with ${part}`,
      latest: undefined,
      href: `/policy/controls/${control.code}`,
    }),
}));
