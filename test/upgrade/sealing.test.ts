import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { migration as sealed } from '../../migrations/0009-sealed.ts';
import { compose, type Whole } from '../../src/compose.ts';
import { theSchools } from '../../src/modules/school/index.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { readCaseworkKeys } from '../../src/platform/db/casework-keys.ts';
import { unseal } from '../../src/platform/db/sealing.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';
import { MONDAY } from '../support/world.ts';

const columns = Object.entries(sealed.seals?.columns ?? {}).flatMap(([table, names]) =>
  names.map((name) => ({ table, name, place: `${table}.${name}` })),
);

/** Each text of a column by its row's id; raw, as it lies in the file. */
function texts(file: string, table: string, name: string): Map<string, string> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(`select id, ${name} as text from ${table} where ${name} is not null`).all();
  database.close();
  return new Map(rows.map((row) => [String(row['id']), String(row['text'])]));
}

describe('an upgrade from 0.1.0, whose records were not sealed', () => {
  let folder: string;
  let file: string;
  let whole: Whole;
  const written = new Map<string, Map<string, string>>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-upgrade-'));
    file = join(folder, 'data', 'schoolgate.db');
    const config = readConfig({ SCHOOLGATE_DATA: join(folder, 'data') });
    const old = gunzipSync(readFileSync(join(import.meta.dirname, '0.1.0', 'schoolgate.db.gz')));
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, old);
    for (const { table, name, place } of columns) written.set(place, texts(file, table, name));
    whole = await compose(config, {
      clock: manualClock(MONDAY),
      ids: seededIds('upgrade'),
      log: openLog('test', undefined),
    });
  });
  after(async () => {
    await whole.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('seals every text that stood in those columns, and it opens as it was', () => {
    const keys = readCaseworkKeys(join(folder, 'data-keys'));
    assert.ok(keys !== undefined);
    let opened = 0;
    for (const { table, name, place } of columns) {
      const now = texts(file, table, name);
      for (const [id, text] of written.get(place) ?? []) {
        const stored = now.get(id) ?? '';
        if (text === '') assert.equal(stored, '', place);
        else {
          assert.equal(unseal(keys, place, stored), text, place);
          opened += 1;
        }
      }
    }
    assert.ok(opened > 100, `${String(opened)} texts were sealed`);
  });

  it('leaves none of those texts in any file of the data folder', () => {
    const long = [...written.values()].flatMap((column) => [...column.values()]).filter((text) => text.length >= 25);
    assert.ok(long.length > 30);
    for (const name of readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, 'data', name);
      let bytes;
      try {
        bytes = readFileSync(path);
      } catch {
        continue;
      }
      assert.deepEqual(
        long.filter((text) => bytes.includes(text)),
        [],
        name,
      );
    }
  });

  it('keeps the trail verified and the chronology closed to change', async () => {
    const [school] = await theSchools(whole.store);
    assert.ok(school !== undefined);
    const report = await verifyChain(whole.store.reading, school);
    assert.equal(report.ok, true);
    assert.ok(report.rows > 100);
    await assert.rejects(
      whole.store.transaction((db) => db.updateTable('incident_entry').set({ kind: 'note' }).execute()),
      /append-only/,
    );
    await assert.rejects(
      whole.store.transaction((db) => db.updateTable('incident').set({ details: 'other' }).execute()),
      /what was reported is not changed/,
    );
  });
});
