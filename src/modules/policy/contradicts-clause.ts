import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { settingInForce } from './kept-settings.ts';
import { sameValue, type PolicyValue } from './setting-kinds.ts';
import { lawful, policySetting } from './settings-of-the-policy.ts';
import { clauseText } from './store.ts';

/** A clause of the policy in force that says otherwise than a value somebody wants. */
export interface ClauseAgainst {
  readonly clause: string;
  /** Its sentence: what would have to change. */
  readonly text: string;
  /** What it brought into force. */
  readonly inForce: PolicyValue;
}

/**
 * The clause that a new value of a setting would contradict; undefined when no clause fixes the setting, or the value is what the clause already brought into force.
 * What is below the law counts as its lawful reading.
 */
export async function contradictsClause(
  db: ReadHandle,
  code: string,
  value: PolicyValue,
): Promise<ClauseAgainst | undefined> {
  const kept = await settingInForce(db, code);
  if (kept?.clause === undefined || !isValue(kept.value)) return undefined;
  if (sameValue(kept.value, lawful(policySetting(code), value))) return undefined;
  return { clause: kept.clause, text: (await clauseText(db, kept.clause)) ?? '', inForce: kept.value };
}

const isValue = (value: unknown): value is PolicyValue =>
  typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
