import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { sql } from 'kysely';

import { carried, leftBehind } from '../../src/platform/backup/carried-tables.ts';
import { guardedTables } from '../../src/platform/deletion/guarded-tables.ts';
import { testStore } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What a backup carries and what a warrant guards are lists; the schema is another. This compares them, so that no new table is forgotten. */

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

  test('that a warrant deletes from is guarded by the database itself, and no other is said to be', async () => {
    const triggers = await names(
      testStore === 'sqlite'
        ? sql`select tbl_name as name from sqlite_master where type = 'trigger' and name like '%_no_delete'`
        : sql`select distinct event_object_table as name from information_schema.triggers
            where trigger_schema = current_schema() and trigger_name like '%_no_delete'`,
    );
    // The trail is never deleted from, by no warrant either.
    assert.deepEqual(
      triggers.filter((table) => table !== 'audit_event'),
      Object.keys(guardedTables).sort(),
    );
  });
});
