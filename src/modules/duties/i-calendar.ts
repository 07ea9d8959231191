import ical, { ICalEventTransparency } from 'ical-generator';

import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';

/** One line of a calendar: a title and a day. */
export interface CalendarDay {
  /** Stays the same for ever, so that a calendar replaces and does not add. */
  readonly uid: string;
  readonly title: string;
  readonly day: Temporal.PlainDate;
  readonly href: string;
}

/**
 * The calendar as RFC 5545 has it. Days are whole days, which no time zone moves; the school's time zone goes with them, with the rule by
 * which clocks change in the United Kingdom (Summer Time Act 1972 as amended: last Sundays of March and October at 01:00 UTC).
 *
 * The zone stands with each event and not with the calendar: ical-generator 11.1.2 would write DTSTAMP in that zone without saying so, and
 * section 3.8.7.2 wants UTC.
 */
export function calendarText(name: string, days: readonly CalendarDay[], now: Temporal.Instant): string {
  const calendar = ical({
    name,
    prodId: { company: 'Schoolgate', product: 'Duties', language: 'EN' },
    ttl: 4 * 60 * 60,
    timezone: { name: null, generator: (zone) => (zone === SCHOOL_TIME_ZONE ? ukZone : null) },
  });
  for (const one of days) {
    calendar.createEvent({
      id: one.uid,
      start: one.day,
      end: one.day.add({ days: 1 }),
      allDay: true,
      timezone: SCHOOL_TIME_ZONE,
      stamp: now,
      summary: one.title,
      url: one.href,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}

/** Europe/London since 1996, as section 3.6.5 wants a rule that goes on. */
const ukZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${SCHOOL_TIME_ZONE}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T010000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0100',
  'TZNAME:BST',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0000',
  'TZNAME:GMT',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');
