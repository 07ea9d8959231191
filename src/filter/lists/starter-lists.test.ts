import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { compileLists } from './compile-lists.ts';
import { openListTable } from './list-table.ts';
import { readStarterLists } from './starter-lists.ts';

const starter = join(import.meta.dirname, '../../../lists/starter');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lists-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the starter lists are faultless, small, and compile to what they say', () => {
  const { categories, lists, version } = readStarterLists(starter);
  for (const list of lists) {
    const count = [...list.names].length;
    assert.ok(count >= 10 && count <= 60, `${list.category} has ${String(count)} names`);
  }
  const table = openListTable(compileLists(lists, [5, 6]).bytes.buffer);
  const of = (host: string): string[] => (table.classes[table.lookup(host)]?.members ?? []).map((one) => one.category);
  assert.deepEqual(of('www.bet365.com'), ['gambling']);
  assert.deepEqual(of('www.bbc.co.uk'), ['education']);
  assert.deepEqual(table.classes[table.lookup('roblox.com')]?.members, [
    { category: 'games', list: 'starter', version },
  ]);
  assert.equal(new Set(categories.map((one) => one.code)).size, categories.length);
});

test('no name of the starter lists stands open and closed at once', () => {
  const { lists } = readStarterLists(starter);
  const open = new Set(
    lists.filter((list) => ['education', 'updates'].includes(list.category)).flatMap((list) => [...list.names]),
  );
  for (const list of lists) {
    if (['education', 'updates'].includes(list.category)) continue;
    for (const name of list.names) {
      for (let at = 0; at !== -1; at = name.indexOf('.', at + 1)) {
        assert.ok(!open.has(name.slice(at === 0 ? 0 : at + 1)), `${name} in ${list.category}`);
      }
    }
  }
});

test('a fault in a starter list names file, line and cure', () => {
  cpSync(starter, folder, { recursive: true });
  const file = join(folder, 'games.txt');
  writeFileSync(file, `${readFileSync(file, 'utf8')}not a name\n`);
  assert.throws(() => readStarterLists(folder), /games\.txt, line \d+: .* Correct the line\./);
  rmSync(file);
  assert.throws(() => readStarterLists(folder), /games\.txt: is missing/);
  cpSync(starter, folder, { recursive: true });
  writeFileSync(join(folder, 'more.txt'), 'a.example\n');
  assert.throws(() => readStarterLists(folder), /more\.txt: is in no category/);
});
