import { z } from 'zod';

import { askForRun } from '../../../platform/backup/runs.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { safekeepingEvents } from '../events.ts';
import { holdersWithAddress, keysInForce } from '../key-holders.ts';
import { BACK_UP, mayBackUp, mayNoteBackup } from '../policy.ts';
import { runTables } from '../tables.ts';
import { onlyMachine } from '../../../platform/access/access.ts';

const NO_KEYS =
  'Nobody holds a key to the backups yet, so nobody could open one. Make your key on the page “Backup keys”.';

/** Asks for a backup now. The job takes it within seconds; the page says how far it is. */
export const askForBackup = command({
  name: 'safekeeping.ask-for-backup',
  input: z.object({}),
  events: { 'backup-asked': safekeepingEvents['backup-asked'] },
  load: wholeSchool,
  policy: mayBackUp,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, newId }) => {
    if ((await keysInForce(db)).length === 0) return failed('', NO_KEYS);
    const waiting = await runTables
      .read(db)
      .select('backup_run')
      .select('id')
      .where('state', '=', 'asked')
      .executeTakeFirst();
    if (waiting !== undefined) return failed('', 'A backup was asked for already and begins within seconds.');
    const id = newId<'backup'>();
    await askForRun(db, { id, by: actor.kind === 'person' ? actor.person : null, at: now });
    return done(id, { name: 'backup-asked', subject: id, data: {} });
  },
});

/** The night's own backup. */
export const beginNightlyBackup = command({
  name: 'safekeeping.begin-nightly-backup',
  input: z.object({}),
  events: { 'backup-asked': safekeepingEvents['backup-asked'] },
  load: wholeSchool,
  policy: onlyMachine('job', BACK_UP),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, newId }) => {
    if ((await keysInForce(db)).length === 0) return failed('', NO_KEYS);
    const id = newId<'backup'>();
    await askForRun(db, { id, by: null, at: now });
    return done(id, { name: 'backup-asked', subject: id, data: {} });
  },
});

/** Notes in the chain what became of a backup. */
export const noteBackup = command({
  name: 'safekeeping.note-backup',
  input: z.discriminatedUnion('is', [
    z.object({
      is: z.literal('taken'),
      id: recordId<'backup'>(),
      sha256: z.string(),
      bytes: z.int(),
      keys: z.int(),
    }),
    z.object({ is: z.literal('failed'), id: recordId<'backup'>() }),
  ]),
  events: {
    'backup-taken': safekeepingEvents['backup-taken'],
    'backup-failed': safekeepingEvents['backup-failed'],
  },
  load: wholeSchool,
  policy: mayNoteBackup,
  prepare: nothing,
  changesFilter: false,
  effect: ({ input }) =>
    Promise.resolve(
      input.is === 'taken'
        ? done(null, {
            name: 'backup-taken' as const,
            subject: input.id,
            data: { sha256: input.sha256, bytes: input.bytes, keys: input.keys },
          })
        : done(null, { name: 'backup-failed' as const, subject: input.id, data: {} }),
    ),
});

/**
 * Mails the audit head to the key holders: an anchor outside the machine (contracts.md, "Audit chain"). Fails when none of them has an e-mail
 * address: the trail must not say of a day without an anchor that it has one.
 */
export const mailHead = command({
  name: 'safekeeping.mail-head',
  input: z.object({ seq: z.int(), hash: z.string() }),
  events: { 'audit-head-mailed': safekeepingEvents['audit-head-mailed'] },
  load: wholeSchool,
  policy: onlyMachine('job', BACK_UP),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, input, newId }) => {
    const holders = await holdersWithAddress(db, now);
    if (holders.length === 0) return failed('', 'No key holder has an e-mail address, so the audit head goes nowhere');
    for (const { person, email } of holders) {
      await enqueueMail(
        db,
        {
          to: email,
          person,
          kind: 'chain-head',
          fields: { day: schoolDay(now).toString(), rows: input.seq, hash: input.hash },
        },
        { id: newId<'mail'>(), now },
      );
    }
    return done(holders.length, {
      name: 'audit-head-mailed',
      subject: db.school,
      data: { seq: input.seq, hash: input.hash, holders: holders.length },
    });
  },
});
