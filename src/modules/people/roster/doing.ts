import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { Refused } from '../../../platform/errors/errors.ts';

/** What every part of a step works with. */
export interface Doing {
  readonly db: WriteHandle;
  readonly now: Temporal.Instant;
  /** ISO day. */
  readonly today: string;
  readonly newId: () => string;
}

/** Thrown when the records are not what the plan was made from: the step is undone, and the import stops where it is. */
export function changedMeanwhile(): Refused {
  return new Refused(
    'SG-CHANGED',
    'Somebody changed people while the roster was imported. Undo what was done of it, and bring the roster again.',
  );
}
