import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { makeWorld, type World } from '../../test/support/world.ts';
import { aCast } from '../modules/incidents/testing.ts';
import { aBackupKey, anEmptyPlace } from '../modules/safekeeping/testing.ts';
import { runCli } from './testing.ts';

/** The commands as a technician types them, each in a process of its own, on a school that runs. */
describe('backing up and restoring from the command line', () => {
  let world: World;
  let backups = '';
  let identity = '';
  let env: Readonly<Record<string, string>> = {};
  before(async () => {
    backups = mkdtempSync(join(tmpdir(), 'schoolgate-cli-backups-'));
    world = await makeWorld({ at: '2020-01-01T09:00:00Z' });
    env = {
      SCHOOLGATE_BACKUP_FOLDER: backups,
      SCHOOLGATE_KEYS: world.config.keysFolder,
      ...world.env,
    };
    const cast = await aCast(world);
    const without = runCli(world.folder, ['backup'], env);
    assert.equal(without.code, 78);
    assert.match(without.err, /Nobody holds a key.*Make your key/);
    identity = await aBackupKey(world, cast.head);
  });
  after(async () => {
    await world.end();
    rmSync(backups, { recursive: true, force: true });
  });

  test('a backup is taken, listed, compared with, and restored with the key in a file', async (t) => {
    const backup = runCli(world.folder, ['backup'], env);
    assert.equal(backup.code, 0, backup.err);
    assert.match(backup.out, /written, read back and compared/);
    const [file = '', note = ''] = readdirSync(backups).sort();
    const list = runCli(world.folder, ['backups'], env);
    assert.equal(list.code, 0);
    assert.match(list.out, /keys [0-9a-f]{16}\n.*\.backup/);

    const verified = runCli(world.folder, ['verify', '--anchor', join(backups, note)], env);
    assert.equal(verified.code, 0, verified.out);
    assert.match(verified.out, /It goes through the anchor/);
    const forged = join(backups, 'forged.txt');
    writeFileSync(forged, `Row 2, hash ${'0'.repeat(64)}.`);
    const wrong = runCli(world.folder, ['verify', '--anchor', forged], env);
    assert.equal(wrong.code, 1);
    assert.match(wrong.out, /does NOT go through the anchor/);

    const place = await anEmptyPlace('sqlite');
    t.after(() => place.end());
    const keyFile = join(backups, 'key.txt');
    writeFileSync(keyFile, `# from the safe\n${identity.toLowerCase().replaceAll(/(.{10})/g, '$1 ')}\n`);
    const source = join(backups, file);
    const keys = { SCHOOLGATE_KEYS: world.config.keysFolder };
    const shown = runCli(place.folder, ['restore', source, '--identity', identity], keys);
    assert.equal(shown.code, 78);
    assert.match(shown.err, /can be read by everybody/);
    assert.equal(shown.err.includes(identity), false);
    const restored = runCli(place.folder, ['restore', source, '--identity', keyFile], keys);
    assert.equal(restored.code, 0, restored.err + restored.out);
    assert.match(restored.out, /Restored: \d+ records.*\n[\s\S]*Next: start Schoolgate/);
    assert.match(runCli(place.folder, ['verify'], keys).out, /rows hold/);
    const again = runCli(place.folder, ['restore', source, '--identity', keyFile], keys);
    assert.equal(again.code, 78);
    assert.match(again.err, /not empty/);
  });

  test('what is asked wrongly is answered with how it is written', () => {
    for (const [args, says] of [
      [['restore'], /give one backup file/],
      [['restore', 'x'], /--identity is missing/],
      [['backup', '--fast'], /no options/],
      [['verify', '--fast'], /--anchor FILE/],
    ] as const) {
      const { code, err } = runCli(world.folder, args, env);
      assert.equal(code, 64, args.join(' '));
      assert.match(err, says);
    }
  });
});
