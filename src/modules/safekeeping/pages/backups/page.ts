import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { listBackups } from '../../../../platform/backup/backup-folder.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import { formatAgo, formatDateTime } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { onSameDisk } from '../../back-up.ts';
import { askForBackup } from '../../commands/backups.ts';
import { holdersByFingerprint } from '../../key-holders.ts';
import { mayBackUp, maySeeBackups } from '../../policy.ts';
import { backupState, namesInWords, sizeInWords, TOO_OLD_HOURS } from '../../state.ts';

/** More are in the folder than fit a page: the newest are shown. */
const MOST_SHOWN = 40;

/** The page of backups: how it stands, what is kept, and the button for one now. */
export function backupPages(parts: Pick<ModuleParts, 'config'>) {
  const showBackups = query({
    name: 'safekeeping.show-backups',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: maySeeBackups,
    leaves: 'It shows when backups were taken, where they lie and who can open them, and no record.',
    answer: async (db, { actor, now }) => ({
      state: await backupState(db, now),
      holders: await holdersByFingerprint(db),
      mayBackUp: mayBackUp(actor).allowed,
      kept: listBackups(parts.config.backupFolder),
    }),
  });
  const backupsPage = page({
    path: '/system/backups',
    template: 'modules/safekeeping/pages/backups/page.njk',
    navigation: { text: 'Backups', order: 88, shownTo: (actor) => maySeeBackups(actor).allowed },
    query: showBackups,
    view: ({ state, holders, kept, mayBackUp: may }, { now }) => {
      const running = state.newest?.state === 'asked' || state.newest?.state === 'running';
      const failed = state.newest?.state === 'failed' ? state.newest : undefined;
      return {
        title: 'Backups',
        data: {
          running,
          part:
            running && state.newest.parts > 0 ? Math.round((100 * state.newest.parts_done) / state.newest.parts) : 0,
          failed: failed === undefined ? undefined : { trouble: failed.trouble, at: formatDateTime(failed.asked_at) },
          heading: headingOf(state, now),
          troubles: state.troubles,
          tooOld: TOO_OLD_HOURS,
          canOpen: namesInWords(state.keys.map((key) => key.name)),
          folder: parts.config.backupFolder,
          sameDisk: onSameDisk(parts.config),
          mayBackUp: may && !running && state.keys.length > 0,
          total: kept.length,
          kept: kept.slice(0, MOST_SHOWN).map((one) => ({
            at: formatDateTime(one.at),
            ago: formatAgo(one.at, now),
            size: sizeInWords(one.bytes),
            name: one.name,
            openedBy:
              one.note === undefined
                ? 'not known: its note is missing'
                : namesInWords(one.note.keys.map((key) => holders.get(key) ?? `key ${key}`)),
          })),
        },
      };
    },
  });
  const backUpNow = action({
    path: '/system/backups/now',
    command: askForBackup,
    next: () => ({ to: '/system/backups', notice: 'The backup begins within seconds. You can leave this page.' }),
    otherwise: () => '/system/backups',
  });
  return { queries: [showBackups], pages: [backupsPage, backUpNow] };
}

function headingOf(
  state: {
    readonly ageHours: number | undefined;
    readonly verified: { readonly started_at: string | null } | undefined;
  },
  now: Temporal.Instant,
): string {
  const at = state.verified?.started_at ?? undefined;
  return at === undefined
    ? 'The records have never been backed up'
    : `The records were backed up ${formatAgo(at, now)}`;
}
