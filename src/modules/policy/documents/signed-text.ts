import { createHash } from 'node:crypto';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { settingsInForce } from '../kept-settings.ts';
import { policySetting } from '../settings-of-the-policy.ts';
import { settle } from '../settling.ts';
import { packOfDraft, type Draft } from './draft.ts';

/** What those who approve, sign and publish put their names under. */

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

/**
 * SHA-256 (hex) of what a draft says: its sentences, what they set, its levels and measures, and the settings whose words stand in its document. A form carries the one
 * of the text it showed. It is the same when governors approve, when the chair signs and when the head publishes, unless something in it changed.
 */
export async function textHash(db: ReadHandle, draft: Pick<Draft, 'base' | 'changes'>): Promise<string> {
  const chosen = [...(await chosenByDraft(db, draft))]
    .filter(([code]) => policySetting(code) !== undefined)
    .map(([code, { value }]) => [code, value] as const);
  const shown = { pack: packOfDraft(draft, ''), chosen: chosen.toSorted(([one], [other]) => (one < other ? -1 : 1)) };
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
