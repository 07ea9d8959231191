import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { sql } from 'kysely';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { runStatement } from '../../platform/db/migrations.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { Evidence } from '../module.ts';
import { incidentControls } from './controls.ts';
import { aCast, aClassifiedOne, aReport, aSafeOne, type Cast } from './testing.ts';

async function school(t: TestContext): Promise<{ world: World; cast: Cast }> {
  const world = await makeWorld();
  t.after(() => world.end());
  return { world, cast: await aCast(world) };
}

async function evidenceOf(world: World, id: SchoolId, code: string): Promise<Evidence> {
  const control = incidentControls.find((each) => each.code === code);
  assert.ok(control !== undefined);
  return control.evidence(readHandle(world.store.reading, id), { now: world.clock.now() });
}

const said = (evidence: Evidence) => [evidence.state, evidence.figure];

/** What somebody with the file in their hands could do, and the program cannot. */
async function tamper(world: World, trigger: string, statement: string): Promise<void> {
  await world.store.transaction(async (db) => {
    await runStatement(world.store, db, `drop trigger ${trigger}`);
    await sql.raw(statement).execute(db);
  });
}

describe('the evidence of incidents', () => {
  test('is none before the first one, and the latest is when the last was reported', async (t) => {
    const { world, cast } = await school(t);
    for (const { code } of incidentControls) {
      const evidence = await evidenceOf(world, cast.school, code);
      assert.deepEqual([evidence.state, evidence.latest], ['no-data', undefined], code);
    }
    await aReport(world, cast.teacher);
    world.clock.advance({ minutes: 5 });
    const last = world.clock.now();
    await aReport(world, cast.teacher);
    const { latest } = await evidenceOf(world, cast.school, 'incident-log-columns');
    assert.equal(latest?.toString(), last.toString());
  });

  test('counts those with columns still to fill in, and only about children', async (t) => {
    const { world, cast } = await school(t);
    const first = await aReport(world, cast.teacher);
    await aReport(world, cast.teacher);
    await aReport(world, cast.teacher, { about: 'staff' });
    assert.deepEqual(said(await evidenceOf(world, cast.school, 'incident-log-columns')), [
      'met',
      '2 incidents with all six columns, 2 with some still to fill in',
    ]);
    await aSafeOne(world, cast.dsl, first);
    await world.store.transaction((db) =>
      db.updateTable('incident').set({ confirmed_by: cast.dsl.person }).where('id', '=', first).execute(),
    );
    assert.deepEqual(said(await evidenceOf(world, cast.school, 'incident-log-columns')), [
      'met',
      '2 incidents with all six columns, 1 with some still to fill in',
    ]);
    await world.store.transaction((db) => db.updateTable('incident').set({ state: 'closed' }).execute());
    assert.equal((await evidenceOf(world, cast.school, 'incident-log-columns')).state, 'not-met');
  });

  test('finds an entry that is gone, and an incident that is gone', async (t) => {
    const { world, cast } = await school(t);
    const first = await aReport(world, cast.teacher);
    await aSafeOne(world, cast.dsl, first);
    assert.deepEqual(said(await evidenceOf(world, cast.school, 'incident-log-kept')), [
      'met',
      '2 entries, none missing, 0 corrections',
    ]);
    await tamper(
      world,
      'incident_entry_no_delete',
      `delete from incident_entry where kind = 'made-safe' and incident_id = '${first}'`,
    );
    assert.deepEqual(said(await evidenceOf(world, cast.school, 'incident-log-kept')), [
      'not-met',
      '1 incident with entries missing',
    ]);
    const second = await aReport(world, cast.teacher, { about: 'staff' });
    await aReport(world, cast.teacher);
    await tamper(world, 'incident_details_no_update', `update incident set number = 9 where id = '${second}'`);
    // Numbers 2 to 8 are missing now.
    assert.match((await evidenceOf(world, cast.school, 'incident-log-kept')).figure, /^7 incidents/);
  });

  test('counts steps, and finds one beside the workflow', async (t) => {
    const { world, cast } = await school(t);
    const first = await aReport(world, cast.teacher);
    await aClassifiedOne(world, cast.dsl, first, 'minor');
    const before = await evidenceOf(world, cast.school, 'incident-workflow');
    assert.deepEqual(said(before), ['met', '2 steps taken, 0 beside the workflow']);
    await tamper(
      world,
      'incident_entry_no_update',
      `update incident_entry set to_state = 'closed' where incident_id = '${first}' and kind = 'made-safe'`,
    );
    assert.deepEqual(said(await evidenceOf(world, cast.school, 'incident-workflow')), [
      'not-met',
      '2 steps taken, 1 beside the workflow',
    ]);
  });

  test('names a kind only when five are of it', async (t) => {
    const { world, cast } = await school(t);
    for (let n = 0; n < 4; n++) await aReport(world, cast.teacher, { category: 'harmful-content' });
    assert.equal(
      (await evidenceOf(world, cast.school, 'incident-patterns')).figure,
      '4 incidents this term, counted by kind and week',
    );
    await aReport(world, cast.teacher, { category: 'harmful-content' });
    await aReport(world, cast.teacher, { when: '2026-01-12' });
    assert.match(
      (await evidenceOf(world, cast.school, 'incident-patterns')).figure,
      /^5 incidents this term, most often: /,
    );
  });
});
