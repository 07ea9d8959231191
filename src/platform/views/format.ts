import { SCHOOL_TIME_ZONE } from '../time/clock.ts';

/** What a template may hold for a moment or a day: a Temporal value, or its ISO 8601 text as the store keeps it. */
export type Moment = Temporal.Instant | Temporal.ZonedDateTime | Temporal.PlainDate | string;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

// Made once: a formatter takes longer to make than a page to fill.
const british = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A day as people write it: "21 November 2026". An instant is shown as the school day (Europe/London) it falls on.
 * Throws RangeError when a string is neither an ISO date nor an ISO instant.
 */
export function formatDate(value: Moment): string {
  const day = toDay(value);
  return `${day.day} ${MONTHS[day.month - 1] ?? ''} ${day.year}`;
}

/** A month: "November 2026", from "2026-11" or a Temporal value. Throws RangeError for other text. */
export function formatMonth(value: Temporal.PlainYearMonth | string): string {
  const { month, year } = Temporal.PlainYearMonth.from(value);
  return `${MONTHS[month - 1] ?? ''} ${year}`;
}

/**
 * A time of day in Europe/London: "3:40pm", "midday", "midnight" (12:00pm is read both ways, so it is never written).
 * Throws RangeError for a day without a time.
 */
export function formatTime(value: Moment): string {
  return formatClock(toZoned(value).toPlainTime());
}

/** A time on the clock that belongs to no day, in the same words; from "15:40" as the store keeps it, or a Temporal value. */
export function formatClock(value: Temporal.PlainTime | string): string {
  const { hour, minute } = Temporal.PlainTime.from(value);
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  const onTheClock = hour % 12 === 0 ? 12 : hour % 12;
  return `${onTheClock}:${String(minute).padStart(2, '0')}${hour < 12 ? 'am' : 'pm'}`;
}

/** Time and day: "3:40pm on 21 November 2026". Throws RangeError for a day without a time. */
export function formatDateTime(value: Moment): string {
  return `${formatTime(value)} on ${formatDate(value)}`;
}

/**
 * How long before `now` something was, in the words people use: "just now", "5 minutes ago", "2 hours ago",
 * "yesterday at 3:40pm", "3 days ago"; beyond six days the date itself. What lies ahead: "in 5 minutes".
 * `now` is passed in because the page knows it; nothing here reads a clock.
 */
export function formatAgo(value: Moment, now: Moment): string {
  const then = toZoned(value);
  const present = toZoned(now);
  const seconds = Math.trunc((present.epochMilliseconds - then.epochMilliseconds) / 1000);
  const words = (amount: string): string => (seconds < 0 ? `in ${amount}` : `${amount} ago`);
  const distance = Math.abs(seconds);
  if (distance < 60) return seconds < 0 ? 'in less than a minute' : 'just now';
  if (distance < 3600) return words(formatPlural(Math.floor(distance / 60), 'minute'));

  const days = then.toPlainDate().until(present.toPlainDate(), { largestUnit: 'days' }).days;
  if (days === 0) return words(formatPlural(Math.floor(distance / 3600), 'hour'));
  if (days === 1) return `yesterday at ${formatTime(then)}`;
  if (days === -1) return `tomorrow at ${formatTime(then)}`;
  if (Math.abs(days) <= 6) return words(formatPlural(Math.abs(days), 'day'));
  return formatDate(then);
}

/** A count with its noun: "1 concern", "1,204 concerns", "2 children" (give the plural where it is not plus "s"). */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A number with British thousands separators: "1,204", "12.5". */
export function formatNumber(value: number): string {
  return british.format(value);
}

function toDay(value: Moment): Temporal.PlainDate {
  if (value instanceof Temporal.PlainDate) return value;
  if (typeof value === 'string' && ISO_DAY.test(value)) return Temporal.PlainDate.from(value);
  return toZoned(value).toPlainDate();
}

function toZoned(value: Moment): Temporal.ZonedDateTime {
  if (value instanceof Temporal.ZonedDateTime) return value.withTimeZone(SCHOOL_TIME_ZONE);
  if (value instanceof Temporal.Instant) return value.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
  if (value instanceof Temporal.PlainDate || ISO_DAY.test(value)) {
    throw new RangeError(`${value.toString()} is a day without a time. Use the date filter, or pass an instant.`);
  }
  return Temporal.Instant.from(value).toZonedDateTimeISO(SCHOOL_TIME_ZONE);
}
