import type { FilterEvent } from './events.ts';

/**
 * Allowed visits to one host by one person (or address, when nobody is known) in one minute become one event with a count
 * (contracts.md): a page of ninety pictures is one visit on the record, and the spool stays small.
 */

export type Visit = Extract<FilterEvent, { type: 'visited' }>;

export interface Coalescer {
  /** Counts a visit; its `count` is added up, its `at` is the first one's. */
  add(visit: Visit): void;
  /** Events of minutes that are over at `nowMs`, in order of first visit; they are forgotten here. */
  takeDue(nowMs: number): Visit[];
  /** Everything, for a stop. */
  takeAll(): Visit[];
  /** Different visits held. */
  size(): number;
}

const MINUTE_MS = 60_000;

interface Held {
  readonly visit: Visit;
  readonly minute: number;
  count: number;
}

/**
 * Makes an empty coalescer. `maxHeld` bounds memory (default 50,000 different visits): when it is reached, everything held becomes due
 * at once, so a visit is never dropped, only counted in more than one event. Help (tier 0) must not be given to it by person.
 */
export function coalesceVisits(maxHeld = 50_000): Coalescer {
  let held = new Map<string, Held>();
  let overflow: Visit[] = [];

  const event = ({ visit, count }: Held): Visit => ({ ...visit, count });

  function takeAll(): Visit[] {
    const all = [...overflow, ...[...held.values()].map(event)];
    held = new Map();
    overflow = [];
    return all;
  }

  return {
    add(visit) {
      const minute = Math.floor(Temporal.Instant.from(visit.at).epochMilliseconds / MINUTE_MS);
      // Everything that a report could ask about separately; a new ruleset or rule is a new event.
      const key = JSON.stringify([
        minute,
        visit.person ?? visit.address,
        visit.knownBy,
        visit.host,
        visit.port,
        visit.scheme,
        visit.rule,
        visit.ruleset,
        visit.address,
      ]);
      const known = held.get(key);
      if (known !== undefined) {
        known.count += visit.count;
        return;
      }
      if (held.size >= maxHeld) overflow = takeAll();
      held.set(key, { visit, minute, count: visit.count });
    },
    takeDue(nowMs) {
      const current = Math.floor(nowMs / MINUTE_MS);
      const due = overflow;
      overflow = [];
      for (const [key, one] of held) {
        // A minute in the future means that the clock was set back: it is over as well.
        if (one.minute === current) continue;
        due.push(event(one));
        held.delete(key);
      }
      return due;
    },
    takeAll,
    size: () => held.size + overflow.length,
  };
}
