import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { backupTerms } from './back-up.ts';
import { askForBackup, beginNightlyBackup, mailHead, noteBackup } from './commands/backups.ts';
import { makeOwnKey } from './commands/make-key.ts';
import { noteRestored } from './commands/note-restored.ts';
import { approveDeletion, executeDeletion, replayDeletion } from './commands/warrants.ts';
import { backedUp, outsideShut, trailKept } from './controls.ts';
import { keepBackups, mailAuditHead, wholeDatabase } from './duties.ts';
import { safekeepingEvents } from './events.ts';
import { backupJob, backupPlan, deletionJob, headMailJob } from './jobs.ts';
import { backupPages } from './pages/backups/page.ts';
import { keysPage, makeKeyAction, showKeys } from './pages/keys/page.ts';
import { safekeepingRetention } from './retention.ts';
import { safekeepingSettings } from './settings.ts';
import { safekeepingTables } from './tables.ts';

export { backUp, filesFolder, onSameDisk } from './back-up.ts';
export { finishRestore, type AfterRestore } from './finish-restore.ts';
export { safekeepingEvents } from './events.ts';
export { backupHealth } from './health.ts';
export { lastVerifiedBackup } from './last-verified.ts';
export { keepRule } from './settings.ts';
export { backupState, sizeInWords } from './state.ts';

/** Makes the module of backups, their keys, and deletions. */
export function makeSafekeepingModule(parts: ModuleParts): SchoolgateModule {
  const backups = backupPages(parts);
  return {
    name: 'safekeeping',
    tables: safekeepingTables.names,
    events: safekeepingEvents,
    commands: [
      makeOwnKey,
      askForBackup,
      beginNightlyBackup,
      noteBackup,
      mailHead,
      noteRestored,
      approveDeletion,
      executeDeletion,
      replayDeletion,
    ],
    queries: [backupTerms, backupPlan, showKeys, ...backups.queries],
    pages: [...backups.pages, keysPage, makeKeyAction],
    publicRoutes: [],
    controls: [backedUp, trailKept(parts), outsideShut(parts)],
    settings: safekeepingSettings,
    duties: [keepBackups, mailAuditHead, wholeDatabase(parts.config.dataFolder)],
    retention: safekeepingRetention,
    jobs: [backupJob(parts), headMailJob(parts), deletionJob(parts)],
  };
}
