import { holds, type Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import type { Duty, DutyLine } from '../module.ts';
import { settingOf } from '../policy/index.ts';
import { dutiesInForce, type SettingsOf } from './in-force.ts';
import { caughtUpBy, shownState } from './occurrence.ts';
import { postsOn } from './owners.ts';
import { maySeeDuties } from './policy.ts';
import { stageNumber, stageOn, toHeadDays, toLeadDays } from './reminders.ts';
import { beginningOf, openOccurrences } from './store.ts';
import { calendarOf, schoolYearLabel, schoolYearOf } from '../school/index.ts';

/** What people see of duties at home: their own, what stayed overdue in others' hands, and terms that nobody confirmed. */
export function homeLines(settings: SettingsOf): readonly Duty[] {
  return [
    {
      code: 'recurring-duties',
      title: 'Do the recurring duties of your post',
      passes: 'with-the-post',
      linesFor: (db, actor, { now }) => ownLines(db, settings, actor, now),
    },
    {
      code: 'duties-passed-up',
      title: 'See that overdue duties of others are done',
      passes: 'with-the-post',
      linesFor: (db, actor, { now }) => passedUpLines(db, settings, actor, now),
    },
    {
      code: 'confirm-terms',
      title: 'Enter the school’s term dates',
      linesFor: (db, actor, { now }) => termLines(db, actor, now),
    },
  ];
}

async function ownLines(
  db: ReadHandle,
  settings: SettingsOf,
  actor: Actor,
  now: Temporal.Instant,
): Promise<readonly DutyLine[]> {
  if (!maySeeDuties(actor).allowed) return [];
  const open = await openOccurrences(db);
  if (open.length === 0) return [];
  const today = schoolDay(now);
  const duties = await dutiesInForce(db, settings);
  const posts = postsOn(db, now);
  const own: { title: string; href: string; overdue: boolean; due: Temporal.PlainDate }[] = [];
  for (const [code, ones] of Map.groupBy(open, (one) => one.duty)) {
    const [oldest] = ones;
    const duty = duties.get(code);
    if (oldest === undefined || duty === undefined) continue;
    if (stageOn(oldest, today, { lead: 1, head: 1 }) === 'nobody' || !(await posts.isOwn(actor, duty.owner))) continue;
    const overdue = shownState(oldest, today) === 'overdue';
    // Of a short period the newest makes good the older ones.
    const one = caughtUpBy.has(oldest.period) ? (ones.at(-1) ?? oldest) : oldest;
    own.push({ title: duty.shape.title, href: `/duties/${code}/${one.key}/do`, overdue, due: oldest.due });
  }
  const late = own.filter((one) => one.overdue);
  const soon = own.filter((one) => !one.overdue);
  return [
    ...lineOf(late, { one: (when) => `was due on ${when}`, many: 'duties of yours are overdue', urgency: 2 }),
    ...lineOf(soon, { one: (when) => `is due on ${when}`, many: 'duties of yours fall due soon', urgency: 3 }),
  ];
}

function lineOf(
  own: readonly { title: string; href: string; due: Temporal.PlainDate }[],
  words: { readonly one: (when: string) => string; readonly many: string; readonly urgency: 2 | 3 },
): readonly DutyLine[] {
  const [first, ...others] = own;
  if (first === undefined) return [];
  if (others.length > 0) {
    const text = `${String(own.length)} ${words.many}`;
    return [{ text, href: '/duties', action: 'See them', urgency: words.urgency }];
  }
  return [
    {
      text: `“${first.title}” ${words.one(formatDate(first.due))}`,
      href: first.href,
      action: 'Record that it is done',
      urgency: words.urgency,
    },
  ];
}

async function passedUpLines(
  db: ReadHandle,
  settings: SettingsOf,
  actor: Actor,
  now: Temporal.Instant,
): Promise<readonly DutyLine[]> {
  if (!holds(actor, 'lead', 'head')) return [];
  const today = schoolDay(now);
  const days = { lead: await settingOf(db, toLeadDays), head: await settingOf(db, toHeadDays) };
  const least = stageNumber(actor.roles.has('lead') ? 'lead' : 'head');
  const open = await openOccurrences(db);
  const late = open.filter((one) => stageNumber(stageOn(one, today, days)) >= least);
  if (late.length === 0) return [];
  const duties = await dutiesInForce(db, settings);
  const posts = postsOn(db, now);
  let count = 0;
  for (const code of new Set(late.map((one) => one.duty))) {
    const duty = duties.get(code);
    if (duty !== undefined && !(await posts.isOwn(actor, duty.owner))) count += 1;
  }
  if (count === 0) return [];
  const text = `${formatPlural(count, 'duty', 'duties')} of colleagues ${count === 1 ? 'has' : 'have'} been overdue for some time`;
  return [{ text, href: '/duties#overdue', action: 'See which', urgency: 2 }];
}

async function termLines(db: ReadHandle, actor: Actor, now: Temporal.Instant): Promise<readonly DutyLine[]> {
  // Before duties have begun nothing hangs on the days.
  if (!holds(actor, 'office', 'head', 'lead') || (await beginningOf(db)) === undefined) return [];
  const year = schoolYearOf(schoolDay(now));
  const guessed = (await calendarOf(db)).termsOf(year).some((term) => !term.confirmed);
  return guessed
    ? [
        {
          text: `The term dates of ${schoolYearLabel(year)} are our guess until somebody confirms them`,
          href: `/school/terms/${String(year)}`,
          action: 'Confirm the term dates',
          urgency: 3,
        },
      ]
    : [];
}
