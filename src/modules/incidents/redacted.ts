import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { incidentTables } from './store.ts';
import { branches, categories } from './words.ts';

/** Fewer than this are never shown apart: in a small school a kind of incident can be a name. */
export const SMALL_GROUP = 5;

/** The log as governors see it: no names, no words that anybody wrote, no year groups, small groups put together. */
export interface RedactedLog {
  readonly total: number;
  /** True when there are too few in the term to show anything but that. */
  readonly isSmall: boolean;
  readonly kinds: readonly { readonly label: string; readonly count: string }[];
  readonly rows: readonly {
    readonly month: string;
    readonly kind: string;
    readonly classified: string;
    readonly stands: string;
    readonly parents: string;
    readonly sanction: string;
  }[];
}

/** Reads the log of a span of days for governors. What is about an adult of the school is not in it, not even as a number. */
export async function redactedLog(db: ReadHandle, between: { from: string; to: string }): Promise<RedactedLog> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', 'general')
    .where('happened_on', '>=', between.from)
    .where('happened_on', '<=', between.to)
    .select(['happened_on', 'category', 'branch', 'state', 'parents', 'sanctioned'])
    .orderBy('number', 'desc')
    .execute();
  if (rows.length < SMALL_GROUP) return { total: rows.length, isSmall: true, kinds: [], rows: [] };
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.category, (counts.get(row.category) ?? 0) + 1);
  const isLarge = (category: string): boolean => (counts.get(category) ?? 0) >= SMALL_GROUP;
  const other = rows.filter((row) => !isLarge(row.category)).length;
  const large = [...counts].filter(([category]) => isLarge(category)).sort((a, b) => b[1] - a[1]);
  return {
    total: rows.length,
    isSmall: false,
    kinds: [
      ...large.map(([category, count]) => ({ label: categories.label(category), count: String(count) })),
      ...(other === 0
        ? []
        : [{ label: 'Other kinds', count: other < SMALL_GROUP ? `fewer than ${String(SMALL_GROUP)}` : String(other) }]),
    ],
    rows: hideSmall(
      rows.map((row) => ({
        month: row.happened_on.slice(0, 7),
        kind: isLarge(row.category) ? categories.label(row.category) : 'Another kind',
        classified: row.branch === null ? 'Not yet' : branches.label(row.branch),
        stands: row.state === 'closed' ? 'Closed' : 'Open',
        parents: row.parents === null ? 'Not yet' : row.parents === 'told' ? 'Told' : 'Not told, reason recorded',
        sanction: row.sanctioned === null ? 'Not yet' : row.sanctioned === 'none' ? 'None' : 'Given',
      })),
    ),
  };
}

/** Replaces what fewer than five rows say in a column: one incident that may be illegal would stand out in a small school. */
function hideSmall(rows: RedactedLog['rows']): RedactedLog['rows'] {
  const isSmall = (column: 'classified' | 'parents' | 'sanction' | 'stands', value: string): boolean =>
    rows.filter((row) => row[column] === value).length < SMALL_GROUP;
  const hidden = 'Fewer than five, not shown';
  return rows.map((row) => ({
    ...row,
    classified: isSmall('classified', row.classified) ? hidden : row.classified,
    parents: isSmall('parents', row.parents) ? hidden : row.parents,
    sanction: isSmall('sanction', row.sanction) ? hidden : row.sanction,
    stands: isSmall('stands', row.stands) ? hidden : row.stands,
  }));
}
