import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import type { RetentionClass } from '../module.ts';
import { owned } from './tables.ts';

/** Which alerts and weekly reviews are past their time. Visits go by themselves (clearing/). */

type Due = NonNullable<RetentionClass['due']>;

const ALERT_YEARS = 1;
const REVIEW_YEARS = 6;

const dayOf = (instant: string): Temporal.PlainDate =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate();
const before = (today: Temporal.PlainDate, years: number): string =>
  `${today.subtract({ years }).toString()}T00:00:00.000Z`;

export const dueAlerts: Due = async (db, { today, most }) => {
  const rows = await owned
    .read(db)
    .select('alert')
    .where('closed_at', '<', before(today, ALERT_YEARS))
    .select(['id', 'person_id', 'closed_at'])
    .orderBy('closed_at')
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.flatMap((row) => {
    if (row.closed_at === null) return [];
    const closed = dayOf(row.closed_at);
    return {
      table: 'alert',
      id: row.id,
      parts: [],
      people: row.person_id === null ? [] : [row.person_id],
      dueOn: closed.add({ years: ALERT_YEARS }),
      what: `Alert, closed on ${closed.toString()}`,
      href: `/alerts/${row.id}`,
      // Nobody sees an alert about themselves, here no more than in the list.
      mayOpen: (actor) => actor.kind === 'person' && actor.person !== row.person_id,
    };
  });
};

export const dueReviews: Due = async (db, { today, most }) => {
  const rows = await owned
    .read(db)
    .select('monitoring_review')
    .where('reviewed_at', '<', before(today, REVIEW_YEARS))
    .select(['id', 'reviewed_by', 'reviewed_at'])
    .orderBy('reviewed_at')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    table: 'monitoring_review',
    id: row.id,
    parts: [],
    people: [row.reviewed_by],
    dueOn: dayOf(row.reviewed_at).add({ years: REVIEW_YEARS }),
    what: `Weekly review of ${dayOf(row.reviewed_at).toString()}`,
    mayOpen: () => true,
  }));
};
