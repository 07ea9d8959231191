import { statSync } from 'node:fs';
import { rename, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import packageJson from '../../../package.json' with { type: 'json' };
import type { MachineActor } from '../../platform/access/access.ts';
import {
  backupName,
  listBackups,
  noteOf,
  pastKeeping,
  removeBackups,
  removeLeftovers,
} from '../../platform/backup/backup-folder.ts';
import { runMarks } from '../../platform/backup/run-marks.ts';
import { backupRuns, type Runs } from '../../platform/backup/runs.ts';
import { takeBackup, type BackupTaken } from '../../platform/backup/write-backup.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { writeWarrantFiles } from '../../platform/deletion/warrant-files.ts';
import { allWarrants, deletionSecret } from '../../platform/deletion/warrants.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { ModuleParts } from '../module.ts';
import { intakePositions, removeTakenSegments } from '../monitoring/index.ts';
import { z } from 'zod';
import { noteBackup } from './commands/backups.ts';
import { keysInForce } from './key-holders.ts';
import { mayNoteBackup } from './policy.ts';
import { keepRule } from './settings.ts';

/** What taking a backup needs. */
export type BackUpParts = Pick<ModuleParts, 'config' | 'store' | 'runner' | 'clock' | 'ids' | 'log'>;

/** For whom backups are made and how many stay, for whoever takes one. */
export const backupTerms = query({
  name: 'safekeeping.backup-terms',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: mayNoteBackup,
  leaves: 'It gives the job the public halves of the keys and the numbers of the settings.',
  answer: async (db) => ({ keys: await keysInForce(db), keep: await keepRule(db) }),
});

/** How often a run says that it is alive. */
const BEAT_MS = 5_000;

/**
 * Takes the backup of the run `id`, verified, writes down what came of it, and clears away what is past keeping and what the spool holds that
 * is safe now. Returns undefined when another run is under way. Throws `Unusable` with the cure when it could not be taken: the run says so too.
 */
export async function backUp(parts: BackUpParts, actor: MachineActor, id: string): Promise<BackupTaken | undefined> {
  const marks = runMarks(parts.config.dataFolder);
  const runs = backupRuns(parts.store, actor.school, marks);
  marks.set(id);
  try {
    return (await runs.begin(id, parts.clock.now())) ? await runToEnd(parts, actor, id, runs) : undefined;
  } finally {
    marks.clear(id);
  }
}

async function runToEnd(parts: BackUpParts, actor: MachineActor, id: string, runs: Runs): Promise<BackupTaken> {
  const { clock, runner, log } = parts;
  const progress = { done: 0, of: 1 };
  const beat = setInterval(() => {
    void runs.beat(id, clock.now(), progress).catch(() => undefined);
  }, BEAT_MS);
  try {
    const { taken, fingerprints } = await take(parts, actor, progress);
    await runs.end(id, clock.now(), {
      state: 'verified',
      file: taken.file,
      bytes: taken.bytes,
      sha256: taken.sha256,
      keys: JSON.stringify(fingerprints),
    });
    await runner.run(noteBackup, actor, {
      is: 'taken',
      id,
      sha256: taken.sha256,
      bytes: taken.bytes,
      keys: fingerprints.length,
    });
    return taken;
  } catch (error) {
    const trouble = error instanceof Unusable ? error.message : 'Schoolgate itself failed: the log says how.';
    try {
      await runs.end(id, clock.now(), { state: 'failed', trouble });
      await runner.run(noteBackup, actor, { is: 'failed', id });
    } catch (unsaid) {
      // A disk that is full takes neither. What went wrong first is what people are told.
      log.error({ err: unsaid, id }, 'it could not be written down that a backup failed');
    }
    throw error;
  } finally {
    clearInterval(beat);
  }
}

async function take(
  parts: BackUpParts,
  actor: MachineActor,
  progress: { done: number; of: number },
): Promise<{ taken: BackupTaken; fingerprints: readonly string[] }> {
  const { config, store, clock, ids, runner } = parts;
  const { keys, keep } = await runner.ask(backupTerms, actor, {});
  if (keys.length === 0) {
    throw new Unusable(
      'backup',
      'nobody holds a key to the backups yet, so nobody could open one.',
      'The headteacher and IT support each make their key on the page “Backup keys”.',
    );
  }
  const folder = config.backupFolder;
  const secret = await deletionSecret(store, ids);
  // Before the snapshot: whatever is taken in later is not in it, and must stay in the spool.
  const safe = await intakePositions(store, actor.school);
  const at = clock.now();
  removeLeftovers(folder);
  const taken = await store.snapshot((snapshot) =>
    takeBackup({
      snapshot,
      kind: store.kind,
      schoolgate: packageJson.version,
      at,
      demonstration: config.demo,
      recipients: keys.map((key) => key.recipient),
      filesFolder: filesFolder(config),
      target: join(folder, backupName(at)),
      progress: (done, of) => {
        progress.done = done;
        progress.of = of;
      },
    }),
  );
  const fingerprints = keys.map((key) => key.fingerprint);
  await writeNote(`${taken.file}.json`, noteOf(taken, fingerprints));
  writeWarrantFiles(folder, await allWarrants(store, actor.school), secret);
  removeBackups(pastKeeping(listBackups(folder), keep));
  const removed = removeTakenSegments(config, safe);
  parts.log.info({ file: taken.file, bytes: taken.bytes, segments: removed }, 'a backup was taken and verified');
  return { taken, fingerprints };
}

/** Where the sealed files are (platform/files). */
export function filesFolder(config: { readonly dataFolder: string }): string {
  return join(config.dataFolder, 'files');
}

async function writeNote(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

/** Whether the backups lie on the disk of the records: then one broken disk takes both. */
export function onSameDisk(config: { readonly dataFolder: string; readonly backupFolder: string }): boolean {
  const device = (path: string): number | undefined => {
    for (let at = path; ; at = dirname(at)) {
      const found = statSync(at, { throwIfNoEntry: false });
      if (found !== undefined) return found.dev;
      if (dirname(at) === at) return undefined;
    }
  };
  return device(config.dataFolder) === device(config.backupFolder);
}

/** The actor of the job, and of the command line. */
export function jobActor(school: SchoolId, name: string, parts: Pick<ModuleParts, 'ids'>): MachineActor {
  return { kind: 'job', school, name, request: parts.ids.next() };
}
