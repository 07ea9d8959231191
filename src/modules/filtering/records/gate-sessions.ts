import type { SessionLine } from '../../../filter/ruleset/session-log.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE } from '../../../platform/time/clock.ts';
import { filteringTables, stamp } from '../tables.ts';

/** Who is signed in at the gate at `now`, one line per address (the latest sign-in there), as the session log says it. */
export async function liveSessionLines(db: ReadHandle, now: Temporal.Instant): Promise<SessionLine[]> {
  const rows = await filteringTables
    .read(db)
    .select('gate_session')
    .where('ends_at', '>', stamp(now))
    .select(['id', 'person_id', 'address', 'ends_at'])
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  const byAddress = new Map<string, SessionLine>();
  for (const row of rows) {
    const { address, person_id: person, ends_at: until, id: session } = row;
    byAddress.set(address, { op: 'in', address, person, until, session });
  }
  return [...byAddress.values()];
}

/** Whether a ticket's nonce has been spent. */
export async function nonceSpent(db: ReadHandle, nonce: string): Promise<boolean> {
  const row = await filteringTables
    .read(db)
    .select('gate_session')
    .where('nonce', '=', nonce)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Until when a sign-in at `now` lasts: the end of the school day (`dayEnds`, "18:00", Europe/London), or two hours where that is later.
 */
export function sessionEnd(now: Temporal.Instant, dayEnds: string): Temporal.Instant {
  const here = now.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
  const end = here.withPlainTime(Temporal.PlainTime.from(dayEnds)).toInstant();
  const least = now.add({ hours: 2 });
  return Temporal.Instant.compare(end, least) > 0 ? end : least;
}
