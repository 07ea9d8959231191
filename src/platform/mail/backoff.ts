/** Hours after which nobody tries to send a message any more, unless its kind says less. */
export const GIVE_UP_HOURS = 72;

/** How long to wait after the `failures`th failure (from 1): one minute, doubled each time, twelve hours at most. */
export function waitAfter(failures: number): Temporal.Duration {
  const minutes = Math.min(12 * 60, 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Temporal.Duration.from({ minutes });
}

/** How long the whole outbox waits after the mail server failed `failures` times in a row: one minute, doubled, a quarter of an hour at most. */
export function serverWaitAfter(failures: number): Temporal.Duration {
  return Temporal.Duration.from({ minutes: Math.min(15, 2 ** Math.min(4, Math.max(0, failures - 1))) });
}

/** An instant as the mail tables keep it: UTC with milliseconds, so that text sorts as time does. */
export function mailStamp(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 3 });
}
