import type { FilterEvent } from '../spool/events.ts';

/** What makes two visits the same for the record, besides the minute. */
export type Visit = Omit<Extract<FilterEvent, { type: 'visited' }>, 'type' | 'at' | 'count'>;

/**
 * Counts allowed visits, so that a page of two hundred pictures is one line. The first visit of a minute is written at once (nothing
 * is invisible if the process dies), the rest of that minute as one line with their count when it is over.
 */
export interface VisitCounter {
  count(visit: Visit): void;
  /** Writes the counts of minutes that are over; all of them when `all`. */
  flush(all: boolean): void;
}

/** Different visits held at once; when there are more, all are written early. */
export const MOST_HELD = 5_000;

interface Held {
  readonly visit: Visit;
  readonly minute: number;
  /** Seen since the first, which is written already. */
  more: number;
  lastMs: number;
}

/** `write` takes one event (the spool's `append`); `nowMs` is the clock that counts. */
export function visitCounter(write: (event: FilterEvent) => void, nowMs: () => number): VisitCounter {
  let held = new Map<string, Held>();
  const line = (visit: Visit, atMs: number, count: number): void => {
    const at = new Temporal.Instant(BigInt(Math.floor(atMs)) * 1_000_000n).toString({ smallestUnit: 'millisecond' });
    write({ type: 'visited', ...visit, at, count });
  };
  const flush = (all: boolean): void => {
    const minute = Math.floor(nowMs() / 60_000);
    const kept = new Map<string, Held>();
    for (const [key, each] of held) {
      if (!all && each.minute >= minute) kept.set(key, each);
      else if (each.more > 0) line(each.visit, each.lastMs, each.more);
    }
    held = kept;
  };
  return {
    count(visit) {
      const ms = nowMs();
      const minute = Math.floor(ms / 60_000);
      const key = `${visit.person ?? ''} ${visit.address} ${visit.scheme} ${visit.host}:${String(visit.port)} ${visit.rule} ${visit.profile} ${visit.ruleset}`;
      const known = held.get(key);
      if (known?.minute === minute) {
        known.more++;
        known.lastMs = ms;
        return;
      }
      if (known !== undefined && known.more > 0) line(known.visit, known.lastMs, known.more);
      else if (held.size >= MOST_HELD) flush(true);
      held.set(key, { visit, minute, more: 0, lastMs: ms });
      line(visit, ms, 1);
    },
    flush,
  };
}
