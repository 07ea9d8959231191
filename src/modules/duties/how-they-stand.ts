import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { dutiesInForce, type DutyInForce, type SettingsOf } from './in-force.ts';
import { shownState, type Occurrence } from './occurrence.ts';
import { latestClosed, openOccurrences } from './store.ts';
import type { ShownState } from './words.ts';

/** One duty with what is open of it and what was last closed. */
export interface DutyStanding {
  readonly duty: DutyInForce;
  /** Open ones, the oldest due day first. */
  readonly open: readonly Occurrence[];
  readonly latest: Occurrence | undefined;
  /** In one word; undefined for one that has not fallen due yet. */
  readonly state: ShownState | undefined;
}

/** How every duty stands, in the order of the declarations. */
export async function howTheyStand(
  db: ReadHandle,
  settings: SettingsOf,
  now: Temporal.Instant,
): Promise<readonly DutyStanding[]> {
  const today = schoolDay(now);
  const duties = await dutiesInForce(db, settings);
  const openBy = Map.groupBy(await openOccurrences(db), (one) => one.duty);
  const closed = await latestClosed(db);
  return [...duties.values()].map((duty) => {
    const open = openBy.get(duty.shape.code) ?? [];
    const latest = closed.get(duty.shape.code);
    return { duty, open, latest, state: stateOf(duty, open, latest, today) };
  });
}

function stateOf(
  duty: DutyInForce,
  open: readonly Occurrence[],
  latest: Occurrence | undefined,
  today: Temporal.PlainDate,
): ShownState | undefined {
  if (!duty.applies) return 'not-applicable';
  const [oldest] = open;
  if (oldest !== undefined && shownState(oldest, today) === 'overdue') return 'overdue';
  if (oldest !== undefined) return 'due';
  return latest === undefined ? undefined : shownState(latest, today);
}
