import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import type { Severity } from './alert-level.ts';
import { alertOf, type Alert } from './alerts.ts';
import { owned, stamp, type EventRow, type ReviewRow } from './tables.ts';

/** Read-only questions about many records. Every one about alerts leaves out those about the person who asks. */

export const PAGE_SIZE = 25;

export const alertSorts = ['severity', 'latest', 'first', 'times'] as const;
export type AlertSort = (typeof alertSorts)[number];

export interface AlertQuestion {
  readonly viewer: PersonId;
  readonly state: 'open' | 'closed';
  readonly severity: Severity | 'all';
  readonly sort: AlertSort;
  readonly descending: boolean;
  readonly page: number;
}

/** One page of alerts, and how many there are in all. Calls for help come first when sorted by how serious they are. */
export async function alertsLike(
  db: ReadHandle,
  asked: AlertQuestion,
): Promise<{ readonly total: number; readonly alerts: readonly Alert[] }> {
  let matching = owned
    .read(db)
    .select('alert')
    .where('state', '=', asked.state)
    .where((is) => is.or([is('person_id', 'is', null), is('person_id', '!=', asked.viewer)]));
  if (asked.severity !== 'all') matching = matching.where('severity', '=', asked.severity);
  const counted = await matching.select((of) => of.fn.countAll<number | string>().as('n')).executeTakeFirst();
  const direction = asked.descending ? 'desc' : 'asc';
  const column = ({ severity: 'rank', latest: 'last_at', first: 'first_at', times: 'events' } as const)[asked.sort];
  const rows = await matching
    .selectAll()
    .orderBy(column, direction)
    .orderBy('last_at', 'desc')
    .orderBy('id')
    .limit(PAGE_SIZE)
    .offset((asked.page - 1) * PAGE_SIZE)
    .execute();
  return { total: Number(counted?.n ?? 0), alerts: rows.map(alertOf) };
}

/** What is open, in figures: for duties, controls and the head of the list. `viewer` undefined is everybody's. */
export async function openAlertCounts(
  db: ReadHandle,
  viewer: PersonId | undefined,
): Promise<{
  readonly help: number;
  readonly urgent: number;
  readonly others: number;
  readonly oldest: string | null;
}> {
  let open = owned.read(db).select('alert').where('state', '=', 'open');
  if (viewer !== undefined) {
    open = open.where((is) => is.or([is('person_id', 'is', null), is('person_id', '!=', viewer)]));
  }
  const rows = await open
    .select((of) => ['rank', of.fn.countAll<number | string>().as('n'), of.fn.min('first_at').as('oldest')])
    .groupBy('rank')
    .execute();
  let help = 0;
  let urgent = 0;
  let others = 0;
  let oldest: string | null = null;
  for (const row of rows) {
    if (row.rank === 0) help += Number(row.n);
    else if (row.rank === 1) urgent += Number(row.n);
    else others += Number(row.n);
    if (oldest === null || row.oldest < oldest) oldest = row.oldest;
  }
  return { help, urgent, others, oldest };
}

export type GroupEvent = Pick<
  EventRow,
  | 'id'
  | 'type'
  | 'at'
  | 'address'
  | 'known_by'
  | 'profile'
  | 'host'
  | 'scheme'
  | 'tier'
  | 'rule'
  | 'list'
  | 'clause'
  | 'url'
  | 'ruleset'
  | 'visits'
>;

/** The newest events of an alert, at most `limit`. */
export async function eventsOfAlert(db: ReadHandle, alert: string, limit: number): Promise<readonly GroupEvent[]> {
  const places = await owned
    .read(db)
    .select('alert_event')
    .select('event_id')
    .where('alert_id', '=', alert)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  if (places.length === 0) return [];
  return owned
    .read(db)
    .select('filter_event')
    .select([
      'id',
      'type',
      'at',
      'address',
      'known_by',
      'profile',
      'host',
      'scheme',
      'tier',
      'rule',
      'list',
      'clause',
      'url',
      'ruleset',
      'visits',
    ])
    .where(
      'id',
      'in',
      places.map((place) => place.event_id),
    )
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
}

export type SeenVisit = Pick<
  EventRow,
  'id' | 'type' | 'at' | 'address' | 'host' | 'scheme' | 'tier' | 'rule' | 'clause' | 'url' | 'visits'
>;

/** What one person opened or tried to open between two instants, in order of time. Help is not there to be shown. */
export async function visitsOf(
  db: ReadHandle,
  asked: {
    readonly person: PersonId;
    readonly from: Temporal.Instant;
    readonly until: Temporal.Instant;
    readonly only: 'all' | 'blocked';
    readonly size: number;
    readonly page: number;
  },
): Promise<{ readonly total: number; readonly visits: readonly SeenVisit[] }> {
  const matching = owned
    .read(db)
    .select('filter_event')
    .where('person_id', '=', asked.person)
    .where('at', '>=', stamp(asked.from))
    .where('at', '<', stamp(asked.until))
    .where('type', 'in', asked.only === 'blocked' ? ['blocked'] : ['blocked', 'visited']);
  const counted = await matching.select((of) => of.fn.countAll<number | string>().as('n')).executeTakeFirst();
  const visits = await matching
    .select(['id', 'type', 'at', 'address', 'host', 'scheme', 'tier', 'rule', 'clause', 'url', 'visits'])
    .orderBy('at')
    .orderBy('id')
    .limit(asked.size)
    .offset((asked.page - 1) * asked.size)
    .execute();
  return { total: Number(counted?.n ?? 0), visits };
}

/** The newest reviews, at most `limit`. */
export async function latestReviews(db: ReadHandle, limit: number): Promise<readonly ReviewRow[]> {
  return owned
    .read(db)
    .select('monitoring_review')
    .selectAll()
    .orderBy('reviewed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
