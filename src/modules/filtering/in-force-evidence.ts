import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Control, Evidence } from '../module.ts';
import type { FilteringParts } from './filtering-parts.ts';
import { clockTime, forceState, type ForceState } from './force-state.ts';
import type { Live, LiveReader } from './live.ts';

/** The rules in force, as the filter reports them and as the file it obeys says. */
export interface InForce {
  readonly live: Live;
  readonly heard: Temporal.Instant;
}

/** A control of this module; who opens its records is the same for all of them. */
export type FilteringControl = Omit<Control, 'opens' | 'openedBy'>;

/** Makes evidence of an answer that holds only while the filter is heard and obeys the newest rules. */
export type WhileInForce = (
  answer: (
    db: ReadHandle,
    inForce: InForce,
    now: Temporal.Instant,
  ) => Promise<Omit<Evidence, 'kind' | 'latest' | 'href'>>,
) => Control['evidence'];

export const HREF = '/filtering';

/** Asks only while the filter is heard and obeys the newest ruleset; otherwise what it would say is out of date. */
export function inForceEvidence(parts: FilteringParts, live: LiveReader): WhileInForce {
  return (answer) =>
    async (db, { now }): Promise<Evidence> => {
      const state = forceState(parts);
      const newest = live.newest();
      const { wanted } = await parts.changes.of(db.school);
      const stale = outOfDate(state, newest, wanted);
      if (stale !== undefined || newest === undefined || state.heard === null) {
        return {
          state: 'no-data',
          kind: 'out-of-date',
          figure: stale ?? 'No rules have been published.',
          latest: state.heard ?? undefined,
          href: HREF,
        };
      }
      const found = await answer(db, { live: newest, heard: state.heard }, now);
      return {
        ...found,
        // The filter was asked and is in order: there is only nothing of that sort (decision 28).
        kind: found.state === 'no-data' ? 'nothing-yet' : 'measured',
        latest: state.heard,
        href: HREF,
      };
    };
}

/** Why nothing can be said now, as a sentence; undefined when the filter is heard and obeys the newest ruleset. */
function outOfDate(state: ForceState, newest: Live | undefined, wanted: number): string | undefined {
  if (state.heard === null) return 'The filter has never been heard.';
  if (!state.alive) return `The filter was last heard at ${clockTime(state.heard)}.`;
  if (state.inForce === null || newest === undefined) return 'The filter has no rules to obey yet.';
  if (state.inForce.epoch !== newest.epoch || state.inForce.number !== newest.number || newest.number < wanted) {
    return `The filter obeys ruleset ${String(state.inForce.epoch)}.${String(state.inForce.number)}; change ${String(wanted)} is not in force yet.`;
  }
  return undefined;
}
