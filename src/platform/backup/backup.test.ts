import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

import { makeGround, type Ground } from '../../../test/support/ground.ts';
import { makeBackupKey } from './age-keys.ts';
import { readBackup } from './read-backup.ts';
import { takeBackup, type BackupTaken } from './write-backup.ts';

interface Taken {
  readonly on: Ground;
  readonly folder: string;
  readonly identities: readonly string[];
  readonly taken: BackupTaken;
}

async function aBackup(t: TestContext): Promise<Taken> {
  const on = await makeGround();
  t.after(() => on.end());
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-backup-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  await on.store.transaction(async (db) => {
    for (let i = 0; i < 1250; i++) {
      await db
        .insertInto('note')
        .values({ id: `n${String(i)}`, school_id: on.school, words: `planted-words é ${String(i)}\n`, version: i })
        .execute();
    }
  });
  const keys = [await makeBackupKey(), await makeBackupKey()];
  const taken = await on.store.snapshot((snapshot) =>
    takeBackup({
      snapshot,
      kind: on.store.kind,
      schoolgate: '0.2.0',
      at: on.clock.now(),
      demonstration: false,
      recipients: keys.map((key) => key.recipient),
      filesFolder: join(folder, 'no-files'),
      target: join(folder, 'one.backup'),
    }),
  );
  return { on, folder, identities: keys.map((key) => key.identity), taken };
}

describe('a backup', () => {
  test('is opened by either key, holds every row, and no words of it stand in the file', async (t) => {
    const { folder, identities, taken, on } = await aBackup(t);
    assert.deepEqual(readdirSync(folder), ['one.backup']);
    assert.equal(statSync(taken.file).mode & 0o777, 0o600);
    for (const identity of identities) {
      const found: unknown[] = [];
      const manifest = await readBackup(taken.file, [identity], {
        rows: (table, rows) => {
          if (table.name === 'note') found.push(...rows);
          return Promise.resolve();
        },
      });
      assert.deepEqual(manifest, taken.manifest);
      const there = await on.store.reading.selectFrom('note').selectAll().orderBy('id').execute();
      assert.deepEqual(
        found,
        there.map((row) => ({ ...row })),
      );
      assert.equal(there.length, 1250);
    }
    assert.equal(readFileSync(taken.file).includes('planted-words'), false);
  });
});
