import type { Clock } from './clock.ts';

/** A clock that stands still until it is told to move: for tests, and for making a demonstration's history. */
export interface ManualClock extends Clock {
  set(instant: Temporal.Instant): void;
  advance(duration: Temporal.Duration | Temporal.DurationLike): void;
}

/** Makes a clock that shows `start` until moved. Its monotonic reading follows the instant. */
export function manualClock(start: Temporal.Instant | string): ManualClock {
  let current = Temporal.Instant.from(start);
  return {
    now: () => current,
    monotonicMs: () => current.epochMilliseconds,
    set(instant) {
      current = instant;
    },
    advance(duration) {
      current = current.add(duration);
    },
  };
}
