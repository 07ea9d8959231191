import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { SMALL_GROUP } from './redacted.ts';
import { incidentTables } from './store.ts';
import { categories } from './words.ts';

/** What reviews of filtering and monitoring see of incidents: numbers, and no case. As in controls.ts, those about adults of the school are left out. */

const counted = 'general';

/** Incidents of a period in numbers. */
export interface IncidentFigures {
  readonly total: number;
  readonly open: number;
  /** Kinds with five and more, the most frequent first; the others are put together, as governors see them. */
  readonly byKind: readonly { readonly label: string; readonly count: string }[];
}

/** Counts incidents that happened from a day on. */
export async function incidentFigures(db: ReadHandle, from: Temporal.PlainDate): Promise<IncidentFigures> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', counted)
    .where('happened_on', '>=', from.toString())
    .select((of) => ['category', 'state', of.fn.countAll<number | string>().as('n')])
    .groupBy(['category', 'state'])
    .execute();
  const kinds = Map.groupBy(rows, ({ category }) => category);
  const sum = (some: readonly { n: number | string }[]): number => some.reduce((all, { n }) => all + Number(n), 0);
  const counts = [...kinds]
    .map(([category, some]) => ({ label: categories.label(category), count: sum(some) }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  const shown = counts.filter(({ count }) => count >= SMALL_GROUP);
  const other = sum(counts.filter(({ count }) => count < SMALL_GROUP).map(({ count }) => ({ n: count })));
  return {
    total: sum(rows),
    open: sum(rows.filter(({ state }) => state !== 'closed')),
    byKind: [
      ...shown.map(({ label, count }) => ({ label, count: String(count) })),
      ...(other === 0
        ? []
        : [{ label: 'Other kinds', count: other < SMALL_GROUP ? `fewer than ${String(SMALL_GROUP)}` : String(other) }]),
    ],
  };
}

/** Incidents that may have been illegal and were closed, newest first: each calls for a review. Only their ids and when, nothing of what they are. */
export async function seriousIncidentsClosed(
  db: ReadHandle,
): Promise<readonly { readonly id: string; readonly closedAt: Temporal.Instant }[]> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', counted)
    .where('branch', '=', 'illegal')
    .where('state', '=', 'closed')
    .where('closed_at', 'is not', null)
    .select(['id', 'closed_at'])
    .orderBy('closed_at', 'desc')
    .limit(200)
    .execute();
  return rows.flatMap(({ id, closed_at: at }) => (at === null ? [] : [{ id, closedAt: Temporal.Instant.from(at) }]));
}
