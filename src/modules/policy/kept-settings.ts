import { readOnce, readsTogether } from '../../platform/db/read-once.ts';
import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { LoadedPackId } from './store.ts';
import { policyTables, type SettingRow } from './tables.ts';

/** Loads and saves the values of settings: those in force, and all that were. */

/** A value of a setting, with what set it. */
export interface SettingValue {
  readonly code: string;
  readonly value: unknown;
  /** The clause that set it; undefined when the school chose it itself. */
  readonly clause: string | undefined;
  readonly setAt: Temporal.Instant;
  readonly setBy: string;
  /** The reason given by whoever changed it; undefined for what a clause set. */
  readonly why: string | undefined;
}

/** The value in force of one setting; undefined when neither policy nor school has set it. */
export async function settingInForce(db: ReadHandle, code: string): Promise<SettingValue | undefined> {
  if (readsTogether(db)) return (await settingsInForce(db)).get(code);
  const row = await policyTables
    .read(db)
    .select('policy_setting')
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toSetting(row);
}

/** All values in force, by setting. */
export const settingsInForce = readOnce(async (db): Promise<ReadonlyMap<string, SettingValue>> => {
  const rows = await policyTables
    .read(db)
    .select('policy_setting')
    .where('ended_at', 'is', null)
    .selectAll()
    .orderBy('code')
    .execute();
  return new Map(rows.map((row) => [row.code, toSetting(row)]));
});

function toSetting(row: SettingRow): SettingValue {
  const value: unknown = JSON.parse(row.value);
  return {
    code: row.code,
    value,
    clause: row.clause_id ?? undefined,
    setAt: Temporal.Instant.from(row.set_at),
    setBy: row.set_by,
    why: row.why ?? undefined,
  };
}

/** Ends the value in force of a setting, where there is one. */
export async function endSetting(db: WriteHandle, code: string, at: Temporal.Instant): Promise<void> {
  await policyTables
    .write(db)
    .update('policy_setting')
    .set({ ended_at: at.toString() })
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .execute();
}

/** Sets a value; the one before gets an end and stays readable. */
export async function saveSetting(
  db: WriteHandle,
  setting: {
    id: string;
    code: string;
    value: unknown;
    clause: string | null;
    pack: LoadedPackId | null;
    at: Temporal.Instant;
    by: string;
    why?: string;
  },
): Promise<void> {
  await endSetting(db, setting.code, setting.at);
  await policyTables.write(db).insert('policy_setting', {
    id: setting.id,
    code: setting.code,
    value: JSON.stringify(setting.value),
    clause_id: setting.clause,
    pack_id: setting.pack,
    set_at: setting.at.toString(),
    set_by: setting.by,
    ended_at: null,
    why: setting.why ?? null,
  });
}

/** Every value that a setting has had, newest first. */
export async function settingHistory(db: ReadHandle, code: string): Promise<readonly SettingValue[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_setting')
    .where('code', '=', code)
    .selectAll()
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toSetting);
}
