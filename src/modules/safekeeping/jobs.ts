import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { runMarks } from '../../platform/backup/run-marks.ts';
import { backupRuns, type RunRow } from '../../platform/backup/runs.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { writeWarrantFiles } from '../../platform/deletion/warrant-files.ts';
import { allWarrants, deletionSecret } from '../../platform/deletion/warrants.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { z } from 'zod';
import { settingOf } from '../policy/index.ts';
import { theSchools } from '../school/index.ts';
import { backUp, jobActor, type BackUpParts } from './back-up.ts';
import { beginNightlyBackup, mailHead } from './commands/backups.ts';
import { executeDeletion } from './commands/warrants.ts';
import { headLastMailed } from './heads.ts';
import { keysInForce } from './key-holders.ts';
import { BACK_UP, DELETE_RECORDS, mayNoteBackup } from './policy.ts';
import { backupTime } from './settings.ts';

/** When the next try comes after a backup that failed. */
const AGAIN_AFTER = { hours: 1 };

/** What the job must know of the school to say whether a backup is due. */
export const backupPlan = query({
  name: 'safekeeping.backup-plan',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: mayNoteBackup,
  leaves: 'It tells the job the hour of the backup and whether anybody holds a key.',
  answer: async (db) => ({ keys: (await keysInForce(db)).length, time: await settingOf(db, backupTime) }),
});

/** The last instant at which the nightly backup was to be taken. */
export function lastSlot(now: Temporal.Instant, time: string): Temporal.Instant {
  const here = now.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
  const today = here.withPlainTime(Temporal.PlainTime.from(time));
  return (Temporal.ZonedDateTime.compare(today, here) <= 0 ? today : today.subtract({ days: 1 })).toInstant();
}

/** Whether a backup is due: none since the last slot, and not tried within the hour. The very first is due at once. */
export function isDue(
  now: Temporal.Instant,
  time: string,
  verified: Pick<RunRow, 'started_at'> | undefined,
  newest: Pick<RunRow, 'state' | 'asked_at'> | undefined,
): boolean {
  const at = (text: string | null | undefined): Temporal.Instant | undefined =>
    text === null || text === undefined ? undefined : Temporal.Instant.from(text);
  const last = at(verified?.started_at);
  if (last !== undefined && Temporal.Instant.compare(last, lastSlot(now, time)) >= 0) return false;
  const tried = at(newest?.asked_at);
  const waits = newest !== undefined && newest.state !== 'verified';
  return !waits || tried === undefined || Temporal.Instant.compare(tried.add(AGAIN_AFTER), now) <= 0;
}

/** Takes the backups that were asked for and the night's own. Looks every few seconds, so that a button is answered soon. */
export function backupJob(parts: BackUpParts): Job {
  return {
    name: 'safekeeping.back-up',
    everyMs: 3_000,
    async run() {
      const [school] = await theSchools(parts.store);
      if (school === undefined) return;
      const actor = jobActor(school, BACK_UP, parts);
      const runs = backupRuns(parts.store, school, runMarks(parts.config.dataFolder));
      const { keys, time } = await parts.runner.ask(backupPlan, actor, {});
      if (keys === 0) return;
      if ((await runs.newest())?.state === 'running') await runs.settle(parts.clock.now());
      let asked = (await runs.asked())?.id;
      if (asked === undefined && isDue(parts.clock.now(), time, await runs.newestVerified(), await runs.newest())) {
        const begun = await parts.runner.run(beginNightlyBackup, actor, {});
        if (begun.ok) asked = begun.value;
      }
      if (asked !== undefined) await backUp(parts, actor, asked);
    },
  };
}

/** Mails the audit head once a day to the key holders. */
export function headMailJob(parts: BackUpParts): Job {
  return {
    name: 'safekeeping.mail-head',
    everyMs: 60_000,
    async run() {
      const [school] = await theSchools(parts.store);
      if (school === undefined) return;
      const actor = jobActor(school, BACK_UP, parts);
      const { keys } = await parts.runner.ask(backupPlan, actor, {});
      const { head, mailedToday } = await headLastMailed(parts.store, school, parts.clock.now());
      if (keys === 0 || head === undefined || mailedToday) return;
      await parts.runner.run(mailHead, actor, head);
    },
  };
}

/** Executes approved deletion warrants, and keeps the file of each beside the backups. */
export function deletionJob(parts: BackUpParts): Job {
  const held = new Set<string>();
  const workOn = async (school: SchoolId): Promise<void> => {
    const warrants = await allWarrants(parts.store, school);
    const actor = jobActor(school, DELETE_RECORDS, parts);
    for (const warrant of warrants.filter((one) => one.state === 'approved' && !held.has(one.id))) {
      const outcome = await parts.runner.run(executeDeletion, actor, { id: warrant.id });
      // A hold is looked at again after the next start, not every minute: each look is a row in the chain.
      if (outcome.ok && outcome.value.held > 0) held.add(warrant.id);
    }
    if (warrants.length === 0) return;
    const secret = await deletionSecret(parts.store, parts.ids);
    writeWarrantFiles(parts.config.backupFolder, await allWarrants(parts.store, school), secret);
  };
  return {
    name: 'safekeeping.delete-records',
    everyMs: 60_000,
    async run() {
      const [school] = await theSchools(parts.store);
      if (school !== undefined) await workOn(school);
    },
  };
}
