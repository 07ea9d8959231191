import { basename, dirname } from 'node:path';

import { holds } from '../../platform/access/access.ts';
import { formatAgo } from '../../platform/views/format.ts';
import type { Control, Evidence } from '../module.ts';
import { maySeeBackups } from './policy.ts';
import { backupState, namesInWords, sizeInWords } from './state.ts';

/** "The records are backed up, and two people can open the backups": measured, never taken on trust. */
export const backedUp: Control = {
  code: 'records-backed-up',
  kind: 'security',
  makesTrue: 'A backup is taken each night, read back and compared; its age and who can open it are shown.',
  effect: 'evidenced',
  title: 'The records are backed up',
  onHome: (actor) => holds(actor, 'technician', 'head'),
  opens: (actor) => maySeeBackups(actor).allowed,
  openedBy: 'IT support and the headteacher',
  evidence: async (db, { now }): Promise<Evidence> => {
    const { verified, troubles, keys } = await backupState(db, now);
    const latest = verified?.started_at ?? undefined;
    const holders = namesInWords(keys.map((key) => key.name));
    const figure =
      latest === undefined
        ? 'Never backed up'
        : [
            `${formatAgo(latest, now)}, ${sizeInWords(verified?.bytes ?? 0)} in ${basename(dirname(verified?.file ?? '/'))}`,
            `opened by ${holders}`,
            ...(troubles.includes('one-key') ? ['a second key is missing'] : []),
          ].join(', ');
    return {
      state: troubles.length === 0 ? 'met' : 'not-met',
      kind: troubles.includes('too-old') ? 'out-of-date' : latest === undefined ? 'not-covered' : 'measured',
      figure,
      latest: latest === undefined ? undefined : Temporal.Instant.from(latest),
      href: '/system/backups',
    };
  },
};
