import type { Store } from '../../platform/db/store.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';

/** The school's audit head, and whether one has been mailed today (the chain itself says so). */
export async function headLastMailed(
  store: Store,
  school: SchoolId,
  now: Temporal.Instant,
): Promise<{
  readonly head: { readonly seq: number; readonly hash: string } | undefined;
  readonly mailedToday: boolean;
}> {
  const head = await store.reading
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('school_id', '=', school)
    .executeTakeFirst();
  const last = await store.reading
    .selectFrom('audit_event')
    .select('at')
    .where('school_id', '=', school)
    .where('subject_kind', '=', 'school')
    .where('subject', '=', school)
    .where('event', '=', 'audit-head-mailed')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    head: head === undefined ? undefined : { seq: Number(head['seq']), hash: String(head['hash']) },
    mailedToday: last !== undefined && schoolDay(Temporal.Instant.from(String(last['at']))).equals(schoolDay(now)),
  };
}
