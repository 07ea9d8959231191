import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { filteringTables, stamp, type RequestRow } from '../tables.ts';
import type { CameFrom, RequestState, Wants } from '../words.ts';
import { textList } from './text-list.ts';

export type RequestId = Id<'filter-request'>;

/** A request to open or close a site, with the columns that policies name: reason, date, name, signed consent (s1-071, s1-072), and ours. */
export interface ChangeRequest {
  readonly id: RequestId;
  readonly wants: Wants;
  readonly host: string;
  readonly category: string | null;
  readonly profiles: readonly string[] | null;
  readonly until: Temporal.Instant | null;
  readonly reason: string;
  readonly cameFrom: CameFrom;
  readonly askedBy: PersonId | null;
  readonly askedAt: Temporal.Instant;
  readonly state: RequestState;
  /** Who signed, and when. */
  readonly decidedBy: PersonId | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly decisionReason: string | null;
  readonly actionedAt: Temporal.Instant | null;
  readonly reviewOn: Temporal.PlainDate | null;
  readonly ruleId: string | null;
}

/** The row of a new request. */
export function newRequestRow(
  id: RequestId,
  request: Pick<
    ChangeRequest,
    'wants' | 'host' | 'category' | 'profiles' | 'until' | 'reason' | 'cameFrom' | 'askedBy' | 'askedAt'
  > & { readonly eventKey: string | null },
): Omit<RequestRow, 'school_id'> {
  return {
    id,
    wants: request.wants,
    host: request.host,
    category: request.category,
    profiles: request.profiles === null ? null : JSON.stringify(request.profiles),
    until_at: request.until === null ? null : stamp(request.until),
    reason: request.reason,
    came_from: request.cameFrom,
    event_key: request.eventKey,
    asked_by: request.askedBy,
    asked_at: stamp(request.askedAt),
    state: 'waiting',
    decided_by: null,
    decided_at: null,
    decision_reason: null,
    actioned_at: null,
    review_on: null,
    rule_id: null,
  };
}

/** One request, or undefined. */
export async function findRequest(db: ReadHandle, id: RequestId): Promise<ChangeRequest | undefined> {
  const row = await filteringTables
    .read(db)
    .select('filter_request')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : requestOfRow(row);
}

/** Requests, newest first, a page at a time. `askedBy` keeps to one person's own. */
export async function requestsPage(
  db: ReadHandle,
  asked: { state: RequestState | null; askedBy: PersonId | null; page: number; size: number },
): Promise<{ readonly requests: ChangeRequest[]; readonly total: number }> {
  const base = () => {
    let some = filteringTables.read(db).select('filter_request');
    if (asked.state !== null) some = some.where('state', '=', asked.state);
    if (asked.askedBy !== null) some = some.where('asked_by', '=', asked.askedBy);
    return some;
  };
  const counted = await base()
    .select((select) => select.fn.countAll<number | string>().as('total'))
    .executeTakeFirst();
  const rows = await base()
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.size)
    .offset((asked.page - 1) * asked.size)
    .execute();
  return { requests: rows.map(requestOfRow), total: Number(counted?.total ?? 0) };
}

/** How many requests wait for a decision. */
export async function countWaiting(db: ReadHandle): Promise<number> {
  const row = await filteringTables
    .read(db)
    .select('filter_request')
    .where('state', '=', 'waiting')
    .select((select) => select.fn.countAll<number | string>().as('total'))
    .executeTakeFirst();
  return Number(row?.total ?? 0);
}

function requestOfRow(row: RequestRow): ChangeRequest {
  const at = (text: string | null): Temporal.Instant | null => (text === null ? null : Temporal.Instant.from(text));
  const person = (text: string | null): PersonId | null => (text === null ? null : asId(text));
  return {
    id: asId(row.id),
    wants: row.wants === 'close' ? 'close' : 'open',
    host: row.host,
    category: row.category,
    profiles: row.profiles === null ? null : textList(row.profiles),
    until: at(row.until_at),
    reason: row.reason,
    cameFrom: row.came_from === 'gate' || row.came_from === 'mistake' ? row.came_from : 'page',
    askedBy: person(row.asked_by),
    askedAt: Temporal.Instant.from(row.asked_at),
    state: row.state === 'approved' || row.state === 'refused' ? row.state : 'waiting',
    decidedBy: person(row.decided_by),
    decidedAt: at(row.decided_at),
    decisionReason: row.decision_reason,
    actionedAt: at(row.actioned_at),
    reviewOn: row.review_on === null ? null : Temporal.PlainDate.from(row.review_on),
    ruleId: row.rule_id,
  };
}
