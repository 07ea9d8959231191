import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import type { Setting } from '../module.ts';
import { postKinds } from '../people/index.ts';
import { settingOf } from '../policy/index.ts';
import { declaredDuties } from './declared/index.ts';
import type { DutyShape } from './duty.ts';
import { dutyTables, type SettingRow } from './rows.ts';
import { isPeriod, type Period } from './words.ts';

/** The settings of all modules: what a duty's period may follow. */
export type SettingsOf = () => readonly Setting[];

/** A duty as it stands in this school today. */
export interface DutyInForce {
  readonly shape: DutyShape;
  readonly period: Period;
  readonly owner: DutyShape['owner'];
  readonly applies: boolean;
  /** Who says how often: as delivered, a setting of the policy, or the school. */
  readonly periodFrom: 'delivered' | 'policy' | 'school';
  /** What the school set, when it set anything. */
  readonly own: SettingRow | undefined;
  /** The first day that counts under what the school set last, where that moved the period; else from the beginning. */
  readonly since: Temporal.PlainDate | undefined;
}

/** Every duty as it stands, by code, in the order of the declarations. */
export async function dutiesInForce(db: ReadHandle, settings: SettingsOf): Promise<ReadonlyMap<string, DutyInForce>> {
  const rows = await dutyTables.read(db).select('duty_setting').selectAll().orderBy('version').limit(10_000).execute();
  const own = new Map(rows.map((row) => [row.duty, row]));
  const found = new Map<string, DutyInForce>();
  for (const shape of declaredDuties) found.set(shape.code, await standingOf(db, settings, shape, own.get(shape.code)));
  return found;
}

/** One duty as it stands; undefined when there is none of this code. */
export async function dutyInForce(
  db: ReadHandle,
  settings: SettingsOf,
  code: string,
): Promise<DutyInForce | undefined> {
  const shape = declaredDuties.find((one) => one.code === code);
  if (shape === undefined) return undefined;
  const row = await dutyTables
    .read(db)
    .select('duty_setting')
    .where('duty', '=', code)
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return standingOf(db, settings, shape, row);
}

async function standingOf(
  db: ReadHandle,
  settings: SettingsOf,
  shape: DutyShape,
  own: SettingRow | undefined,
): Promise<DutyInForce> {
  const ownPeriod = typeof own?.period === 'string' && isPeriod(own.period) ? own.period : undefined;
  const followed = ownPeriod === undefined ? await followedPeriod(db, settings, shape) : undefined;
  const applies = own?.applies !== 0;
  return {
    shape,
    period: ownPeriod ?? followed ?? shape.period,
    owner: postKinds.find((kind) => kind.code === own?.owner)?.code ?? shape.owner,
    applies,
    periodFrom: ownPeriod !== undefined ? 'school' : followed !== undefined ? 'policy' : 'delivered',
    own,
    since: ownPeriod !== undefined && own !== undefined ? schoolDay(Temporal.Instant.from(own.set_at)) : undefined,
  };
}

/** What the policy's setting makes of it; undefined where it follows none or the value says nothing of the period. */
async function followedPeriod(db: ReadHandle, settings: SettingsOf, shape: DutyShape): Promise<Period | undefined> {
  const { follows } = shape;
  const setting = follows === undefined ? undefined : settings().find((one) => one.code === follows.setting);
  if (follows === undefined || setting === undefined) return undefined;
  return follows.periods[String(await settingOf(db, setting))];
}
