import { sql } from 'kysely';

import { machinery } from '../db/machinery.ts';
import type { Store } from '../db/store.ts';
import { schoolDay, type Clock } from '../time/clock.ts';

interface Tables {
  refusal_count: { day: string; code: string; seen: number };
}

/** Counts a refusal of somebody not signed in: such refusals are counted by day, not chained (contracts.md, "Writing"). */
export async function countRefusal(store: Store, clock: Clock, code: string): Promise<void> {
  const day = schoolDay(clock.now()).toString();
  await machinery<Tables>(store).transaction((db) =>
    db
      .insertInto('refusal_count')
      .values({ day, code, seen: 1 })
      .onConflict((conflict) =>
        conflict.columns(['day', 'code']).doUpdateSet({ seen: sql<number>`refusal_count.seen + 1` }),
      )
      .execute(),
  );
}
