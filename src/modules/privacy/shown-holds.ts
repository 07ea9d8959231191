import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { DueRecord } from '../module.ts';
import { allHolds, concerning, isAbout, type Concerning, type Hold } from './holds.ts';
import { mayHold, mayRelease, maySeeHolds } from './policy.ts';
import { rowKey } from './queue.ts';

/** How many released holds are still shown. */
const MOST_RELEASED = 50;

export type ShownHold = Hold & Concerning & { readonly mayRelease: boolean };

/**
 * The holds that somebody is shown, and that are counted for them: none about themselves; those that are theirs to release; and, of those who lay holds, those on
 * people and on records that they may open. A record that is past its time no more is for whoever releases it only: nobody can say who else may open it.
 * `recordsOf` gives what is past its time of a class.
 */
export async function shownHolds(
  db: ReadHandle,
  asking: {
    readonly actor: Actor;
    readonly now: Temporal.Instant;
    readonly recordsOf: (kind: string) => Promise<readonly DueRecord[]>;
  },
): Promise<readonly ShownHold[]> {
  const { actor, now, recordsOf } = asking;
  if (!maySeeHolds(actor).allowed) return [];
  const all = await allHolds(db, MOST_RELEASED);
  if (all.length === 0) return [];
  const mayLay = mayHold(actor).allowed;
  const whose = await concerning(db, now);
  const kinds = new Map<string, ReadonlySet<string>>();
  const opens = async ({ kind, table, row }: Hold): Promise<boolean> => {
    if (table === 'person') return true;
    if (kind === undefined || kind === '') return false;
    const known =
      kinds.get(kind) ?? new Set((await recordsOf(kind)).filter((record) => record.mayOpen(actor)).map(rowKey));
    kinds.set(kind, known);
    return known.has(rowKey({ table, id: row }));
  };
  const shown: ShownHold[] = [];
  for (const each of all) {
    const about = whose(each);
    const hold = { ...each, ...about, mayRelease: mayRelease(actor, about).allowed };
    if (!isAbout(actor, hold) && (hold.mayRelease || (mayLay && (await opens(hold))))) shown.push(hold);
  }
  return shown;
}
