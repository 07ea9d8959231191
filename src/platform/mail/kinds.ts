import { z } from 'zod';

/**
 * The closed list of messages. A mail says that something waits and where; never a name, a detail or a category of a child (design.md).
 * So each kind has its fixed words here, and what may be filled in is typed: there is no kind of field for text.
 */

/** What may stand in a message besides its fixed words. */
const fieldSchemas = {
  /** How many things. */
  count: z.int().min(0).max(1_000_000),
  /** A day: 2026-11-23. */
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  /** An instant in UTC. */
  instant: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/),
  /** The id of a record: only in the address of a link. */
  id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  /** A one-time secret: only in the address of a link. */
  secret: z.string().regex(/^[A-Za-z0-9_-]{22,86}$/),
  /** A hash, for comparing by eye. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
} as const;

export type MailFieldKind = keyof typeof fieldSchemas;

type Shape = Readonly<Record<string, MailFieldKind>>;
type ValueOf<Kind extends MailFieldKind> = z.infer<(typeof fieldSchemas)[Kind]>;

/** What a person may choose about: `account` and `safeguarding` (for those who hold such a post) always come. */
export const mailTopics = ['safeguarding', 'account', 'posts', 'running'] as const;
export type MailTopic = (typeof mailTopics)[number];

export interface MailKind<Fields extends Shape = Shape> {
  readonly topic: MailTopic;
  /** `now` is sent at once; `gathered` waits for the person's one mail of the day. */
  readonly when: 'now' | 'gathered';
  /** Hours after which it is no use any more and is not sent. */
  readonly hours: number;
  readonly subject: string;
  /** The paragraphs; `{name}` stands for a field. */
  readonly says: readonly string[];
  /** The path the link leads to; `:name` stands for a field. */
  readonly leadsTo: string;
  /** What the one mail of the day says for one of them, and for `{count}` of them. */
  readonly gathered: readonly [one: string, many: string];
  readonly fields: Fields;
}

function kind<const Fields extends Shape>(definition: MailKind<Fields>): MailKind<Fields> {
  return definition;
}

const DAYS_3 = 72;

/** Every message that Schoolgate can send. */
export const mailKinds = {
  'alert-urgent': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: something needs you now',
    says: ['An urgent alert waits for you.'],
    leadsTo: '/alerts',
    gathered: ['An urgent alert waits for you', '{count} urgent alerts wait for you'],
    fields: {},
  }),
  'alert-new': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: a new alert',
    says: ['A new alert waits for you.'],
    leadsTo: '/alerts',
    gathered: ['A new alert waits for you', '{count} new alerts wait for you'],
    fields: {},
  }),
  'case-waits': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Something waits for you in Schoolgate',
    says: ['Something waits for you in Schoolgate.'],
    leadsTo: '/incidents/:incident',
    gathered: ['Something waits for you', '{count} things wait for you'],
    fields: { incident: 'id' },
  }),
  'task-waits': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Something waits for you in Schoolgate',
    says: ['Somebody has asked you to do something.'],
    leadsTo: '/incidents/tasks/:task',
    gathered: ['Somebody has asked you to do something', 'You have been asked to do {count} things'],
    fields: { task: 'id' },
  }),
  'account-changed': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: something changed about how you sign in',
    says: [
      'How you sign in to Schoolgate was changed, or somebody signed in from a place that is new.',
      'If it was you, there is nothing to do. If it was not, tell IT support and a safeguarding lead now.',
    ],
    leadsTo: '/account',
    gathered: ['How you sign in was changed', 'How you sign in was changed {count} times'],
    fields: {},
  }),
  'second-holder-wanted': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: you are asked to confirm something',
    says: ['A change to somebody’s sign-in needs a second person to confirm it, and you are one who can.'],
    leadsTo: '/',
    gathered: ['You are asked to confirm a change', 'You are asked to confirm {count} changes'],
    fields: {},
  }),
  'reset-asked': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: a new way in is being made for you',
    says: [
      'Somebody at school asked for a new password for you, or confirmed that you get one.',
      'If you did not ask for help with signing in, tell the headteacher, a safeguarding lead or IT support now: they can stop it.',
    ],
    leadsTo: '/account',
    gathered: ['A new way in is being made for you', 'A new way in is being made for you'],
    fields: {},
  }),
  'reset-link': kind({
    topic: 'account',
    when: 'now',
    hours: 24,
    subject: 'Schoolgate: choose a new password',
    says: [
      'IT support or a colleague made you a link for choosing a new password. It works once, and for one day.',
      'If you did not ask for help with signing in, do not use it, and tell IT support now.',
    ],
    leadsTo: '/reset/:token',
    gathered: ['Choose a new password', 'Choose a new password'],
    fields: { token: 'secret' },
  }),
  'reset-confirmed': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: a new way in for a key post',
    says: [
      'A new way in for somebody who holds a key post was confirmed, or has been used. You are told because you hold one too.',
      'If nobody has spoken to you about it, ask the headteacher or a safeguarding lead in person.',
    ],
    leadsTo: '/people/resets',
    gathered: ['A new way in for a key post was made', '{count} new ways in for key posts were made'],
    fields: {},
  }),
  'reset-wished': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: somebody asks for help with signing in',
    says: ['Somebody asks for help with signing in. See in person that it is they before you make them a link.'],
    leadsTo: '/people/resets',
    gathered: ['Somebody asks for help with signing in', '{count} people ask for help with signing in'],
    fields: {},
  }),
  'chain-head': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: the trail’s mark of the day',
    says: [
      'Keep this mail. With it, the trail can be checked against what it was on {day}.',
      'Row {rows}, hash {hash}.',
    ],
    leadsTo: '/',
    gathered: ['The trail’s mark of the day', '{count} marks of the trail'],
    fields: { day: 'day', rows: 'count', hash: 'hash' },
  }),
  'backup-key-made': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: a backup key was made',
    says: [
      'Somebody who holds a key to the backups made a new one. Backups from now on open with the new one; older ones with the key of their day.',
      'If you do not expect this, look at the page “Backup keys” and speak to them today.',
    ],
    leadsTo: '/system/keys',
    gathered: ['A backup key was made', '{count} backup keys were made'],
    fields: {},
  }),
  'casework-key-shown': kind({
    topic: 'account',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: the casework key was shown',
    says: [
      'Somebody who may print the casework key for the safe has looked at it.',
      'If you do not expect this, look at the page “Casework key” and speak to them today.',
    ],
    leadsTo: '/system/casework-key',
    gathered: ['The casework key was shown', 'The casework key was shown {count} times'],
    fields: {},
  }),
  'cover-given': kind({
    topic: 'posts',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: you cover for somebody',
    says: ['You stand in for a colleague from {from} to {last}. Schoolgate shows you what you take on.'],
    leadsTo: '/people/cover',
    gathered: ['You stand in for a colleague', 'You stand in for colleagues ({count} times)'],
    fields: { from: 'day', last: 'day' },
  }),
  'cover-of-yours': kind({
    topic: 'posts',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: somebody covers for you',
    says: ['A colleague stands in for you from {from} to {last}.'],
    leadsTo: '/people/cover',
    gathered: ['A colleague stands in for you', 'Colleagues stand in for you ({count} times)'],
    fields: { from: 'day', last: 'day' },
  }),
  'cover-ended': kind({
    topic: 'posts',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: a cover ended early',
    says: ['A cover that concerns you was ended early.'],
    leadsTo: '/people/cover',
    gathered: ['A cover that concerns you was ended early', '{count} covers that concern you were ended early'],
    fields: {},
  }),
  'duty-soon': kind({
    topic: 'posts',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: duties of yours fall due',
    says: ['Duties of yours fall due soon (how many: {duties}).'],
    leadsTo: '/duties',
    gathered: ['Duties of yours fall due soon', 'Duties of yours fall due soon'],
    fields: { duties: 'count' },
  }),
  'duty-overdue': kind({
    topic: 'posts',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: duties of yours are overdue',
    says: ['Duties of yours are overdue (how many: {duties}).'],
    leadsTo: '/duties',
    gathered: ['Duties of yours are overdue', 'Duties of yours are overdue'],
    fields: { duties: 'count' },
  }),
  'duty-passed-up': kind({
    topic: 'posts',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: duties of colleagues stay overdue',
    says: ['Duties of colleagues have been overdue for some time (how many: {duties}).'],
    leadsTo: '/duties',
    gathered: ['Duties of colleagues stay overdue', 'Duties of colleagues stay overdue'],
    fields: { duties: 'count' },
  }),
  'work-handed-over': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: open work was handed to you',
    says: ['Open work was handed to you (things to look at: {things}).'],
    leadsTo: '/',
    gathered: ['Open work was handed to you', 'Open work was handed to you {count} times'],
    fields: { things: 'count' },
  }),
  'work-passed-on': kind({
    topic: 'posts',
    when: 'now',
    hours: DAYS_3,
    subject: 'Schoolgate: your open work was handed over',
    says: ['The open work in your name was handed over.'],
    leadsTo: '/',
    gathered: ['The open work in your name was handed over', 'Open work in your name was handed over {count} times'],
    fields: {},
  }),
  'mail-came-back': kind({
    topic: 'running',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: mail came back',
    says: ['Mail to somebody’s address came back. No more is sent there until the address is put right.'],
    leadsTo: '/mail/returned',
    gathered: ['Mail to one address came back', 'Mail to {count} addresses came back'],
    fields: {},
  }),
  'policy-to-acknowledge': kind({
    topic: 'posts',
    when: 'gathered',
    hours: DAYS_3,
    subject: 'Schoolgate: the policy waits to be acknowledged',
    says: ['The school’s online safety policy in force waits for you to read and acknowledge it.'],
    leadsTo: '/policy/acknowledge',
    gathered: ['The policy waits for you to read and acknowledge it', 'The policy waits for you to acknowledge it'],
    fields: {},
  }),
  'test-mail': kind({
    topic: 'running',
    when: 'now',
    hours: 1,
    subject: 'Schoolgate: a test mail',
    says: ['You asked for this mail on the page “Outbox”. Mail from Schoolgate arrives.'],
    leadsTo: '/mail',
    gathered: ['A test mail', '{count} test mails'],
    fields: {},
  }),
  'carried-over': kind({
    topic: 'safeguarding',
    when: 'now',
    hours: DAYS_3,
    subject: 'Something waits for you in Schoolgate',
    says: ['Something waits for you in Schoolgate.'],
    leadsTo: '/',
    gathered: ['Something waits for you', '{count} things wait for you'],
    fields: {},
  }),
} as const;

export type MailKindCode = keyof typeof mailKinds;

/** The values a kind takes, by its code. */
export type MailFields<Code extends MailKindCode> = {
  readonly [
    Name in keyof (typeof mailKinds)[Code]['fields']
  ]: (typeof mailKinds)[Code]['fields'][Name] extends MailFieldKind
    ? ValueOf<(typeof mailKinds)[Code]['fields'][Name]>
    : never;
};

/** The one mail of the day: not queued by anybody, made of what was gathered. */
export const DIGEST = 'digest';

/** The kind of a code as the outbox holds it; undefined for the digest and for anything unknown. */
export function mailKindOf(code: string): MailKind | undefined {
  return isMailKind(code) ? mailKinds[code] : undefined;
}

/** True for a code of the list. */
export function isMailKind(code: string): code is MailKindCode {
  return Object.hasOwn(mailKinds, code);
}

/** Checks the values for a kind. Throws `TypeError` naming the field: a message with anything else in it is never queued. */
export function checkMailFields(
  kind: MailKind,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number>> {
  const checked: Record<string, string | number> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const parsed = fieldSchemas[field].safeParse(values[name]);
    if (!parsed.success) throw new TypeError(`a mail’s field ${name} is not a ${field}`);
    checked[name] = parsed.data;
  }
  for (const name of Object.keys(values)) {
    if (!(name in checked)) throw new TypeError(`a mail has no field ${name}`);
  }
  return checked;
}
