import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, openSync, closeSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';

import { diskTrouble } from './disk-trouble.ts';

function thrown(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('a full disk is called full, by the system’s call and by SQLite', () => {
  const full = openSync('/dev/full', 'w');
  const error = thrown(() => writeSync(full, 'x'));
  closeSync(full);
  assert.match(diskTrouble(error) ?? '', /is full/);
  assert.match(diskTrouble(new Error('in the effect', { cause: error })) ?? '', /is full/);
  const database = new DatabaseSync(':memory:');
  database.exec('pragma max_page_count = 4; create table t (x text)');
  const refused = thrown(() => {
    database.exec(`insert into t values ('${'x'.repeat(100_000)}')`);
  });
  assert.match(diskTrouble(refused) ?? '', /is full/);
  database.close();
});

test('a database that can only be read is called so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'disk-trouble-'));
  const file = join(folder, 'a.db');
  const made = new DatabaseSync(file);
  made.exec('create table t (x text)');
  made.close();
  const reading = new DatabaseSync(file, { readOnly: true });
  const refused = thrown(() => {
    reading.exec(`insert into t values ('x')`);
  });
  reading.close();
  rmSync(folder, { recursive: true });
  assert.match(diskTrouble(refused) ?? '', /can only be read/);
});

test('what has nothing to do with a disk is not put down to it', () => {
  for (const other of [new Error('slip'), Object.assign(new Error('x'), { code: 'ENOENT' }), 'ENOSPC', undefined]) {
    assert.equal(diskTrouble(other), undefined);
  }
});
