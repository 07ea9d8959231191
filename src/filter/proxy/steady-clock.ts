import type { Clock } from '../../platform/time/clock.ts';

/**
 * The time by which starts and ends hold: the later of the wall clock and of (wall clock at the start + time that has passed
 * since). Turning the machine's clock back gives nobody a minute more, and stops nobody a minute longer (contracts.md, "clock jumps").
 */
export interface SteadyClock {
  /** The instant that counts. */
  now(): Temporal.Instant;
  /** Same, in milliseconds since 1970. */
  nowMs(): number;
  /** Another thread has already counted to `ms`: this one does not stay behind it. */
  atLeast(ms: number): void;
  /** What is wrong with the wall clock, in words for an alarm; undefined when nothing is. */
  jump(): string | undefined;
}

/** Differences below this are ordinary corrections by network time. */
export const JUMP_MS = 5_000;

/** How long a jump forward stays an alarm; one backward stays for as long as the wall clock lags. */
export const ALARM_MS = 3_600_000;

/** Makes one from the machine's clock. */
export function steadyClock(clock: Clock): SteadyClock {
  let startWall = clock.now().epochMilliseconds;
  let startMonotonic = clock.monotonicMs();
  let lastDifference = 0;
  let forward: { at: number; by: number } | undefined;
  const nowMs = (): number => {
    const wall = clock.now().epochMilliseconds;
    return Math.max(wall, Math.floor(startWall + (clock.monotonicMs() - startMonotonic)));
  };
  return {
    nowMs,
    now: () => Temporal.Instant.fromEpochMilliseconds(nowMs()),
    atLeast(ms) {
      if (ms <= nowMs()) return;
      startWall = ms;
      startMonotonic = clock.monotonicMs();
    },
    jump() {
      const monotonic = clock.monotonicMs();
      const difference = clock.now().epochMilliseconds - (startWall + (monotonic - startMonotonic));
      if (difference - lastDifference > JUMP_MS) forward = { at: monotonic, by: difference - lastDifference };
      lastDifference = difference;
      if (difference < -JUMP_MS) {
        return `The machine’s clock was turned back by ${seconds(-difference)}. End times go on by the time that has really passed. Put the clock right, then restart the filter.`;
      }
      if (forward !== undefined && monotonic - forward.at < ALARM_MS) {
        return `The machine’s clock jumped forward by ${seconds(forward.by)}. Starts and ends follow it. Check the machine’s time.`;
      }
      return undefined;
    },
  };
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} seconds`;
}
