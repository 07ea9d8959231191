import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld } from '../../test/support/world.ts';
import { keyFile, readCaseworkKeys, writeCaseworkKeys } from '../platform/db/casework-keys.ts';
import { paperGroups } from '../platform/db/paper-key.ts';
import { newSealingKey } from '../platform/db/sealing.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { runCli } from './testing.ts';
import { MOST_TYPED, typedInput } from './typed-input.ts';

/** A new machine: an empty data folder, and a place for the keys beside it. */
function aNewMachine(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'schoolgate-cli-keys-'));
  t.after(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const [data, keys] = [join(root, 'data'), join(root, 'keys')];
  mkdirSync(data, { mode: 0o700 });
  const run = (args: readonly string[], input = '') => runCli(data, args, { SCHOOLGATE_KEYS: keys }, input);
  return { data, keys, run };
}

describe('the casework key at the command line', () => {
  test('is entered on a new machine before a restore, and no database is made by it', (t) => {
    const { data, keys, run } = aNewMachine(t);
    const check = run(['keys', 'check']);
    assert.equal(check.code, 0, check.err);
    assert.match(check.out, /no casework key\n.*no key yet/);
    const key = newSealingKey();
    const entered = run(['keys', 'enter'], paperGroups(key).join(' ').toLowerCase());
    assert.equal(entered.code, 0, entered.err);
    assert.match(entered.out, new RegExp(`Key ${key.id} is in`));
    assert.deepEqual(readCaseworkKeys(keys), [key]);
    assert.match(run(['keys', 'check']).out, new RegExp(key.id));
    const rotated = run(['keys', 'rotate']);
    assert.equal(rotated.code, 78);
    assert.match(rotated.err, /there are none yet/);
    assert.deepEqual(readCaseworkKeys(keys), [key]);
    assert.equal(existsSync(join(data, 'schoolgate.db')), false, 'a restore goes into empty places only');
  });

  test('with a slip in it is refused, its group is named, and nothing is written', (t) => {
    const { keys, run } = aNewMachine(t);
    const groups = paperGroups(newSealingKey()).map((group, at) =>
      at === 2 ? `${group.startsWith('7') ? '8' : '7'}${group.slice(1)}` : group,
    );
    const { code, err } = run(['keys', 'enter'], groups.join('\n'));
    assert.equal(code, 78);
    assert.match(err, /group 3/i);
    assert.equal(existsSync(keyFile(keys)), false);
  });

  test('that never ends is not read: what is longer than a key can be is refused with the cure, and nothing is written', async (t) => {
    const { keys, run } = aNewMachine(t);
    const { code, err } = run(['keys', 'enter'], 'A'.repeat(MOST_TYPED + 1));
    assert.equal(code, 78);
    assert.match(err, /more than 4,000 characters.*Type the groups from the sheet/s);
    assert.equal(existsSync(keyFile(keys)), false);
    let given = 0;
    const endless = new Readable({
      read() {
        given += 1000;
        this.push('A'.repeat(1000));
      },
    });
    await assert.rejects(typedInput(endless), Unusable);
    assert.ok(given < 100_000, 'it was left alone');
  });

  test('of other records is refused; the right one is missed, taken back and followed by a second', async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    const folder = world.config.keysFolder;
    const env = {
      SCHOOLGATE_KEYS: folder,
      ...(world.store.kind === 'postgresql' ? { SCHOOLGATE_DATABASE_URL: world.config.storeAddress() } : {}),
    };
    const run = (args: readonly string[], input = '') => runCli(world.folder, args, env, input);
    const [key] = readCaseworkKeys(folder) ?? [];
    assert.ok(key !== undefined);
    assert.match(run(['keys', 'check']).out, /What is sealed can be read/);

    const other = newSealingKey();
    const wrong = run(['keys', 'enter'], paperGroups(other).join(' '));
    assert.equal(wrong.code, 78);
    assert.match(wrong.err, new RegExp(`sealed with ${key.id}`));

    writeCaseworkKeys(folder, [other]);
    const missed = run(['keys', 'check']);
    assert.equal(missed.code, 1);
    assert.match(missed.out, new RegExp(`Key ${key.id} is not here`));
    assert.equal(run(['keys', 'enter'], paperGroups(key).join(' ')).code, 0);
    assert.deepEqual(readCaseworkKeys(folder), [key, other], 'the one of the records seals');

    const rotated = run(['keys', 'rotate']);
    assert.equal(rotated.code, 0, rotated.err);
    const after = readCaseworkKeys(folder) ?? [];
    assert.deepEqual(after.slice(1), [key, other]);
    assert.match(run(['keys', 'check']).out, /What is sealed can be read/);
    for (const { out, err } of [missed, wrong, rotated]) {
      assert.equal((out + err).includes(paperGroups(key)[0] ?? ''), false, 'no key is printed');
    }
    assert.equal(readFileSync(keyFile(folder), 'utf8').includes(after[0]?.id ?? 'none'), true);
  });

  test('is answered with how it is written when nothing is said of it', (t) => {
    const { code, err } = aNewMachine(t).run(['keys']);
    assert.equal(code, 64);
    assert.match(err, /keys check/);
  });
});
