import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aPupil, aSchool } from '../people/testing.ts';
import { legalHold } from './controls.ts';

/** What the program refuses to do: a deletion that was executed while a hold stood, on a record or on somebody whom the records were about. */
for (const [what, held, deleted] of [
  ['a record', { table_name: 'incident' }, { row: true }],
  ['a person', { table_name: 'person' }, { row: false }],
] as const) {
  test(`the evidence of legal hold finds that ${what} was deleted although it was held`, async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    const school = await aSchool(world);
    const id = await aPupil(world, school);
    const evidence = () => legalHold.evidence(readHandle(world.store.reading, school), { now: world.clock.now() });
    const at = (hours: number): string => world.clock.now().subtract({ hours }).toString();
    await world.store.transaction(async (db) => {
      await db
        .insertInto('legal_hold')
        .values({ id: 'h', school_id: school, ...held, row_id: id, placed_by: id, placed_at: at(2) })
        .execute();
    });
    assert.equal((await evidence()).state, 'met');
    await world.store.transaction(async (db) => {
      await db
        .insertInto('deletion_warrant')
        .values({
          id: 'w',
          school_id: school,
          state: 'executed',
          reason: 'test',
          approved_by: id,
          approved_at: at(3),
          executed_at: at(1),
        })
        .execute();
      await (deleted.row
        ? db
            .insertInto('deletion_warrant_row')
            .values({ school_id: school, warrant_id: 'w', table_name: held.table_name, row_id: id })
            .execute()
        : db
            .insertInto('deletion_warrant_person')
            .values({ school_id: school, warrant_id: 'w', person_id: id })
            .execute());
    });
    const found = await evidence();
    assert.equal(found.state, 'not-met', found.figure);
  });
}
