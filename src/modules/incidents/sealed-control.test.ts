import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import { makeWorld } from '../../../test/support/world.ts';
import { runStatement } from '../../platform/db/migrations.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { sealedAtRest } from './sealed-control.ts';
import { aCast, aReport, aSafeOne } from './testing.ts';

test('an entry that lies readable on the disk is found', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  const said = async (): Promise<string> => {
    const { state } = await sealedAtRest(world.parts).evidence(readHandle(world.store.reading, cast.school), {
      now: world.clock.now(),
    });
    return state;
  };
  assert.equal(await said(), 'no-data');
  await aSafeOne(world, cast.dsl, await aReport(world, cast.teacher));
  assert.equal(await said(), 'met');
  await world.store.transaction(async (db) => {
    await runStatement(world.store, db, 'drop trigger incident_entry_no_update');
    await sql`update incident_entry set words = 'for everybody to read' where kind = 'made-safe'`.execute(db);
  });
  assert.equal(await said(), 'not-met');
});
