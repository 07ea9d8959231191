/**
 * The clock is passed in everywhere; only this file and the tests that replace it may read the machine's.
 */
export interface Clock {
  /** The wall clock as an instant in UTC. May jump when somebody corrects the machine's time. */
  now(): Temporal.Instant;
  /** Milliseconds that only ever go forward, from an arbitrary start. */
  monotonicMs(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  monotonicMs: () => performance.now(),
};

/** The time zone in which a school's day, week and term are reckoned. */
export const SCHOOL_TIME_ZONE = 'Europe/London';

/** The school day (Europe/London) on which an instant falls. */
export function schoolDay(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate();
}

/** An instant as a database gives it where there may be none: null for no row. */
export function instantOrNone(text: string | null | undefined): Temporal.Instant | undefined {
  return text === null || text === undefined ? undefined : Temporal.Instant.from(text);
}
