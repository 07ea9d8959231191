import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';

/** "3:40pm on 21 November 2026", in the school's time. */
export function dateAndTime(instant: Temporal.Instant): string {
  const there = instant.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
  const day = there.toPlainDate().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `${timeOfDay(instant)} on ${day}`;
}

/** "3:40pm", in the school's time. */
export function timeOfDay(instant: Temporal.Instant): string {
  const there = instant.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
  const hour = there.hour % 12 === 0 ? 12 : there.hour % 12;
  return `${String(hour)}:${String(there.minute).padStart(2, '0')}${there.hour < 12 ? 'am' : 'pm'}`;
}
