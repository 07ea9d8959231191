import type { FilterEvent } from '../spool/events.ts';

/** One refused visit as it would be written. */
export type Refused = Omit<Extract<FilterEvent, { type: 'blocked' }>, 'type' | 'at' | 'count'>;

/**
 * Bounds what one person or device can make the filter write. Refused visits are written one by one, each before its reply, until there
 * were 200 of one person (or of one address while nobody is known there) in a minute. After that the first of each site and rule is still
 * written at once, so that no attempt is invisible and no alert missed; its repetitions are one line with their count, written when the
 * minute is over or the filter stops. Of a flood of ever new sites, those after the hundredth are counted together under `MANY_SITES`.
 * Calls for help do not come this way and are never counted together. A kill loses the counts of that minute, not the first lines.
 */
export interface RefusalCounter {
  refused(visit: Refused): void;
  /** Writes the counts of minutes that are over; all of them when `all`. */
  flush(all: boolean): void;
}

/** Written one by one in a minute, of one person or device. */
export const MOST_SINGLE = 200;
/** Different sites and rules kept apart after that, in the same minute. */
export const MOST_APART = 100;
/** Stands for the host where further sites of a flood are counted together. No name of a site can be this. */
export const MANY_SITES = '*';
/** People and devices watched at once; when there are more, the counts are written and it begins anew. */
export const MOST_WATCHED = 20_000;

interface Watched {
  readonly minute: number;
  count: number;
  /** Sites and rules already written in this flood, with what was seen since. */
  readonly sites: Map<string, { readonly visit: Refused; more: number; lastMs: number }>;
}

/** `write` takes one event and returns after it is written (the spool's `appendNow`); `nowMs` is the clock that counts. */
export function refusalCounter(write: (event: FilterEvent) => unknown, nowMs: () => number): RefusalCounter {
  const watched = new Map<string, Watched>();
  const line = (visit: Refused, atMs: number, count: number): void => {
    const at = new Temporal.Instant(BigInt(Math.floor(atMs)) * 1_000_000n).toString({ smallestUnit: 'millisecond' });
    write({ type: 'blocked', ...visit, at, ...(count === 1 ? {} : { count }) });
  };
  const writeCounts = ({ sites }: Watched): void => {
    for (const each of sites.values()) if (each.more > 0) line(each.visit, each.lastMs, each.more);
  };
  const flush = (all: boolean): void => {
    const minute = Math.floor(nowMs() / 60_000);
    for (const [who, each] of watched) {
      if (!all && each.minute >= minute) continue;
      watched.delete(who);
      writeCounts(each);
    }
  };
  return {
    refused(visit) {
      const ms = nowMs();
      const minute = Math.floor(ms / 60_000);
      const who = visit.person ?? `address ${visit.address}`;
      let mine = watched.get(who);
      if (mine !== undefined && mine.minute !== minute) {
        writeCounts(mine);
        mine = undefined;
      }
      if (mine === undefined) {
        if (watched.size >= MOST_WATCHED) flush(true);
        mine = { minute, count: 0, sites: new Map() };
        watched.set(who, mine);
      }
      mine.count++;
      if (mine.count <= MOST_SINGLE) {
        line(visit, ms, 1);
        return;
      }
      const apart = `${visit.address} ${visit.host} ${String(visit.tier)} ${visit.rule} ${visit.profile}`;
      const known = mine.sites.get(apart);
      if (known !== undefined) {
        known.more++;
        known.lastMs = ms;
        return;
      }
      if (mine.sites.size < MOST_APART) {
        mine.sites.set(apart, { visit: { ...visit, url: '' }, more: 0, lastMs: ms });
        line(visit, ms, 1);
        return;
      }
      // Rules are few, so these are too: the school's own, the categories, and the fixed words.
      const together = `${MANY_SITES} ${String(visit.tier)} ${visit.rule} ${visit.profile}`;
      const rest = mine.sites.get(together);
      if (rest === undefined) {
        const many = { ...visit, host: MANY_SITES, port: 0, url: '' };
        mine.sites.set(together, { visit: many, more: 1, lastMs: ms });
      } else {
        rest.more++;
        rest.lastMs = ms;
      }
    },
    flush,
  };
}
