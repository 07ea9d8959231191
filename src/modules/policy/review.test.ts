import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { aSchool } from '../school/testing.ts';
import { recordReview } from './commands/record-review.ts';
import { keepThePolicy, reviewDateControl } from './review.ts';
import { aPolicy, someoneWith } from './testing.ts';

describe('the policy’s next review', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const record = (on: string) => world.runner.run(recordReview, someoneWith(world, school, 'head'), { on });
  const evidence = () => reviewDateControl.evidence(db(), { now: world.clock.now() });
  const lines = (...roles: ('head' | 'lead' | 'staff')[]) =>
    keepThePolicy.linesFor(db(), someoneWith(world, school, ...roles), { now: world.clock.now() });

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    await aPolicy(world, school);
  });
  afterEach(() => world.end());

  test('is not covered until somebody records it', async () => {
    const found = await evidence();
    assert.deepEqual([found.state, found.kind], ['no-data', 'not-covered']);
  });

  test('is self-reported up to and on the day, and out of date after it', async () => {
    assert.ok((await record('2027-03-01')).ok);
    assert.deepEqual([(await evidence()).state, (await evidence()).kind], ['met', 'self-reported']);
    assert.match((await evidence()).figure, /1 March 2027/);
    world.clock.set(Temporal.Instant.from('2027-03-01T18:00:00Z'));
    assert.equal((await evidence()).state, 'met');
    world.clock.set(Temporal.Instant.from('2027-03-02T08:00:00Z'));
    assert.deepEqual([(await evidence()).state, (await evidence()).kind], ['not-met', 'out-of-date']);
  });

  test('goes by the newest record', async () => {
    await record('2027-03-01');
    world.clock.advance({ minutes: 1 });
    await record('2027-06-01');
    assert.match((await evidence()).figure, /1 June 2027/);
  });

  test('is not kept when nobody is named who looks after the policy', async () => {
    const other = await aSchool(world, { name: 'Mill Lane Primary School' });
    const head = someoneWith(world, other, 'head');
    assert.ok((await world.runner.run(recordReview, head, { on: '2027-03-01' })).ok);
    const found = await reviewDateControl.evidence(readHandle(world.store.reading, other), { now: world.clock.now() });
    assert.deepEqual([found.state, found.kind], ['not-met', 'self-reported']);
  });

  test('must lie ahead, and not absurdly far', async () => {
    for (const on of ['2026-11-23', '2026-11-22', '2099-01-01', '2027-02-30', '']) {
      const outcome = await record(on);
      assert.ok(!outcome.ok, on);
      assert.equal(outcome.errors[0]?.field, 'on');
    }
  });

  test('is recorded by the head or the lead, and by nobody else', async () => {
    for (const role of ['dsl', 'governor', 'staff', 'technician'] as const) {
      await assert.rejects(
        world.runner.run(recordReview, someoneWith(world, school, role), { on: '2027-03-01' }),
        Refused,
        role,
      );
    }
  });

  test('waits on the home page of head and lead while it is missing, near or late, and of nobody else', async () => {
    assert.match((await lines('head'))[0]?.text ?? '', /no day for its next review/);
    assert.deepEqual(await lines('staff'), []);
    await record('2027-03-01');
    assert.deepEqual(await lines('lead'), []);
    world.clock.set(Temporal.Instant.from('2027-02-10T09:00:00Z'));
    assert.match((await lines('lead'))[0]?.text ?? '', /review is due/);
    world.clock.set(Temporal.Instant.from('2027-03-02T09:00:00Z'));
    assert.match((await lines('head'))[0]?.text ?? '', /review was due/);
  });

  test('a school without a policy is asked to choose one', async () => {
    const other = await aSchool(world, { name: 'Mill Lane Primary School' });
    const [line] = await keepThePolicy.linesFor(
      readHandle(world.store.reading, other),
      someoneWith(world, other, 'lead'),
      { now: world.clock.now() },
    );
    assert.equal(line?.href, '/policy/choose');
  });
});
