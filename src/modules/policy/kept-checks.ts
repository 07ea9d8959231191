import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { Coverage } from './coverage.ts';
import type { LoadedPackId } from './store.ts';
import { policyTables } from './tables.ts';

/** Loads and saves who looked at how the policy stands, and the figures they saw. */

/** The figures that are kept of a look. */
export type Seen = Pick<
  Coverage,
  'total' | 'enforced' | 'evidenced' | 'shown' | 'notCovered' | 'kept' | 'notKept' | 'overdue'
>;

export interface Check extends Seen {
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly remark: string;
}

/** The last looks, newest first. */
export async function latestChecks(db: ReadHandle, most: number): Promise<readonly Check[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_check')
    .selectAll()
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    at: Temporal.Instant.from(row.checked_at),
    by: row.checked_by,
    remark: row.remark,
    total: row.total,
    enforced: row.enforced,
    evidenced: row.evidenced,
    shown: row.shown,
    notCovered: row.not_covered,
    kept: row.kept,
    notKept: row.not_kept,
    overdue: row.overdue,
  }));
}

/** Records a look. */
export async function saveCheck(
  db: WriteHandle,
  check: Check & { readonly id: string; readonly pack: LoadedPackId },
): Promise<void> {
  await policyTables.write(db).insert('policy_check', {
    id: check.id,
    pack_id: check.pack,
    checked_at: check.at.toString(),
    checked_by: check.by,
    total: check.total,
    enforced: check.enforced,
    evidenced: check.evidenced,
    shown: check.shown,
    not_covered: check.notCovered,
    kept: check.kept,
    not_kept: check.notKept,
    overdue: check.overdue,
    remark: check.remark,
  });
}
