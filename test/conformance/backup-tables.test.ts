import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { sql } from 'kysely';

import { carried, leftBehind } from '../../src/platform/backup/carried-tables.ts';
import { testStore } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What a backup carries is a list; the schema is another. This compares them, so that no new table is forgotten. */

let world: World;
before(async () => {
  world = await makeWorld();
});
after(() => world.end());

async function names(question: ReturnType<typeof sql<{ name: string }>>): Promise<readonly string[]> {
  const { rows } = await question.execute(world.store.reading);
  return rows.map((row) => row.name).sort();
}

describe('each table of the schema', () => {
  test('is carried by a backup or left behind with a reason', async () => {
    const there = await names(
      testStore === 'sqlite'
        ? sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
        : sql`select table_name as name from information_schema.tables where table_schema = current_schema()`,
    );
    assert.deepEqual([...carried, ...Object.keys(leftBehind)].sort(), there);
    for (const [table, reason] of Object.entries(leftBehind)) assert.ok(reason.length > 20, table);
  });
});
