import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { makeWorld } from '../../../../test/support/world.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { aPupil, aSchool, worked } from '../../people/testing.ts';
import { signInAtGate } from '../commands/sign-in-at-gate.ts';
import { publish } from '../testing.ts';
import { liveSessionLines } from './gate-sessions.ts';

test('the filter is told that a browser may come back for two minutes, in the line it gets and in those it reads anew', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await aPupil(world, school);
  await publish(world);
  const now = world.clock.now();
  const by = now.add({ minutes: 2 }).toString({ smallestUnit: 'millisecond' });
  const { line } = worked(
    await world.runner.run(
      signInAtGate,
      { kind: 'visitor', school, request: asId<'request'>('test') },
      {
        person,
        address: '10.0.0.7',
        nonce: 'nonce-of-the-test',
        confirm: createHash('sha256').update('c').digest('hex'),
      },
    ),
  );
  assert.equal(line.confirm.by, by);
  const lines = await liveSessionLines(readHandle(world.store.reading, school), now);
  assert.deepEqual(
    lines.map((one) => ('confirm' in one ? one.confirm?.by : undefined)),
    [by],
  );
});
