import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { filteringTables, stamp } from './tables.ts';

/** What reviews of filtering and monitoring see of changes: how many, and when the network last changed. */

/** Changes to filtering since an instant, in numbers. */
export interface FilterChangeFigures {
  readonly opened: number;
  readonly closed: number;
  readonly emergencies: number;
  readonly requests: number;
  readonly refused: number;
}

/** Counts decisions and requests. */
export async function filterChangesSince(db: ReadHandle, from: Temporal.Instant): Promise<FilterChangeFigures> {
  const rules = await filteringTables
    .read(db)
    .select('filter_rule')
    .where('decided_at', '>=', stamp(from))
    .select((of) => ['verdict', 'emergency', of.fn.countAll<number | string>().as('n')])
    .groupBy(['verdict', 'emergency'])
    .execute();
  const requests = await filteringTables
    .read(db)
    .select('filter_request')
    .where('asked_at', '>=', stamp(from))
    .select((of) => ['state', of.fn.countAll<number | string>().as('n')])
    .groupBy('state')
    .execute();
  const sum = (some: readonly { n: number | string }[]): number => some.reduce((all, { n }) => all + Number(n), 0);
  return {
    opened: sum(rules.filter(({ verdict }) => verdict === 'allow')),
    closed: sum(rules.filter(({ verdict }) => verdict !== 'allow')),
    emergencies: sum(rules.filter(({ emergency }) => emergency === 1)),
    requests: sum(requests),
    refused: sum(requests.filter(({ state }) => state === 'refused')),
  };
}

/** The newest change of the network settings; undefined while nobody has changed any. */
export async function networkChange(
  db: ReadHandle,
): Promise<{ readonly version: number; readonly at: Temporal.Instant } | undefined> {
  const row = await filteringTables
    .read(db)
    .select('filter_network')
    .select(['version', 'changed_at'])
    .executeTakeFirst();
  return row === undefined ? undefined : { version: row.version, at: Temporal.Instant.from(row.changed_at) };
}
