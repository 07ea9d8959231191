import { tables } from '../../platform/db/scoped-tables.ts';
import type { RunRow } from '../../platform/backup/runs.ts';

/** A holder's key to the backups: its public half. The secret half was shown to them once. */
export interface KeyRow {
  id: string;
  school_id: string;
  person_id: string;
  recipient: string;
  fingerprint: string;
  made_at: string;
  /** Since when it is in no new backup; older ones stay openable with it. */
  ended_at: string | null;
}

export const safekeepingTables = tables<{ backup_key: KeyRow }>('backup_key');

/** Runs are machinery (platform/backup/runs.ts writes them); here they are read. */
export const runTables = tables<{ backup_run: RunRow }>('backup_run');
