import { basename, dirname } from 'node:path';

import { holds } from '../../platform/access/access.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import { formatAgo, formatPlural } from '../../platform/views/format.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';
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

/** Rows of the trail that a page checks; all of them are checked by `npx schoolgate verify` and when a backup is restored. */
const NEWEST_ROWS = 1000;

/** "Who did what is recorded and cannot be altered unseen": the newest rows are checked each time somebody asks. */
export function trailKept({ store }: Pick<ModuleParts, 'store'>): Control {
  return {
    code: 'audit-trail-kept',
    kind: 'security',
    makesTrue:
      'Each act leaves a row that is chained to the one before; the newest rows are checked whenever this is asked, all of them by a command and after a restore.',
    effect: 'enforced',
    title: 'Who did what is recorded and cannot be altered unseen',
    opens: (actor) => maySeeBackups(actor).allowed,
    openedBy: 'IT support and the headteacher',
    evidence: async (db, { now }): Promise<Evidence> => {
      const report = await verifyChain(store.reading, db.school, NEWEST_ROWS);
      return {
        state: report.ok ? 'met' : 'not-met',
        kind: 'measured',
        figure: report.ok
          ? `${formatPlural(report.rows, 'row')}, the newest ${String(Math.min(report.rows, NEWEST_ROWS))} checked just now`
          : `The trail is broken: ${report.problem}`,
        latest: now,
        href: '/system/backups',
      };
    },
  };
}

/** "From outside the school only what parents need": what this program was started with. */
export function outsideShut({ config }: Pick<ModuleParts, 'config'>): Control {
  return {
    code: 'outside-shut',
    kind: 'security',
    makesTrue:
      'From outside the school’s networks the web app shows only the pages that parents need, unless the machine was set up to let staff in.',
    effect: 'enforced',
    title: 'Outside school only parents’ pages are reached',
    opens: (actor) => maySeeBackups(actor).allowed,
    openedBy: 'IT support and the headteacher',
    evidence: (_db, { now }): Promise<Evidence> =>
      Promise.resolve({
        state: config.outside === 'parents' ? 'met' : 'not-met',
        kind: 'measured',
        figure:
          config.outside === 'parents'
            ? 'Only parents’ pages are open from outside'
            : 'Staff’s pages are open from outside',
        latest: now,
        href: '/system/backups',
      }),
  };
}
