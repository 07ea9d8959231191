import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { mailKinds, type MailTopic } from '../../platform/mail/kinds.ts';
import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { owned } from './rows.ts';

/** On which days the one mail of the day comes. This version has no term dates, so school days are Mondays to Fridays. */
export const mailDays = ['school-days', 'every-day'] as const;
export type MailDays = (typeof mailDays)[number];

/** What may be turned off: never what is about a child's safety or about signing in, and never what is sent at once. */
export const optionalTopics = ['posts', 'running'] as const satisfies readonly MailTopic[];
export type OptionalTopic = (typeof optionalTopics)[number];

/** The times of day that may be chosen. */
export const mailTimes: readonly string[] = Array.from({ length: 27 }, (_none, half) =>
  Temporal.PlainTime.from('06:30')
    .add({ minutes: 30 * half })
    .toString({ smallestUnit: 'minute' }),
);

/** When somebody's mail of the day comes, and what of it they do without. */
export interface MailChoice {
  /** `16:00`. */
  readonly at: string;
  readonly days: MailDays;
  readonly off: readonly OptionalTopic[];
  /** 0 while they have not chosen. */
  readonly version: number;
}

/** For who has not chosen: at four in the afternoon on school days, everything. */
export const usualChoice: MailChoice = { at: '16:00', days: 'school-days', off: [], version: 0 };

/** What this person chose. */
export async function choiceOf(db: ReadHandle, person: string): Promise<MailChoice> {
  const row = await owned.read(db).select('mail_choice').selectAll().where('person_id', '=', person).executeTakeFirst();
  if (row === undefined) return usualChoice;
  const off = row.off_topics.split(',');
  return {
    at: row.at_time,
    days: mailDays.find((one) => one === row.days) ?? usualChoice.days,
    off: optionalTopics.filter((topic) => off.includes(topic)),
    version: row.version,
  };
}

/** The kinds of message that a choice turns off. */
export function unwantedKinds(choice: MailChoice): ReadonlySet<string> {
  const off: readonly MailTopic[] = choice.off;
  return new Set(
    Object.entries(mailKinds)
      .filter(([, kind]) => kind.when === 'gathered' && off.includes(kind.topic))
      .map(([code]) => code),
  );
}

/** When what was gathered from `since` on is sent: the first chosen time on a chosen day after it. */
export function dueAt(since: Temporal.Instant, choice: Pick<MailChoice, 'at' | 'days'>): Temporal.Instant {
  const time = Temporal.PlainTime.from(choice.at);
  let day = since.toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate();
  for (;;) {
    const at = day.toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime: time }).toInstant();
    const counts = choice.days === 'every-day' || day.dayOfWeek <= 5;
    if (counts && Temporal.Instant.compare(at, since) > 0) return at;
    day = day.add({ days: 1 });
  }
}
