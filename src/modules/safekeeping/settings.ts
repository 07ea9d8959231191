import { z } from 'zod';

import type { KeepRule } from '../../platform/backup/backup-folder.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Setting } from '../module.ts';
import { settingOf } from '../policy/index.ts';

/** When backups are taken, and how many stay. */

export const backupTime: Setting<string> = {
  code: 'backup-time',
  sentence: 'When the nightly backup is taken, as a time of day in the school’s time zone.',
  schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  fallback: '02:30',
  technical: true,
};

const keep = (code: string, span: string, most: number, fallback: number): Setting<number> => ({
  code,
  sentence: `How many backups stay: the newest of each of so many ${span}.`,
  schema: z.int().min(1).max(most),
  fallback,
  technical: true,
});

export const keepDaily = keep('backup-keep-days', 'days', 60, 7);
export const keepWeekly = keep('backup-keep-weeks', 'weeks', 60, 5);
export const keepMonthly = keep('backup-keep-months', 'months', 84, 12);

export const safekeepingSettings: readonly Setting[] = [backupTime, keepDaily, keepWeekly, keepMonthly];

/** The rule in force. */
export async function keepRule(db: ReadHandle): Promise<KeepRule> {
  return {
    daily: await settingOf(db, keepDaily),
    weekly: await settingOf(db, keepWeekly),
    monthly: await settingOf(db, keepMonthly),
  };
}
