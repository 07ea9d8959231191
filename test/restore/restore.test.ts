import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';

import { migrations } from '../../migrations/index.ts';
import { testStore } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';
import { compose } from '../../src/compose.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { restoreBackup, type RestoreOrder } from '../../src/platform/backup/restore-backup.ts';
import { refuseUnfinishedRestore, unmarkRestoring } from '../../src/platform/backup/restore-marker.ts';
import { takeBackup } from '../../src/platform/backup/write-backup.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import type { Store } from '../../src/platform/db/store.ts';
import { writeWarrantFiles } from '../../src/platform/deletion/warrant-files.ts';
import { allWarrants, deletionSecret } from '../../src/platform/deletion/warrants.ts';
import { Unusable } from '../../src/platform/errors/errors.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';
import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { aCast, aClassifiedOne, aReport, seenBy, type Cast } from '../../src/modules/incidents/testing.ts';
import { actorFor, anAdult, signedIn, worked } from '../../src/modules/people/testing.ts';
import { filesFolder, jobActor } from '../../src/modules/safekeeping/back-up.ts';
import { approveDeletion, executeDeletion } from '../../src/modules/safekeeping/commands/warrants.ts';
import { finishRestore } from '../../src/modules/safekeeping/finish-restore.ts';
import {
  aBackupKey,
  anEmptyPlace,
  aStoredFile,
  everyRow,
  hasPostgresql,
} from '../../src/modules/safekeeping/testing.ts';

/** The rehearsal: a school with cases is backed up, lost, and restored into either kind of store. It runs with every run of the tests. */

interface Rehearsal {
  readonly world: World;
  readonly cast: Cast;
  readonly folder: string;
  readonly source: string;
  readonly sha256: string;
  readonly identities: readonly string[];
  /** Every row as the backup was taken. */
  readonly rows: Readonly<Record<string, string>>;
  readonly deleted: string;
  readonly kept: IncidentId;
  readonly file: string;
}

let all: Rehearsal;

before(async () => {
  all = await rehearsal();
});
after(async () => {
  await all.world.end();
  rmSync(all.folder, { recursive: true, force: true });
});

async function rehearsal(): Promise<Rehearsal> {
  const world = await makeWorld({ seed: 'rehearsal' });
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-backups-'));
  const cast = await aCast(world);
  const technician = await actorFor(world, cast.school, await anAdult(world, cast.school, { roles: ['technician'] }));
  const identities = [await aBackupKey(world, cast.head), await aBackupKey(world, technician)];
  await signedIn(world, technician.person, cast.school);
  const kept = await aClassifiedOne(world, cast.dsl, await aReport(world, cast.teacher), 'inappropriate');
  const deleted = await aReport(world, cast.teacher);
  const file = aStoredFile(world, 'sealed bytes');
  const setUp = world.modules.flatMap((module) => module.commands).find((one) => one.name === 'filtering.set-up-site');
  assert.ok(setUp);
  await world.runner.run(setUp, jobActor(cast.school, 'compile-ruleset', world), {});
  const secret = await deletionSecret(world.store, world.ids);
  const recipients = (await world.store.reading.selectFrom('backup_key').select('recipient').execute()).map((row) =>
    String(row['recipient']),
  );
  const { rows, taken } = await world.store.snapshot(async (snapshot) => ({
    rows: await everyRow(snapshot, world.store.kind),
    taken: await takeBackup({
      snapshot,
      kind: world.store.kind,
      schoolgate: '0.2.0',
      at: world.clock.now(),
      demonstration: false,
      recipients,
      filesFolder: filesFolder(world.config),
      target: join(folder, 'schoolgate-20261123T091000Z.backup'),
    }),
  }));
  // A deletion after the backup: the restore has to do it again.
  world.clock.advance({ hours: 1 });
  const entries = await world.store.reading
    .selectFrom('incident_entry')
    .select('id')
    .where('incident_id', '=', deleted)
    .execute();
  const warrant = worked(
    await world.runner.run(approveDeletion, cast.head, {
      reason: 'incidents-minor',
      rows: [
        { table: 'incident', id: deleted },
        ...entries.map((row) => ({ table: 'incident_entry', id: String(row['id']) })),
      ],
    }),
  );
  worked(await world.runner.run(executeDeletion, jobActor(cast.school, 'delete-records', world), { id: warrant }));
  writeWarrantFiles(folder, await allWarrants(world.store, cast.school), secret);
  return { world, cast, folder, source: taken.file, sha256: taken.sha256, identities, rows, deleted, kept, file };
}

async function order(t: TestContext, kind: Store['kind'], changes: Partial<RestoreOrder> = {}): Promise<RestoreOrder> {
  const place = await anEmptyPlace(kind);
  t.after(() => place.end());
  const config = readConfig(place.env);
  return {
    source: all.source,
    identities: all.identities.slice(0, 1),
    dataFolder: config.dataFolder,
    filesFolder: filesFolder(config),
    storeAddress: config.storeAddress(),
    migrations,
    clock: manualClock('2026-11-24T07:00:00Z'),
    keys: undefined,
    says: () => undefined,
    ...changes,
  };
}

const nothingToDo = (): Promise<undefined> => Promise.resolve(undefined);

describe(`a restore from ${testStore}`, () => {
  const kinds: readonly Store['kind'][] = hasPostgresql ? ['sqlite', 'postgresql'] : ['sqlite'];
  for (const kind of kinds) {
    test(`into ${kind} gives every row and file back, and the school goes on working`, async (t) => {
      const place = await anEmptyPlace(kind);
      t.after(() => place.end());
      const config = readConfig(place.env);
      const clock = manualClock('2026-11-24T07:00:00Z');
      const ids = seededIds('restored');
      let before: unknown;
      const { finished } = await restoreBackup(
        {
          source: all.source,
          identities: all.identities.slice(1),
          dataFolder: config.dataFolder,
          filesFolder: filesFolder(config),
          storeAddress: config.storeAddress(),
          migrations,
          clock,
          keys: undefined,
          says: () => undefined,
        },
        async (store, manifest) => {
          before = await everyRow(store.reading, store.kind);
          assert.throws(() => {
            refuseUnfinishedRestore(config.dataFolder);
          }, /broken off/);
          return finishRestore({ store, clock, ids }, { manifest, sha256: all.sha256, backupFolder: all.folder });
        },
      );
      unmarkRestoring(config.dataFolder);
      assert.deepEqual(before, all.rows);
      assert.deepEqual(finished, { schools: 1, replayed: 1, held: 0, refused: [] });
      assert.equal(
        readFileSync(join(filesFolder(config), all.file.slice(0, 2), all.file), 'utf8'),
        'sealed bytes',
        'the stored file is back',
      );

      cpSync(all.world.config.keysFolder, config.keysFolder, { recursive: true });
      const whole = await compose(config, { clock, ids, log: openLog('test', undefined) });
      t.after(() => whole.close());
      const { school, dsl } = all.cast;
      const counted = async (table: string, column: string, value: string): Promise<number> =>
        (await whole.store.reading.selectFrom(table).select(column).where(column, '=', value).execute()).length;
      assert.equal(await counted('incident', 'id', all.deleted), 0, 'what a warrant deleted stays deleted');
      assert.equal(await counted('incident_entry', 'incident_id', all.deleted), 0);
      assert.equal((await whole.store.reading.selectFrom('web_session').selectAll().execute()).length, 0);
      const site = await whole.store.reading.selectFrom('filter_site').select('epoch').executeTakeFirst();
      assert.equal(Number(site?.['epoch']), 202611240700, 'above every number that a filter may have seen');
      assert.equal(await counted('spool_gap', 'kind', 'restored'), 1);
      const trail = await whole.store.reading.selectFrom('audit_event').select('event').orderBy('seq').execute();
      assert.deepEqual(
        trail.slice(-2).map((row) => String(row['event'])),
        ['restored', 'deletion-warrant-replayed'],
      );

      // Work goes on: a case that was there is read and a new one is logged, in the same chain.
      const world = { ...all.world, ...whole, clock };
      assert.equal((await seenBy(world, dsl, all.kept)).id, all.kept);
      await aClassifiedOne(world, dsl, await aReport(world, all.cast.teacher), 'minor');
      assert.equal((await verifyChain(whole.store.reading, school)).ok, true);
    });
  }

  test('is opened by the key of either holder', async (t) => {
    for (const identity of all.identities) {
      const given = await order(t, 'sqlite', { identities: [identity] });
      await restoreBackup(given, nothingToDo);
    }
  });
});

describe('a restore that cannot be', () => {
  /** Runs it, expects that message, and that nothing stands where it was to go. */
  async function refuses(given: RestoreOrder, says: RegExp): Promise<void> {
    await assert.rejects(restoreBackup(given, nothingToDo), (error: unknown) => {
      assert.ok(error instanceof Unusable, String(error));
      assert.match(error.message, says);
      return true;
    });
    assert.equal(existsSync(given.dataFolder), false, 'nothing was made');
  }

  function copy(t: TestContext, change: (path: string) => void): string {
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-damaged-'));
    t.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const path = join(folder, 'copy.backup');
    cpSync(all.source, path);
    change(path);
    return path;
  }

  test('says so for a key of somebody else', async (t) => {
    const { makeBackupKey } = await import('../../src/platform/backup/age-keys.ts');
    const { identity } = await makeBackupKey();
    await refuses(await order(t, 'sqlite', { identities: [identity] }), /key given does not open it.*fingerprints/);
  });

  test('says so for a file cut short anywhere', async (t) => {
    const length = readFileSync(all.source).length;
    for (const at of [0, 10, 300, Math.floor(length / 2), length - 1]) {
      const source = copy(t, (path) => {
        truncateSync(path, at);
      });
      await refuses(await order(t, 'sqlite', { source }), /damaged|no backup of Schoolgate/);
    }
  });

  test('says so for a file with one changed byte', async (t) => {
    const bytes = readFileSync(all.source);
    for (const at of [5, 700, Math.floor(bytes.length / 2), bytes.length - 5]) {
      const source = copy(t, (path) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        writeFileSync(path, changed);
      });
      await refuses(await order(t, 'sqlite', { source }), /damaged|no backup of Schoolgate|does not open it/);
    }
  });

  test('says so for a file that is not there, and for one of something else', async (t) => {
    await refuses(await order(t, 'sqlite', { source: join(all.folder, 'nowhere.backup') }), /there is no such file/);
    const source = copy(t, (path) => {
      writeFileSync(path, 'a letter to the governors');
    });
    await refuses(await order(t, 'sqlite', { source }), /no backup of Schoolgate/);
  });

  test('says so for the backup of a newer Schoolgate', async (t) => {
    const older = migrations.slice(0, -1);
    await refuses(await order(t, 'sqlite', { migrations: older }), /newer Schoolgate.*Install that version/);
  });

  test('refuses a folder that is not empty, and leaves what is there', async (t) => {
    const given = await order(t, 'sqlite');
    cpSync(all.folder, given.dataFolder, { recursive: true });
    const there = readdirSync(given.dataFolder);
    await assert.rejects(restoreBackup(given, nothingToDo), /not empty.*never writes over records/);
    assert.deepEqual(readdirSync(given.dataFolder), there);
  });

  test('takes everything away again when its last step fails', async (t) => {
    for (const kind of hasPostgresql ? (['sqlite', 'postgresql'] as const) : (['sqlite'] as const)) {
      const given = await order(t, kind);
      await assert.rejects(
        restoreBackup(given, () => Promise.reject(new Error('the disk is full'))),
        /the disk is full/,
      );
      assert.equal(existsSync(given.dataFolder), false);
      // The same place takes the next try.
      await restoreBackup(given, nothingToDo);
    }
  });
});
