import type { EventOf } from '../../../platform/audit/events.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { type filteringEvents } from '../events.ts';
import { filteringTables, stamp, type StopRow } from '../tables.ts';

/** Tier 2: a person is off the internet from an instant until another. The filter ends it by itself, also with the app stopped. */

export const stopKinds = ['sanction', 'denied'] as const;
export type StopKind = (typeof stopKinds)[number];
export type StopId = Id<'internet-stop'>;

export interface Stop {
  readonly id: StopId;
  readonly person: PersonId;
  readonly kind: StopKind;
  readonly from: Temporal.Instant;
  /** Not included; null while nobody has said until when. */
  readonly until: Temporal.Instant | null;
  readonly clause: string | null;
  /** Where the decision is recorded: an incident, or the filtering page itself. */
  readonly sourceKind: 'incident' | 'filtering';
  readonly sourceId: string | null;
  readonly recordedAt: Temporal.Instant;
}

/** What an effect of any module passes on from its own context. */
export interface StopContext {
  readonly db: WriteHandle;
  readonly now: Temporal.Instant;
  newId<Kind extends string>(): Id<Kind>;
}

type StoppedEvent = Extract<EventOf<typeof filteringEvents>, { name: 'internet-stopped' }>;
type EndedEvent = Extract<EventOf<typeof filteringEvents>, { name: 'internet-stop-ended-early' }>;

/**
 * Stops a person's internet inside the caller's command, which must have `changesFilter: true` and return the event.
 * `until` null is "until somebody gives it back". Throws RangeError when `until` is not after `from`: the caller's form says so first.
 */
export async function stopInternet(
  context: StopContext,
  stop: {
    readonly person: PersonId;
    readonly kind: StopKind;
    readonly from: Temporal.Instant;
    readonly until: Temporal.Instant | null;
    readonly clause: string | null;
    readonly sourceKind: 'incident' | 'filtering';
    readonly sourceId: string | null;
  },
): Promise<{ readonly stopId: StopId; readonly event: StoppedEvent }> {
  if (stop.until !== null && Temporal.Instant.compare(stop.until, stop.from) <= 0) {
    throw new RangeError('until: a stop ends after it begins.');
  }
  const stopId = context.newId<'internet-stop'>();
  await filteringTables.write(context.db).insert('internet_stop', {
    id: stopId,
    person_id: stop.person,
    kind: stop.kind,
    from_at: stamp(stop.from),
    until_at: stop.until === null ? null : stamp(stop.until),
    clause: stop.clause,
    source_kind: stop.sourceKind,
    source_id: stop.sourceId,
    recorded_at: stamp(context.now),
  });
  return {
    stopId,
    event: {
      name: 'internet-stopped',
      subject: stop.person,
      data: {
        stop: stopId,
        kind: stop.kind,
        from: stamp(stop.from),
        until: stop.until === null ? null : stamp(stop.until),
        clause: stop.clause,
        source: stop.sourceKind,
        sourceId: stop.sourceId,
      },
    },
  };
}

/**
 * Ends a stop at `at`, before its time. A stop that has not begun ends before it begins. Throws `Refused` SG-CHANGED when there is no
 * such stop or it is over already. The caller's command must have `changesFilter: true` and return the event.
 */
export async function endStop(
  context: { readonly db: WriteHandle },
  end: { readonly stopId: StopId; readonly at: Temporal.Instant },
): Promise<EndedEvent> {
  const at = stamp(end.at);
  const writer = filteringTables.write(context.db);
  const row = await writer.select('internet_stop').where('id', '=', end.stopId).select('person_id').executeTakeFirst();
  await changeOne(
    writer
      .update('internet_stop')
      .set({ until_at: at })
      .where('id', '=', end.stopId)
      .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', at)])),
  );
  return {
    name: 'internet-stop-ended-early',
    subject: row?.person_id ?? end.stopId,
    data: { stop: end.stopId, at },
  };
}

/** Every stop of a person, newest first, over ones included. At most 200. */
export async function stopsOf(db: ReadHandle, person: PersonId): Promise<Stop[]> {
  const rows = await filteringTables
    .read(db)
    .select('internet_stop')
    .where('person_id', '=', person)
    .selectAll()
    .orderBy('from_at', 'desc')
    .limit(200)
    .execute();
  return rows.map(stopOfRow);
}

/** Stops of everybody that are not over at `now`: those in force and those still to come. */
export async function stopsNotOver(db: ReadHandle, now: Temporal.Instant): Promise<Stop[]> {
  const rows = await filteringTables
    .read(db)
    .select('internet_stop')
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', stamp(now))]))
    .selectAll()
    .orderBy('from_at')
    .execute();
  return rows.map(stopOfRow).filter((stop) => stop.until === null || isBefore(stop.from, stop.until));
}

/** Whether anybody's internet was ever stopped, ended stops included. */
export async function everStopped(db: ReadHandle): Promise<boolean> {
  const row = await filteringTables.read(db).select('internet_stop').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Whether a stop is in force at `now`, still to come, or over. A stop that ended before it began counts as over. */
export function stateOfStop(stop: Stop, now: Temporal.Instant): 'in-force' | 'to-come' | 'over' {
  if (stop.until !== null && (!isBefore(stop.from, stop.until) || !isBefore(now, stop.until))) return 'over';
  return isBefore(now, stop.from) ? 'to-come' : 'in-force';
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function stopOfRow(row: StopRow): Stop {
  return {
    id: asId(row.id),
    person: asId(row.person_id),
    kind: row.kind === 'denied' ? 'denied' : 'sanction',
    from: Temporal.Instant.from(row.from_at),
    until: row.until_at === null ? null : Temporal.Instant.from(row.until_at),
    clause: row.clause,
    sourceKind: row.source_kind === 'incident' ? 'incident' : 'filtering',
    sourceId: row.source_id,
    recordedAt: Temporal.Instant.from(row.recorded_at),
  };
}
