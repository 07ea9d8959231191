import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { stateOf } from '../../src/modules/evidence.ts';
import { anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { makeWorld } from '../support/world.ts';

/*
 * Every control of every module answers: on a school with nothing in it but some people, on both stores. None breaks, none speaks of the future, none is green without an
 * observation, and what is to come is not covered.
 */

test('each control answers on an almost empty school, and none is green without an observation', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  await aPupil(world, school);
  for (const role of ['head', 'dsl', 'lead', 'technician', 'office', 'staff', 'governor'] as const)
    await anAdult(world, school, { roles: [role] });
  const db = readHandle(world.store.reading, school);
  const now = world.clock.now();
  const seen = new Set<string>();
  for (const control of world.modules.flatMap((module) => module.controls)) {
    assert.ok(!seen.has(control.code), `two controls are called ${control.code}`);
    seen.add(control.code);
    const evidence = await control.evidence(db, { now });
    assert.match(evidence.href, /^\//, control.code);
    assert.ok(evidence.figure.length > 3, control.code);
    assert.ok(control.makesTrue.length > 20 && /[.!?]$/.test(control.makesTrue), control.code);
    if (evidence.latest !== undefined)
      assert.ok(Temporal.Instant.compare(evidence.latest, now) <= 0, `${control.code} speaks of the future`);
    const state = stateOf(evidence);
    if (state === 'measured' || state === 'self-reported')
      assert.ok(evidence.latest !== undefined, `${control.code} is ${state} without an observation`);
    if (control.effect === 'to-come') assert.equal(state, 'not-covered', control.code);
  }
  assert.ok(seen.size > 100, `only ${String(seen.size)} controls`);
});
