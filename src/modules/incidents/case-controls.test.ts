import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { Evidence } from '../module.ts';
import { caseControls } from './case-controls.ts';
import { aCast, aClassifiedOne, aReport, aSafeOne, aTaskIn, type Cast } from './testing.ts';

async function school(t: TestContext): Promise<{ world: World; cast: Cast }> {
  const world = await makeWorld();
  t.after(() => world.end());
  return { world, cast: await aCast(world) };
}

async function evidenceOf(world: World, id: SchoolId, code: string): Promise<Evidence> {
  const control = caseControls.find((each) => each.code === code);
  assert.ok(control !== undefined, code);
  return control.evidence(readHandle(world.store.reading, id), { now: world.clock.now() });
}

/** What no command does: makes a case look as it must not. */
async function set(world: World, values: Readonly<Record<string, string | null>>): Promise<void> {
  await world.store.transaction((db) => db.updateTable('incident').set(values).execute());
}

/** Each question about cases: what brings a case under it, and what makes that case fall short. */
const questions: readonly (readonly [
  code: string,
  concerned: Readonly<Record<string, string | null>>,
  short: Readonly<Record<string, string | null>>,
])[] = [
  ['incident-illegal-branch', { branch: 'illegal', state: 'notify' }, { state: 'act' }],
  ['incident-referrals', { branch: 'illegal', state: 'notify' }, { state: 'act' }],
  ['incident-parents-told', { branch: 'minor', state: 'sanction', parents: 'told' }, { parents: null }],
  ['incident-support-given', { state: 'classify' }, { state: 'closed', support: null }],
  ['incident-intent', { branch: 'minor', state: 'act' }, { state: 'closed', intent: null }],
  ['incident-risk-areas', { branch: 'minor', state: 'act' }, { state: 'closed', risk: null }],
  ['incident-off-site', { site: 'off-site' }, { state: 'closed' }],
  ['incident-class-level', { branch: 'minor', state: 'act' }, { state: 'closed' }],
  ['filter-faults-in-log', { category: 'filtering-fault' }, { state: 'closed' }],
];

describe('the evidence of worked cases', () => {
  for (const [code, concerned, short] of questions) {
    test(`${code}: none before there is such a case, kept while nothing is missing, not kept when it is`, async (t) => {
      const { world, cast } = await school(t);
      const before = await evidenceOf(world, cast.school, code);
      assert.deepEqual([before.state, before.latest], ['no-data', undefined]);
      await aReport(world, cast.teacher, { category: 'harmful-content' });
      await set(world, concerned);
      const kept = await evidenceOf(world, cast.school, code);
      assert.deepEqual([kept.state, kept.kind], ['met', 'measured'], kept.figure);
      await set(world, short);
      const missing = await evidenceOf(world, cast.school, code);
      assert.equal(missing.state, 'not-met', missing.figure);
      assert.match(missing.figure, /^Fewer than five .+, some /);
    });
  }

  test('a count is told from five on, and the day of the last one with it', async (t) => {
    const { world, cast } = await school(t);
    for (let n = 0; n < 4; n++) await aReport(world, cast.teacher, { category: 'filtering-fault' });
    world.clock.advance({ hours: 1 });
    const few = await evidenceOf(world, cast.school, 'filter-faults-in-log');
    assert.equal(few.figure, 'Fewer than five filter faults, none closed with nothing done');
    assert.equal(few.latest?.toString(), world.clock.now().toString());
    const last = world.clock.now();
    await aReport(world, cast.teacher, { category: 'filtering-fault' });
    world.clock.advance({ hours: 1 });
    const enough = await evidenceOf(world, cast.school, 'filter-faults-in-log');
    assert.equal(enough.figure, '5 filter faults, none closed with nothing done');
    assert.equal(enough.latest?.toString(), last.toString());
  });

  test('no figure counts a case about an adult', async (t) => {
    const { world, cast } = await school(t);
    await aReport(world, cast.teacher, { about: 'staff' });
    await set(world, { branch: 'minor', state: 'sanction', site: 'off-site' });
    for (const [code] of questions) assert.equal((await evidenceOf(world, cast.school, code)).state, 'no-data', code);
  });

  test('actions count as not kept when one waits for more than two weeks', async (t) => {
    const { world, cast } = await school(t);
    const id = await aReport(world, cast.teacher);
    await aSafeOne(world, cast.dsl, id);
    await aClassifiedOne(world, cast.dsl, id, 'minor');
    assert.equal((await evidenceOf(world, cast.school, 'incident-actions')).state, 'no-data');
    await aTaskIn(world, cast.dsl, id, cast.teacher);
    assert.equal((await evidenceOf(world, cast.school, 'incident-actions')).state, 'met');
    world.clock.advance({ hours: 15 * 24 });
    const late = await evidenceOf(world, cast.school, 'incident-actions');
    assert.deepEqual([late.state, late.figure], ['not-met', '1 action given, 1 waiting for more than two weeks']);
  });

  test('allegations reach nobody while there is no chair', async (t) => {
    const { world, cast } = await school(t);
    const code = 'staff-allegation-branch';
    const before = await evidenceOf(world, cast.school, code);
    await world.store.transaction((db) =>
      db
        .updateTable('person_role')
        .set({ until_day: '2020-01-01', from_day: '2019-01-01' })
        .where('role', '=', 'chair')
        .execute(),
    );
    const after = await evidenceOf(world, cast.school, code);
    assert.deepEqual([before.state, after.state], ['met', 'not-met'], `${before.figure}; ${after.figure}`);
    assert.match(after.figure, /chair of governors/);
  });
});
