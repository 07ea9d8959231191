import type { Manifest } from '../../platform/backup/manifest.ts';
import { makeRunner } from '../../platform/commands/runner.ts';
import type { MachineActor } from '../../platform/access/access.ts';
import type { Store } from '../../platform/db/store.ts';
import { readWarrantFiles } from '../../platform/deletion/warrant-files.ts';
import { allWarrants } from '../../platform/deletion/warrants.ts';
import { asId, type Ids, type SchoolId } from '../../platform/ids/ids.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { theSchools } from '../school/index.ts';
import { noteRestored } from './commands/note-restored.ts';
import { replayDeletion } from './commands/warrants.ts';
import { safekeepingEvents } from './events.ts';
import { RESTORE } from './policy.ts';

/** What was done after the rows were in. */
export interface AfterRestore {
  readonly schools: number;
  /** Warrants that were executed after the backup was taken and are executed again. */
  readonly replayed: number;
  /** Warrants of which a legal hold that stands in the backup keeps a record: somebody has to look. */
  readonly held: number;
  /** Warrant files that are not this school's, or damaged: nothing was deleted by them. */
  readonly refused: readonly string[];
}

/**
 * What the records need after a restore: each school's `restored` row, a new epoch for its rulesets, the gap in what the filter reported, and
 * the deletions made since the backup, from the files beside it. It needs no casework key: nothing sealed is opened.
 */
export async function finishRestore(
  parts: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  restored: { readonly manifest: Manifest; readonly sha256: string; readonly backupFolder: string },
): Promise<AfterRestore> {
  const { store } = parts;
  const runner = makeRunner({ ...parts, events: safekeepingEvents });
  const schools = await theSchools(store);
  let replayed = 0;
  let held = 0;
  const refused = new Set<string>();
  for (const school of schools) {
    const actor: MachineActor = { kind: 'command-line', school, name: RESTORE, request: asId(parts.ids.next()) };
    await runner.run(noteRestored, actor, {
      sha256: restored.sha256,
      taken: restored.manifest.at,
      seq: restored.manifest.heads.find((head) => head.school === school)?.seq ?? 0,
    });
    const files = readWarrantFiles(restored.backupFolder, await secretOf(store));
    for (const file of files.refused) refused.add(file);
    const known = new Map((await allWarrants(store, school)).map((warrant) => [warrant.id, warrant]));
    for (const warrant of files.warrants.filter((one) => isOf(one.school, school))) {
      const there = known.get(warrant.id);
      if (there?.state === 'executed') continue;
      const outcome = await runner.run(replayDeletion, actor, {
        id: warrant.id,
        known: there !== undefined,
        rows: warrant.rows,
        reason: warrant.reason,
        approvedBy: warrant.approvedBy,
        approvedAt: warrant.approvedAt,
      });
      if (!outcome.ok) refused.add(`warrant ${warrant.id}`);
      else if (outcome.value.held > 0) held += 1;
      else replayed += 1;
    }
  }
  return { schools: schools.length, replayed, held, refused: [...refused] };
}

const isOf = (a: string, b: SchoolId): boolean => a === b;

/** The secret as the restored records hold it. Unlike `deletionSecret` it makes none: files of an installation without one are a stranger's. */
async function secretOf(store: Store): Promise<string | undefined> {
  const row = await store.reading.selectFrom('deletion_secret').select('value').executeTakeFirst();
  return row === undefined ? undefined : String(row['value']);
}
