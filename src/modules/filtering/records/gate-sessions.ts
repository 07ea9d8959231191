import type { SessionLine } from '../../../filter/ruleset/session-log.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE } from '../../../platform/time/clock.ts';
import { filteringTables, stamp } from '../tables.ts';

/** How long after signing in the browser may take to come back to the gate and make the sign-in count. */
const CONFIRM_LIFE = Temporal.Duration.from({ minutes: 2 });

/** Until when a sign-in of `startedAt` can be confirmed at the gate (not included). */
export function confirmBy(startedAt: Temporal.Instant): Temporal.Instant {
  return startedAt.add(CONFIRM_LIFE);
}

/**
 * Who signed in at the gate and may still be there at `now`, oldest first, as the session log says it. All of one address: which of
 * them count is the filter's to know, because each is confirmed there. Sign-ins from before they were confirmed are left out.
 */
export async function liveSessionLines(db: ReadHandle, now: Temporal.Instant): Promise<SessionLine[]> {
  const rows = await filteringTables
    .read(db)
    .select('gate_session')
    .where('ends_at', '>', stamp(now))
    .select(['id', 'person_id', 'address', 'started_at', 'ends_at', 'confirm_hash'])
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, person_id: person, address, started_at, ends_at: until, confirm_hash: sha256 }) => {
    if (sha256 === null) return [];
    const by = stamp(confirmBy(Temporal.Instant.from(started_at)));
    return [{ op: 'in' as const, address, person, until, session: id, confirm: { sha256, by } }];
  });
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
