import { Refused } from '../errors/errors.ts';
import type { Clock } from '../time/clock.ts';

/** Requests that one address (or one signed-in browser) may make in a minute: far above people, far below a flood. */
export const REQUESTS_A_MINUTE = 1200;
/** Clients counted at once. */
export const MOST_KEYS = 20_000;

/** Makes a counter of requests per minute and key, in memory. Throws `Refused` SG-TOO-MANY above the limit. */
export function floodGuard(clock: Clock, limit = REQUESTS_A_MINUTE): (key: string) => void {
  let minute = 0;
  let used = new Map<string, number>();
  return (key) => {
    const now = Math.floor(clock.monotonicMs() / 60_000);
    if (now !== minute || used.size > MOST_KEYS) {
      minute = now;
      used = new Map();
    }
    const count = (used.get(key) ?? 0) + 1;
    used.set(key, count);
    if (count > limit)
      throw new Refused('SG-TOO-MANY', 'Too many pages were asked for in a minute. Wait a minute, then go on.');
  };
}
