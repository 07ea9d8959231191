import { setImmediate as pause } from 'node:timers/promises';

import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { namesOf } from '../lists.ts';
import { mayImport } from '../policy.ts';
import { findImport, progressOf, stepsAfter, type ImportRow, type Progress } from './journal.ts';
import { mayBeUndone } from './import-roster.ts';
import { keptWords, whyKept, type KeptWhy } from './undo.ts';
import type { ImportDriver } from './driver.ts';
import { MOST_SHOWN } from './worker-tasks.ts';

/** A small import is over before its page is first shown; a large one does not make anybody wait. */
const FIRST_WAIT_MS = 1500;
/** An import that took no step for so long is taken by nobody, in this process or another. */
const STILL_S = 10;

/** Where an import stands, for its page. */
export interface ShownImport {
  readonly row: ImportRow;
  readonly progress: Progress;
  /** True when its steps are not being taken though it is not over. */
  readonly stopped: boolean;
  /** Why it cannot be undone; undefined when it can be. */
  readonly notUndoable: string | undefined;
  /** Who would be, or was, left as they are by the undoing. */
  readonly kept: { readonly count: number; readonly shown: readonly { readonly name: string; readonly why: string }[] };
}

/** Makes the query of one import: how far it is, and what its undoing would meet. */
export function makeShowImport(driver: Pick<ImportDriver, 'isRunning' | 'settled'>) {
  return query({
    name: 'people.show-roster-import',
    input: z.object({ id: recordId<'roster-import'>() }),
    events: peopleEvents,
    load: (db, { id }) => findImport(db, id),
    policy: (actor) => mayImport(actor),
    answer: async (db, { subject, now }): Promise<ShownImport> => {
      await driver.settled(subject.id, FIRST_WAIT_MS);
      const row = (await findImport(db, subject.id)) ?? subject;
      const open = row.state === 'running' || row.state === 'undoing';
      const moved = row.moved_at === null ? now : Temporal.Instant.from(row.moved_at);
      const still = now.since(moved).total('seconds') > STILL_S;
      const notUndoable = await mayBeUndone(db, row.id);
      const concerns =
        !open && notUndoable === undefined ? await keptBy(db, row.id, 'ahead') : await keptBy(db, row.id, 'done');
      return {
        row,
        progress: await progressOf(db, row.id),
        stopped: open && !driver.isRunning(row.id) && still,
        notUndoable,
        kept: concerns,
      };
    },
    leaves: 'It shows how far an import is, and names only people whose records the viewer may open.',
  });
}

/** Who an undoing would leave as they are ('ahead'), or did. */
async function keptBy(db: ReadHandle, id: string, when: 'ahead' | 'done'): Promise<ShownImport['kept']> {
  const kept: { id: string; why: string }[] = [];
  for (let position = -1; ;) {
    const steps = await stepsAfter(db, id, position);
    const last = steps.at(-1);
    if (last === undefined) break;
    position = last.position;
    for (const { undo } of steps) {
      if (when === 'done') {
        kept.push(...undo.kept);
        continue;
      }
      for (const person of undo.people) {
        const why = await whyKept(db, person);
        if (why !== undefined) kept.push({ id: person.id, why });
      }
      // A step's people take some milliseconds: then others get their turn.
      await pause();
    }
    await pause();
  }
  const names = await namesOf(
    db,
    kept.slice(0, MOST_SHOWN).map((one) => one.id),
  );
  const named = new Map([...names].map(([person, name]) => [String(person), name]));
  return {
    count: kept.length,
    shown: kept.slice(0, MOST_SHOWN).map((one) => ({ name: named.get(one.id) ?? 'Somebody', why: wordOf(one.why) })),
  };
}

function wordOf(why: string): string {
  const codes: readonly KeptWhy[] = ['changed', 'role', 'gone', 'twin'];
  const code = codes.find((one) => one === why);
  return code === undefined ? why : keptWords[code];
}
