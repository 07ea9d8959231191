import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { compose, type Whole } from '../../src/compose.ts';
import { theSchools } from '../../src/modules/school/index.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { DEMONSTRATION_MARKER, readConfig } from '../../src/platform/config/config.ts';
import { readCaseworkKeys } from '../../src/platform/db/casework-keys.ts';
import { keyOfSealed, unseal } from '../../src/platform/db/sealing.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';

/** A copy of each release's own database is brought up to today's schema, as a school's is when it starts a newer Schoolgate. */

type Row = Readonly<Record<string, unknown>>;
type Tables = ReadonlyMap<string, readonly Row[]>;

/** What a later release takes away or writes anew on purpose, each with its reason. Everything else must be there as it was. */
const meantToChange: Readonly<Record<string, string>> = {
  schema_version: 'holds one more row for each step of the schema',
  'mail_outbox.subject': 'a message is a kind with checked fields since 0012: no words wait in the outbox',
  'mail_outbox.body': 'the same',
};

const releases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('the database of an earlier release', () => {
  test('is kept for at least one release', () => {
    assert.ok(releases.includes('0.1.0'));
  });

  for (const release of releases) {
    test(`${release} is brought up to date with every row as it was, and its chain holds`, async (t) => {
      const { file, open } = folderOf(t, release);
      const before = everything(file);
      assert.ok([...before.values()].reduce((sum, rows) => sum + rows.length, 0) > 500, 'the fixture holds little');

      const whole = await open();
      const heads = new Map(before.get('audit_head')?.map((row) => [row['school_id'], row]));
      const schools = await theSchools(whole.store);
      assert.equal(schools.length, heads.size);
      for (const school of schools) {
        const report = await verifyChain(whole.store.reading, school);
        assert.deepEqual(report, { ok: true, rows: heads.get(school)?.['seq'], head: heads.get(school)?.['hash'] });
      }
      const { keysFolder } = whole.config;
      await whole.close();
      assert.deepEqual(changes(before, everything(file), keysFolder), []);
    });

    test(`${release}, once up to date, is opened again without another step`, async (t) => {
      const { file, open } = folderOf(t, release);
      await (await open()).close();
      const once = everything(file);
      await (await open()).close();
      assert.deepEqual(everything(file), once);
    });
  }
});

function folderOf(t: TestContext, release: string): { file: string; open: () => Promise<Whole> } {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-upgrade-'));
  const config = readConfig({ SCHOOLGATE_DATA: folder });
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(config.keysFolder, { recursive: true, force: true });
  });
  const file = join(folder, 'schoolgate.db');
  writeFileSync(file, gunzipSync(readFileSync(join(import.meta.dirname, release, 'schoolgate.db.gz'))));
  writeFileSync(join(folder, DEMONSTRATION_MARKER), '');
  const key = join(import.meta.dirname, release, 'casework.key');
  if (existsSync(key)) {
    mkdirSync(config.keysFolder, { mode: 0o700 });
    copyFileSync(key, join(config.keysFolder, 'casework.key'));
    chmodSync(join(config.keysFolder, 'casework.key'), 0o600);
  }
  return {
    file,
    open: () =>
      compose(readConfig({ SCHOOLGATE_DATA: folder }), {
        clock: manualClock('2026-12-01T09:00:00Z'),
        ids: seededIds('upgrade'),
        log: openLog('test', undefined),
      }),
  };
}

/** Every row of every table, as the file has it. */
function everything(file: string): Tables {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").all();
    return new Map(
      names.map(({ name }) => [String(name), database.prepare(`select * from "${String(name)}" order by rowid`).all()]),
    );
  } finally {
    database.close();
  }
}

/** What is not as it was: sealed text counts as the same when it opens to the same. */
function changes(before: Tables, after: Tables, keysFolder: string): readonly string[] {
  const keys = readCaseworkKeys(keysFolder);
  assert.ok(keys !== undefined);
  const same = (place: string, was: unknown, is: unknown): boolean =>
    is === was || (typeof is === 'string' && keyOfSealed(is) !== undefined && unseal(keys, place, is) === was);
  return [...before].flatMap(([table, rows]) => {
    if (table in meantToChange) return [];
    const now = after.get(table);
    if (now?.length !== rows.length) return [`${table}: ${String(rows.length)} rows are now ${String(now?.length)}`];
    return rows.flatMap((row, at) =>
      Object.entries(row).flatMap(([column, was]) => {
        const place = `${table}.${column}`;
        return place in meantToChange || same(place, was, now[at]?.[column])
          ? []
          : [`${place} of row ${String(at + 1)}`];
      }),
    );
  });
}
