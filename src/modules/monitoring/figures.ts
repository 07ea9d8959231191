import { sql } from 'kysely';

import { instantOrNone } from '../../platform/time/clock.ts';
import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { owned, stamp, type GapRow } from './tables.ts';

/** Counts without names: what reviews, evidence and IT support see. */

/** Figures of a period, without names: each day's visits and blocks, and blocks by profile and rule. */
export interface Figures {
  readonly days: readonly {
    readonly day: string;
    readonly visits: number;
    readonly blocks: number;
    readonly help: number;
  }[];
  readonly blocksByRule: readonly { readonly tier: number | null; readonly rule: string; readonly blocks: number }[];
  readonly blocksByProfile: readonly { readonly profile: string; readonly blocks: number }[];
}

/** `days` is a list of days with their half-open spans, so that a day is the school's and not UTC's. */
export async function figuresOf(
  db: ReadHandle,
  days: readonly { readonly day: string; readonly from: Temporal.Instant; readonly until: Temporal.Instant }[],
): Promise<Figures> {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return { days: [], blocksByRule: [], blocksByProfile: [] };
  const counted = [];
  for (const { day, from, until } of days) {
    const rows = await owned
      .read(db)
      .select('filter_event')
      .where('at', '>=', stamp(from))
      .where('at', '<', stamp(until))
      .select((of) => ['type', of.fn.sum<number | string>('visits').as('n')])
      .groupBy('type')
      .execute();
    const of = (type: string): number => Number(rows.find((row) => row.type === type)?.n ?? 0);
    counted.push({ day, visits: of('visited'), blocks: of('blocked'), help: of('help-asked') });
  }
  const blocks = owned
    .read(db)
    .select('filter_event')
    .where('type', '=', 'blocked')
    .where('at', '>=', stamp(first.from))
    .where('at', '<', stamp(last.until));
  const byRule = await blocks
    // A rule of the school's own (tier 4) is counted with its like: its id says nothing to a reader.
    .select(['tier', sql<string>`case when tier = 4 then 'school-block' else rule end`.as('kind')])
    .select((of) => of.fn.sum<number | string>('visits').as('n'))
    .groupBy(['tier', 'kind'])
    .orderBy('n', 'desc')
    .limit(50)
    .execute();
  const byProfile = await blocks
    .select('profile')
    .select((of) => of.fn.sum<number | string>('visits').as('n'))
    .groupBy('profile')
    .orderBy('n', 'desc')
    .limit(20)
    .execute();
  return {
    days: counted,
    blocksByRule: byRule.map((row) => ({ tier: row.tier, rule: row.kind, blocks: Number(row.n) })),
    blocksByProfile: byProfile.map((row) => ({ profile: row.profile, blocks: Number(row.n) })),
  };
}

/** Alerts since an instant in figures: how many began, and how many were closed. */
export async function alertFigures(
  db: ReadHandle,
  from: Temporal.Instant,
): Promise<{ readonly raised: number; readonly closed: number }> {
  const count = async (column: 'raised_at' | 'closed_at'): Promise<number> => {
    const row = await owned
      .read(db)
      .select('alert')
      .where(column, '>=', stamp(from))
      .select((of) => of.fn.countAll<number | string>().as('n'))
      .executeTakeFirst();
    return Number(row?.n ?? 0);
  };
  return { raised: await count('raised_at'), closed: await count('closed_at') };
}

/** Gaps noticed since an instant, by kind. */
export async function gapsSince(
  db: ReadHandle,
  from: Temporal.Instant,
): Promise<readonly { readonly kind: GapRow['kind']; readonly events: number; readonly latest: string }[]> {
  const rows = await owned
    .read(db)
    .select('spool_gap')
    .where('noticed_at', '>=', stamp(from))
    .select((of) => ['kind', of.fn.sum<number | string>('events').as('n'), of.fn.max('noticed_at').as('latest')])
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  return rows.map((row) => ({ kind: row.kind, events: Number(row.n), latest: row.latest }));
}

/** The newest event the filter reported; undefined when it never reported any. */
export const newestEvent = readOnce(async (db): Promise<Temporal.Instant | undefined> => {
  const row = await owned
    .read(db)
    .select('filter_event')
    .select('at')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : Temporal.Instant.from(row.at);
});

/** How many events there have been since an instant. */
export async function eventsSince(db: ReadHandle, from: Temporal.Instant): Promise<number> {
  const row = await owned
    .read(db)
    .select('filter_event')
    .where('at', '>=', stamp(from))
    .select((of) => of.fn.countAll<number | string>().as('n'))
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Events since an instant that something has to come of, and how many of those before `late` still wait. */
export async function followUps(
  db: ReadHandle,
  from: Temporal.Instant,
  late: Temporal.Instant,
): Promise<{ readonly of: number; readonly waiting: number; readonly latest: Temporal.Instant | undefined }> {
  const rows = owned.read(db).select('filter_event').where('at', '>=', stamp(from)).where('follow_up', 'is not', null);
  const { of, latest } = await rows
    .select((is) => [is.fn.countAll<number | string>().as('of'), is.fn.max('at').as('latest')])
    .executeTakeFirstOrThrow();
  const { waiting } = await rows
    .where('followed_at', 'is', null)
    .where('at', '<', stamp(late))
    .select((is) => is.fn.countAll<number | string>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    of: Number(of),
    waiting: Number(waiting),
    latest: instantOrNone(latest),
  };
}

/** Records of visits and refusals since an instant: all, those that name a person, and those that name not even a computer. */
export async function visitsKnown(
  db: ReadHandle,
  from: Temporal.Instant,
): Promise<{
  readonly all: number;
  readonly known: number;
  readonly nowhere: number;
  readonly latest: Temporal.Instant | undefined;
}> {
  const rows = owned
    .read(db)
    .select('filter_event')
    .where('at', '>=', stamp(from))
    .where('type', 'in', ['visited', 'blocked']);
  const { all, known, latest } = await rows
    .select((is) => [
      is.fn.countAll<number | string>().as('all'),
      is.fn.count<number | string>('person_id').as('known'),
      is.fn.max('at').as('latest'),
    ])
    .executeTakeFirstOrThrow();
  const { nowhere } = await rows
    .where('person_id', 'is', null)
    .where('address', '=', '')
    .select((is) => is.fn.countAll<number | string>().as('nowhere'))
    .executeTakeFirstOrThrow();
  return {
    all: Number(all),
    known: Number(known),
    nowhere: Number(nowhere),
    latest: instantOrNone(latest),
  };
}
