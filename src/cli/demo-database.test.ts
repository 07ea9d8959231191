import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { testPlace, testStore, type TestPlace } from '../../test/support/store.ts';
import { runCli } from './testing.ts';

/** The demonstration and the command line on either store; demo.test.ts looks at the rest. */
describe('the demonstration in a database', () => {
  let above = '';
  let folder = '';
  let place: TestPlace | undefined;
  const run = (...args: string[]) => runCli(folder, args, place?.env ?? {});

  before(async () => {
    above = mkdtempSync(join(tmpdir(), 'schoolgate-demo-'));
    folder = join(above, 'demo');
    place = await testPlace(folder);
    const made = run('demo', '--make');
    assert.equal(made.code, 0, made.err);
    assert.equal(made.out.includes('PostgreSQL database'), testStore === 'postgresql');
  });
  after(async () => {
    await place?.end();
    rmSync(above, { recursive: true, force: true });
  });

  it('verifies, and doctor says which store it is and how large', () => {
    assert.match(run('verify').out, /\d{3} rows hold/);
    const name = testStore === 'postgresql' ? 'PostgreSQL 1\\d' : 'SQLite 3';
    assert.match(run('doctor').out, new RegExp(`ok +database +${name}[.\\d]+, \\d+\\.\\d MB, \\d+ steps, all of this`));
  });

  if (testStore === 'postgresql') {
    it('is not made over other records, nor taken for what another database holds', async () => {
      const elsewhere = join(above, 'elsewhere');
      const refused = runCli(elsewhere, ['demo', '--make'], place?.env ?? {});
      assert.equal(refused.code, 78);
      assert.match(refused.err, /is not empty, and a demonstration is never made over other records/);
      const empty = await testPlace(elsewhere);
      const other = runCli(folder, ['demo', '--make'], empty.env);
      await empty.end();
      assert.equal(other.code, 78);
      assert.match(other.err, /does not hold the demonstration of this folder/);
    });

    it('is said to be away in one line when the database is', () => {
      const url = 'postgresql://schoolgate:hunter2@127.0.0.1:1/school';
      const away = runCli(folder, ['verify'], { SCHOOLGATE_DATABASE_URL: url });
      assert.equal(away.code, 75);
      assert.match(away.err, /^Schoolgate cannot reach its records/);
      assert.doesNotMatch(away.out + away.err, /hunter2/);
      assert.doesNotMatch(runCli(folder, ['settings'], { SCHOOLGATE_DATABASE_URL: url }).out, /hunter2/);
    });
  }
});
