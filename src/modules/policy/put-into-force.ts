import type { WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { ModuleParts, Setting } from '../module.ts';
import { saveContradiction } from './kept-contradictions.ts';
import { endSetting, saveSetting, settingsInForce } from './kept-settings.ts';
import { settle, type Settled } from './settling.ts';
import { savePack, type LoadedPackId, type SavedPack } from './store.ts';

/**
 * Puts an edition into force: its clauses, its levels, and the settings that its clauses fix. One way for a pack that is loaded and a version that the school made.
 * The edition before keeps its place in the history; a setting that it fixed and this one does not is free again; what the school chose itself stays.
 */
export async function putIntoForce(
  db: WriteHandle,
  pack: SavedPack,
  facts: {
    readonly id: LoadedPackId;
    readonly sha256: string;
    readonly at: Temporal.Instant;
    readonly by: string;
    newId<Kind extends string>(): Id<Kind>;
  },
): Promise<readonly Settled[]> {
  const { id, at, by, newId } = facts;
  const fixed = settle(pack);
  await savePack(db, pack, facts);
  const kept = new Set(fixed.map(({ code }) => code));
  for (const [code, before] of await settingsInForce(db)) {
    if (before.clause !== undefined && !kept.has(code)) await endSetting(db, code, at);
  }
  for (const { code, value, clause, sides } of fixed) {
    await saveSetting(db, { id: newId(), code, value, clause, pack: id, at, by });
    if (sides.length > 0) {
      await saveContradiction(db, { id: newId(), pack: id, setting: code, sides, taken: value, at });
    }
  }
  return fixed;
}

/** The first setting of a pack to which its module cannot obey; undefined when all can be. */
export function disobeyed(parts: Pick<ModuleParts, 'whole'>, pack: Parameters<typeof settle>[0]): Settled | undefined {
  return settle(pack).find(({ code, value }) => !fits(parts, code, value));
}

/** True when no part obeys the setting yet, or the one that does can take the value. */
function fits(parts: Pick<ModuleParts, 'whole'>, code: string, value: unknown): boolean {
  const declared: Setting | undefined = parts
    .whole()
    .flatMap((module) => module.settings)
    .find((setting) => setting.code === code);
  return declared === undefined || declared.schema.safeParse(value).success;
}
