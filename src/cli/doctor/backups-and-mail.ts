import { z } from 'zod';

import type { Whole } from '../../compose.ts';
import { backupState } from '../../modules/safekeeping/index.ts';
import { onlyMachine } from '../../platform/access/access.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import type { Config } from '../../platform/config/config.ts';
import { scanWith } from '../../platform/files/virus-scan.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { serverState } from '../../platform/mail/server-state.ts';
import { commandLine } from '../open-whole.ts';
import { needs, spanInWords, well, type Finding } from './finding.ts';

/** What must work before somebody misses it: backups and who can open them, mail, the virus scanner. Nothing here changes anything. */

/** The newest backup that was read back, and whether two people can open it. A demonstration keeps nothing that would be missed. */
export async function backups(whole: Whole, school: SchoolId): Promise<readonly Finding[]> {
  if (whole.config.demo) return [well('backups', 'a demonstration needs none')];
  const howTheyStand = query({
    name: 'doctor.backups',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: onlyMachine('command-line', 'doctor'),
    answer: (db, { now }) => backupState(db, now),
    leaves: 'It shows the age of the newest backup and how many hold a key, and no record.',
  });
  const { troubles, keys, ageHours } = await whole.runner.ask(howTheyStand, commandLine(school, 'doctor'), {});
  const age = ageHours === undefined ? '' : spanInWords(ageHours * 3_600_000);
  const taken = troubles.includes('never')
    ? needs('backups', 'none was ever taken', 'Make the backup keys, and press “Back up now” on the page Backups.')
    : troubles.includes('too-old')
      ? needs('backups', `the newest is ${age} old`, 'Open the page Backups: it says why the last one failed.')
      : well('backups', `the newest was taken and read back ${age} ago`);
  const page = `${whole.config.publicUrl}/system/keys`;
  const holders = troubles.includes('no-keys')
    ? needs('backup keys', 'nobody holds one, so no backup is taken', `The headteacher and IT support open ${page}`)
    : troubles.includes('one-key')
      ? needs('backup keys', 'one person alone can open a backup', `The second key holder opens ${page}`)
      : well('backup keys', `${String(new Set(keys.map((key) => key.person)).size)} people can open a backup`);
  return [taken, holders];
}

/** Whether mail leaves this machine, and what the mail server said last. */
export async function mail(whole: Whole): Promise<Finding> {
  const { smtp } = whole.config.mail();
  if (smtp === undefined) {
    return whole.config.demo
      ? well('mail', 'is written as files: a demonstration sends none')
      : needs(
          'mail',
          'no mail server is set, so nobody receives any',
          'Set SCHOOLGATE_SMTP_URL and SCHOOLGATE_MAIL_FROM.',
        );
  }
  const state = await serverState(whole.store);
  if (state?.trouble !== undefined) {
    const since = state.troubleSince?.epochMilliseconds ?? whole.clock.now().epochMilliseconds;
    return needs(
      'mail',
      `${smtp.host} takes none for ${spanInWords(whole.clock.now().epochMilliseconds - since)}: ${state.trouble}`,
      'See the page Mail for what waits, and docs/technicians/mail.md for each cause.',
    );
  }
  const last = state?.lastGood;
  return well(
    'mail',
    last === undefined
      ? `${smtp.host} is set, and none was sent yet`
      : `${smtp.host} took the last one ${spanInWords(whole.clock.now().epochMilliseconds - last.epochMilliseconds)} ago`,
  );
}

/** How long clamd may take to look at nothing. */
const PATIENCE_MS = 3_000;

/** Whether the virus scanner answers, where one is set. */
export async function virusScanner(config: Pick<Config, 'clamd'>, patienceMs = PATIENCE_MS): Promise<Finding> {
  if (config.clamd === undefined) return well('virus scanner', 'none is set: files are kept without being scanned');
  return (await scanWith(config.clamd, patienceMs).end()) === 'clean'
    ? well('virus scanner', 'clamd answers')
    : needs(
        'virus scanner',
        'clamd does not answer, so no file is taken',
        'Start clamd, or set SCHOOLGATE_CLAMD right.',
      );
}
