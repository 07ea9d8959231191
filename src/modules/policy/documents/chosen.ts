import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { settingsInForce } from '../kept-settings.ts';
import { settle } from '../settling.ts';
import { packOfDraft, type Draft } from './draft.ts';

/** What a draft's document says of one setting. */
export interface Chosen {
  readonly value: unknown;
  readonly clauses: readonly string[];
  /** True when two clauses say different things of it. */
  readonly disputed: boolean;
}

/** The settings as a draft would have them, by code: what its own clauses fix, and what the school chose besides. */
export async function chosenByDraft(
  db: ReadHandle,
  draft: Pick<Draft, 'base' | 'changes'>,
): Promise<ReadonlyMap<string, Chosen>> {
  const chosen = new Map<string, Chosen>();
  for (const [code, { value, clause }] of await settingsInForce(db)) {
    // What a clause of the edition in force fixes and the draft does not is free again.
    if (clause === undefined) chosen.set(code, { value, clauses: [], disputed: false });
  }
  for (const { code, value, clause, sides } of settle(packOfDraft(draft, ''))) {
    chosen.set(code, { value, clauses: [clause], disputed: sides.length > 0 });
  }
  return chosen;
}
