import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filterStatusSchema, type FilterStatus } from '../../filter/spool/events.ts';
import type { SiteFolder } from '../../filter/ruleset/site-folder.ts';
import type { FilterChanges } from '../../platform/commands/filter-changes.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE, type Clock } from '../../platform/time/clock.ts';

/** What the filter says of itself, from the status file that it replaces every second. */
export interface ForceState {
  /** False when no status file is younger than ten seconds: the filter is stopped, or was never started. */
  readonly alive: boolean;
  /** When the filter last said anything. */
  readonly heard: Temporal.Instant | null;
  /** The ruleset it obeys; null while it has none. As last heard when it is not alive. */
  readonly inForce: { readonly epoch: number; readonly number: number; readonly since: Temporal.Instant } | null;
  /** Each names file, problem and cure. */
  readonly alarms: readonly { readonly code: string; readonly message: string }[];
}

/** A filter that has been silent for longer counts as stopped. */
const SILENT_AFTER_MS = 10_000;

/** Reads the newest status file of the site. Never throws: what cannot be read is a filter that is not heard. */
export function forceState(parts: { readonly site: SiteFolder; readonly clock: Clock }): ForceState {
  const newest = newestStatus(parts.site);
  if (newest === undefined) return { alive: false, heard: null, inForce: null, alarms: [] };
  const { status, heard } = newest;
  const age = parts.clock.now().epochMilliseconds - heard.epochMilliseconds;
  return {
    // A status from the future is a clock that was set back, and the filter writes on.
    alive: Math.abs(age) < SILENT_AFTER_MS,
    heard,
    inForce:
      status.inForce === null
        ? null
        : {
            epoch: status.inForce.epoch,
            number: status.inForce.number,
            since: instantOf(status.inForce.since) ?? heard,
          },
    alarms: status.alarms,
  };
}

/**
 * One line for a page after a change: "in force since 10:42:07" or "not yet in force". `changeNumber` is the number that the change
 * raised; left out, the newest number of the school counts.
 */
export async function inForceLine(
  db: ReadHandle,
  parts: { readonly site: SiteFolder; readonly clock: Clock; readonly changes: FilterChanges },
  changeNumber?: number,
): Promise<string> {
  const wanted = changeNumber ?? (await parts.changes.of(db.school)).wanted;
  return forceLine(forceState(parts), wanted);
}

/** As `inForceLine`, from a state that is known already. */
export function forceLine(state: ForceState, wanted: number): string {
  if (!state.alive) return 'not yet in force: the filter is not running';
  if (state.inForce === null || state.inForce.number < wanted) return 'not yet in force';
  return `in force since ${clockTime(state.inForce.since)}`;
}

/** Time of day with seconds in the school's time zone: "10:42:07". */
export function clockTime(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainTime().toString({ smallestUnit: 'second' });
}

function newestStatus(site: SiteFolder): { status: FilterStatus; heard: Temporal.Instant } | undefined {
  let names: string[];
  try {
    names = readdirSync(site.filterToApp);
  } catch {
    return undefined;
  }
  let newest: { status: FilterStatus; heard: Temporal.Instant } | undefined;
  for (const name of names) {
    if (!/^status-.*\.json$/.test(name)) continue;
    const status = readStatus(join(site.filterToApp, name));
    const heard = status === undefined ? undefined : instantOf(status.at);
    if (status === undefined || heard === undefined) continue;
    if (newest === undefined || Temporal.Instant.compare(heard, newest.heard) > 0) newest = { status, heard };
  }
  return newest;
}

function readStatus(path: string): FilterStatus | undefined {
  try {
    return filterStatusSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}
