import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../../test/support/world.ts';
import { aCast, aReport } from '../../incidents/testing.ts';
import { approveDeletion } from './warrants.ts';

test('one warrant names twenty thousand records at most', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  const id = await aReport(world, cast.teacher);
  const approve = (count: number) =>
    world.runner.run(approveDeletion, cast.head, {
      reason: 'incidents-minor',
      rows: Array.from({ length: count }, () => ({ table: 'incident', id })),
    });
  assert.equal((await approve(20_001)).ok, false);
  assert.equal((await approve(20_000)).ok, true);
});
