import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { Unusable } from '../../src/platform/errors/errors.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';
import { keyFile, readCaseworkKeys, writeCaseworkKeys } from '../../src/platform/db/casework-keys.ts';
import { newSealingKey } from '../../src/platform/db/sealing.ts';

const parts = () => ({
  clock: manualClock('2026-11-23T09:10:00Z'),
  ids: seededIds('keys'),
  log: openLog('test', undefined),
});

describe('the casework key', () => {
  it('is made once, for the owner alone, and a start without it is refused with the cure', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-keys-'));
    t.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const config = readConfig({ SCHOOLGATE_DATA: join(folder, 'data') });
    assert.equal(config.keysFolder, join(folder, 'data-keys'));
    const start = async (): Promise<void> => (await compose(config, parts())).close();
    await start();
    const file = keyFile(config.keysFolder);
    const made = readFileSync(file);
    assert.equal((statSync(file).mode & 0o777).toString(8), '600');
    assert.equal((statSync(config.keysFolder).mode & 0o777).toString(8), '700');
    await start();
    assert.deepEqual(readFileSync(file), made);
    const refused = (message: RegExp) =>
      assert.rejects(start(), (error: unknown) => {
        assert.ok(error instanceof Unusable);
        assert.match(error.message, message);
        assert.match(error.message, /npx schoolgate keys enter/);
        return true;
      });
    rmSync(file);
    await refused(/there is no casework key, and the records are sealed with the key [0-9a-f]{8}/);
    writeCaseworkKeys(config.keysFolder, [newSealingKey()]);
    await refused(/the records are sealed with the key [0-9a-f]{8}, and this file holds [0-9a-f]{8}/);
    writeFileSync(file, 'nonsense');
    await refused(/it is not a casework key/);
    writeFileSync(file, made.toString().slice(0, -8));
    await refused(/a key in it is damaged/);
    writeFileSync(file, made);
    const [key] = readCaseworkKeys(config.keysFolder) ?? [];
    assert.ok(key !== undefined);
    writeCaseworkKeys(config.keysFolder, [newSealingKey(), key]);
    await start();
  });

  it('may not lie in the data folder', () => {
    for (const inside of ['/srv/school/data', '/srv/school/data/keys', '/srv/school/data/a/../keys']) {
      assert.throws(
        () => readConfig({ SCHOOLGATE_DATA: '/srv/school/data', SCHOOLGATE_KEYS: inside }),
        /SCHOOLGATE_KEYS: .* lies inside the data folder/,
      );
    }
    for (const outside of ['/srv/school/data-keys', '/srv/school', '/etc/keys']) {
      assert.equal(readConfig({ SCHOOLGATE_DATA: '/srv/school/data', SCHOOLGATE_KEYS: outside }).keysFolder, outside);
    }
  });
});
