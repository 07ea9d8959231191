import { allowed, holds, onlyMachine, refused, type Actor, type Verdict } from '../../platform/access/access.ts';

/** The row "system: backup, restore, keys" of docs/reference/permissions.md: IT support; the head as second key holder. */

/** May see what was backed up, when, and who can open it. */
export function maySeeBackups(actor: Actor): Verdict {
  if (actor.kind === 'command-line' || holds(actor, 'technician', 'head')) return allowed;
  return refused('Only IT support and the headteacher look after backups.');
}

/** May have a backup taken now. */
export function mayBackUp(actor: Actor): Verdict {
  if (actor.kind === 'command-line' || holds(actor, 'technician')) return allowed;
  return refused('Only IT support can start a backup by hand. Every night one is taken without anybody.');
}

/** May make a key to the backups: each for themselves alone, so that nobody ever holds another's. */
export function mayHoldKey(actor: Actor): Verdict {
  return holds(actor, 'technician', 'head')
    ? allowed
    : refused('Only IT support and the headteacher hold keys to the backups.');
}

/** The row "privacy: … retention": the head signs a deletion. */
export function mayApproveDeletion(actor: Actor): Verdict {
  return holds(actor, 'head') ? allowed : refused('Only the headteacher signs a deletion.');
}

export const BACK_UP = 'back-up';
export const DELETE_RECORDS = 'delete-records';
export const RESTORE = 'restore';

const byJob = onlyMachine('job', BACK_UP);
const byCommandLine = onlyMachine('command-line');

/** Notes what became of a backup: the job of the night, or the command line that took one. */
export function mayNoteBackup(actor: Actor): Verdict {
  return actor.kind === 'command-line' ? byCommandLine(actor) : byJob(actor);
}

/** Executes what was approved: a job, never a person. */
export const mayExecute = onlyMachine('job', DELETE_RECORDS);
/** What follows a restore. */
export const mayRestore = onlyMachine('command-line', RESTORE);
