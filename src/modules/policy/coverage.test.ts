import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { Control, Evidence, SchoolgateModule } from '../module.ts';
import { aSchool } from '../school/testing.ts';
import { coverage } from './coverage.ts';
import { aPolicy } from './testing.ts';

const evidence = (given: Partial<Evidence>): Evidence => ({
  state: 'met',
  kind: 'measured',
  figure: '3 entries',
  latest: undefined,
  href: '/somewhere',
  ...given,
});

const openToAll = { opens: () => true, openedBy: 'Everybody' } as const;

/** A module that has nothing but controls. */
const moduleWith = (...controls: readonly Control[]): SchoolgateModule => ({
  name: 'test',
  tables: [],
  events: {},
  commands: [],
  queries: [],
  pages: [],
  publicRoutes: [],
  controls,
  settings: [],
  duties: [],
  retention: [],
  jobs: [],
});

describe('how the policy stands', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const count = (...controls: readonly Control[]) =>
    coverage(db(), { clock: world.clock, log: world.parts.log, whole: () => [moduleWith(...controls)] });

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('is not known before a policy is chosen', async () => {
    assert.equal(await count(), undefined);
  });

  test('is NOT COVERED throughout when the program has none of the controls', async () => {
    await aPolicy(world, school);
    const counted = await count();
    assert.deepEqual([counted?.total, counted?.live, counted?.notCovered], [120, 0, 120]);
    assert.equal(counted?.sentence, '0 of 120 clauses are live. 120 are NOT COVERED.');
  });

  test('asks each control once and counts every clause that counts on it', async () => {
    await aPolicy(world, school);
    let asked = 0;
    const counted = await count({
      code: 'filter-in-force',
      title: 'The filter obeys',
      ...openToAll,
      evidence: () => {
        asked += 1;
        return Promise.resolve(evidence({}));
      },
    });
    assert.equal(asked, 1);
    assert.equal(counted?.measured, 3, 'three clauses of the village pack count on it');
    assert.equal(counted.live + counted.notCovered + counted.outOfDate, counted.total);
  });

  test('counts what is out of date as neither live nor kept, and says so', async () => {
    await aPolicy(world, school);
    const counted = await count({
      code: 'policy-review-date',
      title: 'Reviewed',
      ...openToAll,
      evidence: () => Promise.resolve(evidence({ state: 'not-met', kind: 'out-of-date' })),
    });
    assert.deepEqual([counted?.live, counted?.outOfDate], [0, 1]);
    assert.match(counted?.sentence ?? '', /1 is OUT OF DATE/);
  });

  test('claims nothing for a control that has no record yet, or breaks when asked', async () => {
    await aPolicy(world, school);
    const empty = await count({
      code: 'policy-review-date',
      title: 'Reviewed',
      ...openToAll,
      evidence: () => Promise.resolve(evidence({ state: 'no-data' })),
    });
    const broken = await count({
      code: 'policy-review-date',
      title: 'Reviewed',
      ...openToAll,
      evidence: () => Promise.reject(new Error('the table is gone')),
    });
    assert.deepEqual([empty?.live, broken?.live], [0, 0]);
    assert.deepEqual([empty?.notCovered, broken?.notCovered], [120, 120]);
  });

  test('counts a live clause that is found not kept', async () => {
    await aPolicy(world, school);
    const counted = await count({
      code: 'policy-review-date',
      title: 'Reviewed',
      ...openToAll,
      evidence: () => Promise.resolve(evidence({ state: 'not-met', kind: 'self-reported' })),
    });
    assert.deepEqual([counted?.live, counted?.selfReported, counted?.notKept], [1, 1, 1]);
    assert.equal(counted?.sentence, '1 of 120 clauses is live. 119 are NOT COVERED.');
  });
});
