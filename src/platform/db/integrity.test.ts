import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { Unusable } from '../errors/errors.ts';
import { manualClock } from '../time/manual-clock.ts';
import { checkIntegrity, integrityWatch, lastIntegrity, refuseDamaged } from './integrity.ts';

const AT = '2026-11-23T03:20:00Z';
let folder = '';
let file = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'schoolgate-integrity-'));
  file = join(folder, 'schoolgate.db');
  const database = new DatabaseSync(file);
  database.exec('create table note (id integer primary key, words text); create index note_words on note (words)');
  const insert = database.prepare('insert into note (words) values (?)');
  database.exec('begin');
  for (let n = 0; n < 5000; n++) insert.run(`words ${String(n)} `.repeat(10));
  database.exec('commit');
  database.close();
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the database with one of its pages overwritten, as a failing disk leaves it. */
function damagedCopy(page: number): string {
  const path = join(folder, `damaged-${String(page)}.db`);
  const bytes = readFileSync(file);
  bytes.fill(0x5a, page * 4096, page * 4096 + 4096);
  writeFileSync(path, bytes);
  return path;
}

describe('the pages of the database', () => {
  test('that are whole are said to be whole', async () => {
    const whole = { state: 'whole', found: [], at: AT };
    assert.deepEqual(await checkIntegrity(file, { quick: false, longestMs: 60_000, at: AT }), whole);
    assert.deepEqual(await refuseDamaged(file, AT), whole);
    assert.equal(
      (await refuseDamaged(join(folder, 'absent.db'), AT)).state,
      'whole',
      'a new installation has none yet',
    );
  });

  test('that are damaged stop the start, with the cure, and the file stays as it is', async () => {
    for (const page of [0, 40, 200]) {
      const path = damagedCopy(page);
      const size = statSync(path).size;
      await assert.rejects(refuseDamaged(path, AT), (error) => {
        assert.ok(error instanceof Unusable);
        assert.match(error.message, /the database is damaged .* restore the last backup: npx schoolgate restore/);
        return true;
      });
      assert.equal(statSync(path).size, size);
    }
  });

  test('are checked at night, once, and a finding stays on health and for the home page', async () => {
    const clock = manualClock('2026-11-23T12:00:00Z');
    const path = damagedCopy(60);
    const atStart = { state: 'whole', found: [], at: AT } as const;
    const { job, health } = integrityWatch({ file: path, dataFolder: folder, clock, atStart });
    await job.run();
    assert.deepEqual([(await health.check()).ready, lastIntegrity(folder)?.state], [true, 'whole'], 'not by day');
    clock.set(Temporal.Instant.from('2026-11-24T03:20:00Z'));
    await job.run();
    assert.deepEqual(await health.check(), { ready: false, detail: 'damaged: restore the last backup' });
    assert.equal(lastIntegrity(folder)?.state, 'damaged');
  });
});
