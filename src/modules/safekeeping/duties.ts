import { holds } from '../../platform/access/access.ts';
import { lastIntegrity } from '../../platform/db/integrity.ts';
import type { Duty, DutyLine } from '../module.ts';
import { HOLDERS_NEEDED, holdersWithAddress } from './key-holders.ts';
import { backupState, TOO_OLD_HOURS } from './state.ts';

/** Two people hold a key to the backups, and there is a backup of the last night. */
export const keepBackups: Duty = {
  code: 'keep-backups',
  title: 'There is a backup of the last night, and two people can open it',
  linesFor: async (db, actor, { now }): Promise<readonly DutyLine[]> => {
    if (actor.kind !== 'person' || !holds(actor, 'technician', 'head', 'lead')) return [];
    const { keys, troubles } = await backupState(db, now);
    const lines: DutyLine[] = [];
    const holders = new Set(keys.map((key) => key.person));
    if (holds(actor, 'technician', 'head') && holders.size < HOLDERS_NEEDED && !holders.has(actor.person)) {
      lines.push({
        text:
          holders.size === 0
            ? 'Nobody can open a backup yet, so none is made'
            : 'Only one person can open the backups: a second key is missing',
        href: '/system/keys',
        action: 'Make your backup key',
        urgency: 2,
      });
    }
    if (troubles.includes('too-old') || (troubles.includes('never') && keys.length > 0)) {
      lines.push({
        text: troubles.includes('never')
          ? 'The records have never been backed up'
          : `The newest backup is older than ${String(TOO_OLD_HOURS)} hours`,
        href: holds(actor, 'technician', 'head') ? '/system/backups' : '/',
        action: holds(actor, 'technician', 'head') ? 'See why' : 'Ask IT support',
        urgency: 2,
      });
    }
    return lines;
  },
};

/** The audit head leaves the machine every day: a trail that was written anew is found by nothing else (contracts.md, "Audit chain"). */
export const mailAuditHead: Duty = {
  code: 'mail-audit-head',
  title: 'The audit head is mailed to somebody every day',
  linesFor: async (db, actor, { now }): Promise<readonly DutyLine[]> => {
    if (!holds(actor, 'technician', 'head')) return [];
    const { keys } = await backupState(db, now);
    if (keys.length === 0 || (await holdersWithAddress(db, now)).length > 0) return [];
    return [
      {
        text: 'The audit head is mailed to nobody: no key holder has an e-mail address',
        href: '/system/keys',
        action: 'See what to do',
        urgency: 2,
      },
    ];
  },
};

/** The pages of the database are whole: checked at start and every night (platform/db/integrity.ts). */
export function wholeDatabase(dataFolder: string): Duty {
  return {
    code: 'whole-database',
    title: 'The database is not damaged',
    linesFor: (_db, actor): Promise<readonly DutyLine[]> => {
      if (!holds(actor, 'technician', 'head', 'lead')) return Promise.resolve([]);
      if (lastIntegrity(dataFolder)?.state !== 'damaged') return Promise.resolve([]);
      const may = holds(actor, 'technician', 'head');
      return Promise.resolve([
        {
          text: 'The database is damaged: the disk may be failing. The last backup has to be restored',
          href: may ? '/system/backups' : '/',
          action: may ? 'See the backups' : 'Tell IT support now',
          urgency: 1,
        },
      ]);
    },
  };
}
