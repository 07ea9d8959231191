import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { compose } from '../../src/compose.ts';
import { coverage } from '../../src/modules/policy/coverage.ts';
import { settingsInForce } from '../../src/modules/policy/kept-settings.ts';
import { clausesOf, packInForce } from '../../src/modules/policy/store.ts';
import { theSchools } from '../../src/modules/school/index.ts';
import { DEMONSTRATION_MARKER, readConfig } from '../../src/platform/config/config.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';

test('an edition of the policy that 0.1.0 put into force is read as it was: one control a clause, what it leaves out, what it set', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-upgrade-'));
  const config = readConfig({ SCHOOLGATE_DATA: folder });
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(config.keysFolder, { recursive: true, force: true });
  });
  const fixture = join(import.meta.dirname, '0.1.0', 'schoolgate.db.gz');
  writeFileSync(join(folder, 'schoolgate.db'), gunzipSync(readFileSync(fixture)));
  writeFileSync(join(folder, DEMONSTRATION_MARKER), '');
  const whole = await compose(config, {
    clock: manualClock('2026-12-01T09:00:00Z'),
    ids: seededIds('upgrade'),
    log: openLog('test', undefined),
  });
  try {
    const [school] = await theSchools(whole.store);
    assert.ok(school);
    const db = readHandle(whole.store.reading, school);
    const pack = await packInForce(db);
    assert.deepEqual([pack?.code, pack?.edition, pack?.parts ?? null], ['village', '2026-11', null]);
    assert.ok(pack);
    const clauses = new Map((await clausesOf(db, pack.id)).map((clause) => [clause.id, clause]));
    assert.equal(clauses.size, 120);
    assert.deepEqual(clauses.get('s1-002')?.controls, ['policy-review-date']);
    assert.match(clauses.get('s1-023')?.notCovered ?? '', /^Passwords are not changed at intervals/);
    assert.deepEqual([clauses.get('s1-001')?.controls, clauses.get('s1-001')?.guidance], [[], null]);
    const approvers = (await settingsInForce(db)).get('filter-change-approvers');
    assert.deepEqual([approvers?.value, approvers?.clause, approvers?.why], [['head', 'lead'], 's1-072', undefined]);
    const counted = await coverage(db, whole.parts);
    assert.equal(counted?.total, 120);
    assert.equal(counted.shown, 0, 'an edition of that time knows no guidance');
    assert.ok(counted.notCovered >= 102);
  } finally {
    await whole.close();
  }
});
