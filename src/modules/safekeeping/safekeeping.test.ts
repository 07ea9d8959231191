import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

import { sql } from 'kysely';
import { z } from 'zod';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHeads } from '../../platform/backup/backup-folder.ts';
import { readBackup } from '../../platform/backup/read-backup.ts';
import { runMarks } from '../../platform/backup/run-marks.ts';
import { backupRuns } from '../../platform/backup/runs.ts';
import { aCast, aReport, type Cast } from '../incidents/testing.ts';
import { actorFor, anAdult, signedIn, worked } from '../people/testing.ts';
import { aHoldOn } from '../privacy/testing.ts';
import { jobActor } from './back-up.ts';
import { askForBackup } from './commands/backups.ts';
import { approveDeletion, executeDeletion } from './commands/warrants.ts';
import { backupJob, headMailJob, isDue, lastSlot } from './jobs.ts';
import { aBackupKey } from './testing.ts';

interface School {
  readonly world: World;
  readonly cast: Cast;
  readonly backups: string;
}

async function aSchoolWithBackups(t: TestContext): Promise<School> {
  const backups = mkdtempSync(join(tmpdir(), 'schoolgate-backups-'));
  const world = await makeWorld({ env: { SCHOOLGATE_BACKUP_FOLDER: backups } });
  t.after(async () => {
    await world.end();
    rmSync(backups, { recursive: true, force: true });
  });
  return { world, cast: await aCast(world), backups };
}

const auditHead = z.object({ hash: z.string(), holders: z.number() });

/** What the machine wrote to the mail folder. */
const mailsIn = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'mail')).map((name) => readFileSync(join(folder, 'mail', name), 'utf8'));

const names = (folder: string): readonly string[] => readdirSync(folder).sort();

/** As on a full disk: the row of a run cannot be ended any more. The store says so, whichever it is. */
async function noRoomForItsEnd(world: World): Promise<{ free(): Promise<void> }> {
  const [full, free] =
    world.store.kind === 'sqlite'
      ? [
          sql`create trigger no_room before update on backup_run when new.state in ('failed', 'verified') begin select raise(abort, 'database or disk is full'); end`,
          sql`drop trigger no_room`,
        ]
      : [
          sql`alter table backup_run add constraint no_room check (state in ('asked', 'running'))`,
          sql`alter table backup_run drop constraint no_room`,
        ];
  await world.store.transaction((db) => full.execute(db));
  return {
    async free() {
      await world.store.transaction((db) => free.execute(db));
    },
  };
}

describe('the nightly backup', () => {
  test('waits until somebody holds a key, is then taken at once, and again after the next night', async (t) => {
    const { world, cast, backups } = await aSchoolWithBackups(t);
    const job = backupJob(world.parts);
    await job.run();
    assert.deepEqual(names(backups), []);
    const identity = await aBackupKey(world, cast.head);
    await job.run();
    const [first = '', note = ''] = names(backups);
    assert.equal(first, 'schoolgate-20261123T091000Z.backup');
    assert.equal(note, `${first}.json`);
    const manifest = await readBackup(join(backups, first), [identity]);
    assert.deepEqual(readHeads(readFileSync(join(backups, note), 'utf8')), manifest.heads);
    await job.run();
    assert.equal(names(backups).length, 2, 'one a night');
    world.clock.advance({ hours: 24 });
    await job.run();
    assert.equal(names(backups).length, 4);
  });

  test('that fails says why and how to mend it, keeps the last good one, and is tried again after an hour', async (t) => {
    const { world, cast, backups } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    const job = backupJob(world.parts);
    await job.run();
    const good = names(backups);
    world.clock.advance({ hours: 24 });
    // In the place of the next backup stands a folder: it cannot get its name.
    mkdirSync(join(backups, 'schoolgate-20261124T091000Z.backup', 'in-the-way'), { recursive: true });
    await assert.rejects(job.run());
    assert.deepEqual(
      names(backups).filter((name) => !name.startsWith('schoolgate-20261124')),
      good,
    );
    assert.deepEqual(
      names(backups).filter((name) => name.endsWith('.part')),
      [],
      'nothing half-written is left',
    );
    const browser = await signedIn(world, cast.technician.person, cast.school);
    assert.match((await browser.get('/system/backups')).html, /The last one failed/);
    await job.run();
    world.clock.advance({ hours: 1 });
    await job.run();
    assert.equal(names(backups).filter((name) => name.endsWith('.backup')).length, 3);
  });

  test('that can neither be taken nor written down as failed holds up no other, and says what went wrong first', async (t) => {
    const { world, cast, backups } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    mkdirSync(join(backups, 'schoolgate-20261123T091000Z.backup', 'in-the-way'), { recursive: true });
    const room = await noRoomForItsEnd(world);
    const job = backupJob(world.parts);
    await assert.rejects(job.run(), /EISDIR/);
    const stateOf = async (): Promise<readonly string[]> => {
      const rows = await world.store.reading.selectFrom('backup_run').select('state').orderBy('id').execute();
      return rows.map((row) => String(row['state']));
    };
    assert.deepEqual(await stateOf(), ['running'], 'how it ended could not be written');
    await room.free();
    rmSync(join(backups, 'schoolgate-20261123T091000Z.backup'), { recursive: true });
    await job.run();
    assert.deepEqual(await stateOf(), ['failed']);
    const technician = await signedIn(world, cast.technician.person, cast.school);
    assert.match((await technician.get('/system/backups')).text, /The last one failed[^]*the disk was full/);
    await technician.post('/system/backups/now', {});
    await job.run();
    assert.deepEqual(await stateOf(), ['failed', 'verified'], 'the next one waits for nothing');
    assert.deepEqual(
      names(world.folder).filter((name) => name.endsWith('.running')),
      [],
    );
  });

  test('of a program that runs elsewhere, or was killed, is waited for as long as it may be alive', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    const marks = runMarks(world.folder);
    const runs = backupRuns(world.store, cast.school, marks);
    worked(await world.runner.run(askForBackup, cast.technician, {}));
    const other = (await runs.asked())?.id ?? '';
    marks.set(other);
    assert.equal(await runs.begin(other, world.clock.now()), true);
    worked(await world.runner.run(askForBackup, cast.technician, {}));
    const next = (await runs.asked())?.id ?? '';
    marks.set(next);
    world.clock.advance({ seconds: 90 });
    assert.equal(await runs.begin(next, world.clock.now()), false);
    world.clock.advance({ seconds: 60 });
    assert.equal(await runs.begin(next, world.clock.now()), true);
    assert.equal(marks.stands(other), false);
  });

  test('is due once for each slot, and not twice within the hour of a failure', () => {
    const now = Temporal.Instant.from('2026-11-23T09:10:00Z');
    assert.equal(lastSlot(now, '02:30').toString(), '2026-11-23T02:30:00Z');
    assert.equal(lastSlot(Temporal.Instant.from('2026-07-01T01:00:00Z'), '02:30').toString(), '2026-06-30T01:30:00Z');
    assert.equal(isDue(now, '02:30', undefined, undefined), true);
    assert.equal(isDue(now, '02:30', { started_at: '2026-11-23T02:31:00Z' }, undefined), false);
    assert.equal(isDue(now, '02:30', { started_at: '2026-11-22T02:31:00Z' }, undefined), true);
    assert.equal(isDue(now, '02:30', undefined, { state: 'failed', asked_at: '2026-11-23T08:20:00Z' }), false);
    assert.equal(isDue(now, '02:30', undefined, { state: 'failed', asked_at: '2026-11-23T08:09:00Z' }), true);
  });

  test('lets spool segments go that it holds, and no other', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    mkdirSync(world.site.filterToApp, { recursive: true });
    const segments = ['f-b0000001a-0-1.spool', 'f-b0000001a-0-9.spool', 'f-b0000002a-0-1.spool'];
    for (const file of segments) writeFileSync(join(world.site.filterToApp, file), 'twelve bytes');
    await world.store.transaction((db) =>
      db
        .insertInto('intake_position')
        .values([
          { school_id: cast.school, file: segments[0], position: 12 },
          { school_id: cast.school, file: segments[1], position: 11 },
          { school_id: cast.school, file: segments[2], position: 12 },
        ])
        .execute(),
    );
    await backupJob(world.parts).run();
    // The second is not taken in to its end; the third may still be written to.
    assert.deepEqual(names(world.site.filterToApp), [segments[1], segments[2]]);
  });
});

describe('a key to the backups', () => {
  test('is shown once to whoever makes it, kept only as its public half, and told to the other holder', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    const head = await signedIn(world, cast.head.person, cast.school);
    await head.get('/system/keys');
    const shown = await head.post('/system/keys/make', {});
    assert.equal(shown.status, 200);
    assert.match(shown.html, /AGE-SECRET-KEY-1/);
    const [key] = await world.store.reading.selectFrom('backup_key').selectAll().execute();
    assert.match(String(key?.['recipient']), /^age1/);
    const groups = [...shown.html.matchAll(/<code class="sg-secret">([^<]+)<\/code>/g)].map(([, group = '']) => group);
    const everything = JSON.stringify([
      await world.store.reading.selectFrom('backup_key').selectAll().execute(),
      await world.store.reading.selectFrom('audit_event').selectAll().execute(),
    ]);
    assert.ok(groups.length > 8);
    for (const group of groups.slice(1)) assert.equal(everything.includes(group), false, 'no part of it is kept');
    assert.equal((await head.get('/system/keys')).html.includes(groups[1] ?? ''), false);
    await aBackupKey(world, cast.technician);
    const mail = await world.store.reading.selectFrom('mail_outbox').select(['kind', 'person_id']).execute();
    assert.deepEqual(
      mail.map((row) => [String(row['kind']), String(row['person_id'])]),
      [['backup-key-made', cast.head.person]],
    );
  });

  test('that is made anew is in new backups instead of the old one, which still opens the old ones', async (t) => {
    const { world, cast, backups } = await aSchoolWithBackups(t);
    const old = await aBackupKey(world, cast.head);
    await backupJob(world.parts).run();
    const fresh = await aBackupKey(world, cast.head);
    world.clock.advance({ hours: 24 });
    await backupJob(world.parts).run();
    const [first = '', , second = ''] = names(backups);
    await readBackup(join(backups, first), [old]);
    await assert.rejects(readBackup(join(backups, first), [fresh]), /does not open it/);
    await readBackup(join(backups, second), [fresh]);
    await assert.rejects(readBackup(join(backups, second), [old]), /does not open it/);
  });

  test('that is missing is said on the home page, until two people hold one', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    const technician = await signedIn(world, cast.technician.person, cast.school);
    assert.match((await technician.get('/')).html, /Nobody can open a backup yet/);
    await aBackupKey(world, cast.head);
    assert.match((await technician.get('/')).html, /a second key is missing/);
    await aBackupKey(world, cast.technician);
    await backupJob(world.parts).run();
    const home = (await technician.get('/')).html;
    assert.doesNotMatch(home, /key is missing|never been backed up/);
    world.clock.advance({ hours: 37 });
    const later = await signedIn(world, cast.technician.person, cast.school);
    assert.match((await later.get('/')).html, /older than 36 hours/);
  });
});

describe('the audit head', () => {
  test('goes to the key holders once a day', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    await aBackupKey(world, cast.technician);
    const job = headMailJob(world.parts);
    const mailed = async (): Promise<number> =>
      (
        await world.store.reading
          .selectFrom('audit_event')
          .select('seq')
          .where('event', '=', 'audit-head-mailed')
          .execute()
      ).length;
    await job.run();
    await job.run();
    assert.equal(await mailed(), 1);
    for (const one of world.jobs) if (one.name === 'send-mail') await one.run();
    const head = await world.store.reading
      .selectFrom('audit_event')
      .select(['seq', 'data'])
      .where('event', '=', 'audit-head-mailed')
      .executeTakeFirstOrThrow();
    const said = auditHead.parse(JSON.parse(String(head['data'])));
    assert.equal(said.holders, 2, 'both key holders');
    const letters = mailsIn(world.folder).filter((text) => readHeads(text).some((one) => one.hash === said.hash));
    assert.equal(letters.length, 2, 'each was sent one from which the head is read back');
    world.clock.advance({ hours: 24 });
    await job.run();
    assert.equal(await mailed(), 2);
  });

  test('of a day on which no key holder has an address is not said to be mailed', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    await aBackupKey(world, cast.head);
    await world.store.transaction((db) => db.updateTable('person').set({ email: null }).execute());
    await headMailJob(world.parts).run();
    const said = await world.store.reading
      .selectFrom('audit_event')
      .select('seq')
      .where('event', '=', 'audit-head-mailed')
      .execute();
    assert.deepEqual(said, []);
    for (const who of [cast.technician, cast.head]) {
      const browser = await signedIn(world, who.person, cast.school);
      assert.match((await browser.get('/')).html, /mailed to nobody[^]*href="\/system\/keys"/);
      assert.match((await browser.get('/system/keys')).text, /None of them has an e-mail address[^]*roster/);
    }
    // Somebody with an address makes a key: then the line goes, and the head goes out.
    const other = await anAdult(world, cast.school, { roles: ['technician'], email: 'other@school.example' });
    await aBackupKey(world, await actorFor(world, cast.school, other));
    const browser = await signedIn(world, cast.head.person, cast.school);
    assert.doesNotMatch((await browser.get('/')).html, /mailed to nobody/);
    assert.doesNotMatch((await browser.get('/system/keys')).html, /Mailed to nobody/);
    await headMailJob(world.parts).run();
    const mails = await world.store.reading
      .selectFrom('mail_outbox')
      .select('to_address')
      .where('kind', '=', 'chain-head')
      .execute();
    assert.deepEqual(
      mails.map((mail) => String(mail['to_address'])),
      ['other@school.example'],
    );
  });

  test('is read back from a mail whose lines were broken', () => {
    const hash = 'ab'.repeat(32);
    const mail = `Keep this mail.\r\nRow 145, hash ${hash.slice(0, 40)}=\r\n${hash.slice(40)}.\r\n`;
    assert.deepEqual(readHeads(mail), [{ school: '', seq: 145, hash }]);
  });
});

describe('a deletion', () => {
  test('is refused by the database without a warrant, done with one, and kept back by a legal hold', async (t) => {
    const { world, cast } = await aSchoolWithBackups(t);
    const incident = await aReport(world, cast.teacher);
    const gone = async (): Promise<boolean> =>
      (await world.store.reading.selectFrom('incident').select('id').where('id', '=', incident).execute()).length === 0;
    const byHand = () =>
      world.store.transaction((db) => db.deleteFrom('incident').where('id', '=', incident).execute());
    await assert.rejects(byHand(), /only by an approved deletion warrant/);
    const row = { table: 'incident', id: incident };
    await world.store.transaction((db) => db.updateTable('incident').set({ state: 'closed' }).execute());
    world.clock.advance({ hours: 24 * 366 * 26 });
    const held = await aHoldOn(world, cast.dsl, { code: 'incidents', record: `incident:${incident}` });
    const id = worked(await world.runner.run(approveDeletion, cast.head, { reason: 'incidents-minor', rows: [row] }));
    await assert.rejects(byHand(), /only by an approved deletion warrant/, 'approved is not yet being executed');
    const job = jobActor(cast.school, 'delete-records', world);
    assert.deepEqual(worked(await world.runner.run(executeDeletion, job, { id })), { held: 1, deleted: 0 });
    assert.equal(await gone(), false);
    await assert.rejects(held.release(cast.dsl), /headteacher releases/);
    await held.release(cast.head);
    assert.deepEqual(worked(await world.runner.run(executeDeletion, job, { id })), { held: 0, deleted: 1 });
    assert.equal(await gone(), true);
    assert.equal((await world.runner.run(executeDeletion, job, { id })).ok, false, 'it is done once');
    const trail = await world.store.reading
      .selectFrom('audit_event')
      .select(['event', 'data'])
      .where('event', 'like', 'deletion-%')
      .orderBy('seq')
      .execute();
    assert.deepEqual(
      trail.map((one) => String(one['event'])),
      ['deletion-warrant-approved', 'deletion-held', 'deletion-warrant-executed'],
    );
    assert.equal(JSON.stringify(trail).includes(incident), false, 'the trail holds a fingerprint of the list');
    assert.equal(existsSync(join(world.folder, 'warrants')), false);
  });
});
