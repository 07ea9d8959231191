import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Setting } from '../module.ts';
import { settingInForce } from './kept-settings.ts';

/**
 * The value of a setting as it is in force: what the policy's clause or the school has set, else the setting's own fallback. A kept value
 * that the setting's schema no longer takes counts as not set; /policy/settings says so.
 */
export async function settingOf<Value>(db: ReadHandle, setting: Setting<Value>): Promise<Value> {
  const kept = await settingInForce(db, setting.code);
  if (kept === undefined) return setting.fallback;
  const read = setting.schema.safeParse(kept.value);
  return read.success ? read.data : setting.fallback;
}

/** The id of the clause that set a setting; undefined when the school chose the value itself, or nobody has. */
export async function clauseOf(db: ReadHandle, settingCode: string): Promise<string | undefined> {
  return (await settingInForce(db, settingCode))?.clause;
}
