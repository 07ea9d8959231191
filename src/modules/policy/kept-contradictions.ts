import { z } from 'zod';

import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { Said } from './pack.ts';
import type { PolicyValue } from './setting-kinds.ts';
import type { LoadedPackId } from './store.ts';
import { policyTables, type ContradictionRow } from './tables.ts';

/** Loads and saves what the clauses of an edition say against each other. */

/** A setting on which two clauses of one edition disagree. */
export interface Contradiction {
  readonly id: string;
  readonly setting: string;
  readonly sides: readonly Said[];
  /** What was in force when it was found: the safest of the sides. */
  readonly taken: PolicyValue;
  readonly foundAt: Temporal.Instant;
  /** Undefined while nobody has decided. */
  readonly resolved: Resolution | undefined;
}

export interface Resolution {
  readonly at: Temporal.Instant;
  readonly by: string;
  /** The clause whose word counts. */
  readonly chosen: string;
  readonly reason: string;
}

const value = z.union([z.string(), z.number(), z.array(z.string())]);
const sides = z.array(z.object({ code: z.string(), value, clause: z.string() }));

/** The contradictions of an edition, resolved ones too. */
export async function contradictionsOf(db: ReadHandle, pack: LoadedPackId): Promise<readonly Contradiction[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_contradiction')
    .where('pack_id', '=', pack)
    .selectAll()
    .orderBy('setting')
    .execute();
  return rows.map(toContradiction);
}

/** How many contradictions of the edition in force nobody has decided. For pages that show nothing of them. */
export async function openContradictions(db: ReadHandle): Promise<number> {
  const rows = await policyTables
    .read(db)
    .select('policy_contradiction')
    .innerJoin('policy_pack', (join) =>
      join
        .onRef('policy_pack.id', '=', 'policy_contradiction.pack_id')
        .onRef('policy_pack.school_id', '=', 'policy_contradiction.school_id'),
    )
    .where('policy_pack.ended_at', 'is', null)
    .where('policy_contradiction.resolved_at', 'is', null)
    .select('policy_contradiction.id as id')
    .execute();
  return rows.length;
}

function toContradiction(row: ContradictionRow): Contradiction {
  const { resolved_at: at, resolved_by: by, chosen, reason } = row;
  return {
    id: row.id,
    setting: row.setting,
    sides: sides.parse(JSON.parse(row.sides)),
    taken: value.parse(JSON.parse(row.taken)),
    foundAt: Temporal.Instant.from(row.found_at),
    resolved:
      at === null || by === null || chosen === null || reason === null
        ? undefined
        : { at: Temporal.Instant.from(at), by, chosen, reason },
  };
}

/** Keeps a contradiction that an edition brought. */
export async function saveContradiction(
  db: WriteHandle,
  found: {
    id: string;
    pack: LoadedPackId;
    setting: string;
    sides: readonly Said[];
    taken: PolicyValue;
    at: Temporal.Instant;
  },
): Promise<void> {
  await policyTables.write(db).insert('policy_contradiction', {
    id: found.id,
    pack_id: found.pack,
    setting: found.setting,
    sides: JSON.stringify(found.sides),
    taken: JSON.stringify(found.taken),
    found_at: found.at.toString(),
    resolved_at: null,
    resolved_by: null,
    chosen: null,
    reason: null,
  });
}

/** Records which clause counts. False when somebody has decided already. */
export async function resolveContradiction(db: WriteHandle, id: string, resolution: Resolution): Promise<boolean> {
  const changed = await policyTables
    .write(db)
    .update('policy_contradiction')
    .set({
      resolved_at: resolution.at.toString(),
      resolved_by: resolution.by,
      chosen: resolution.chosen,
      reason: resolution.reason,
    })
    .where('id', '=', id)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}
