import type { FilterEvent, SpoolRecord } from '../../../filter/spool/events.ts';
import { stamp, type EventRow } from '../tables.ts';

/** Turns a record of the spool into a row of the store. Pure. */

/** What `rowOf` needs to know besides the record. */
export interface RowContext {
  readonly school: string;
  readonly id: string;
  readonly takenInAt: Temporal.Instant;
  /** What has to come of the event: `alert`, `request`, or null. */
  readonly followUp: 'alert' | 'request' | null;
}

/** Everything in the spool but the count of events that could not be written: that is a gap, not an event. */
export type RecordedEvent = Exclude<FilterEvent, { type: 'unrecorded' }>;

/** An instant that a writer of the spool wrote; undefined when it is none. */
export function instantIn(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** Tier 0: never stored, whoever asked (contracts.md, "Decision tiers"). */
export function isHelpVisit(event: RecordedEvent): boolean {
  return (event.type === 'visited' || event.type === 'blocked') && event.tier === 0;
}

/** The row of an event. `at` is the event's own time, read already. */
export function rowOf(record: SpoolRecord, event: RecordedEvent, at: Temporal.Instant, context: RowContext): EventRow {
  const decided = event.type === 'blocked' || event.type === 'visited' ? event : undefined;
  return {
    school_id: context.school,
    id: context.id,
    filter_id: record.filter,
    boot_id: record.boot,
    worker: record.worker,
    seq: record.seq,
    type: event.type,
    at: stamp(at),
    taken_in_at: stamp(context.takenInAt),
    // An id of another shape is nobody we know: it must not reach the audit trail.
    person_id: event.person !== null && /^[A-Za-z0-9-]{1,64}$/.test(event.person) ? event.person : null,
    known_by: event.knownBy,
    address: event.address,
    profile: event.profile,
    ruleset: event.ruleset,
    host: hostOf(event),
    port: decided?.port ?? null,
    scheme: decided?.scheme ?? null,
    tier: decided?.tier ?? null,
    rule: decided?.rule ?? null,
    list: decided?.list ?? null,
    clause: decided?.clause ?? null,
    url: event.type === 'blocked' ? event.url : '',
    visits: decided?.count ?? 1,
    words: event.type === 'open-asked' ? event.reason : '',
    follow_up: context.followUp,
    followed_at: null,
  };
}

function hostOf(event: RecordedEvent): string {
  return event.type === 'help-asked' ? event.about : event.host;
}
