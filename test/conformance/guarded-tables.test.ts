import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { sql } from 'kysely';

import { guardedTables, neverDeleted, unguarded } from '../../src/platform/deletion/guarded-tables.ts';
import { testStore } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

/** Whether a row may be deleted is decided for every table, and the database itself holds to it. */

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
  test('is guarded, or its rows never go, or it is machinery with a reason: one of the three', async () => {
    const there = await names(
      testStore === 'sqlite'
        ? sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
        : sql`select table_name as name from information_schema.tables where table_schema = current_schema()`,
    );
    const decided = [guardedTables, neverDeleted, unguarded].flatMap((list) => Object.keys(list)).sort();
    assert.deepEqual(decided, there);
    for (const list of [neverDeleted, unguarded]) {
      for (const [table, reason] of Object.entries(list)) assert.ok(reason.length > 20, table);
    }
  });

  test('that is guarded, or whose rows never go, is so by a trigger of the database, and no other is', async () => {
    const triggers = await names(
      testStore === 'sqlite'
        ? sql`select tbl_name as name from sqlite_master where type = 'trigger' and name like '%_no_delete'`
        : sql`select distinct event_object_table as name from information_schema.triggers
            where trigger_schema = current_schema() and trigger_name like '%_no_delete'`,
    );
    assert.deepEqual(triggers, [...Object.keys(guardedTables), ...Object.keys(neverDeleted)].sort());
  });

  test('that a warrant deletes from has the column by which a warrant names its rows', async () => {
    const tables = await world.store.reading.introspection.getTables();
    for (const [table, key] of Object.entries(guardedTables)) {
      const columns = tables.find((one) => one.name === table)?.columns ?? [];
      assert.ok(
        columns.some((column) => column.name === key),
        `${table}.${key}`,
      );
    }
  });
});
