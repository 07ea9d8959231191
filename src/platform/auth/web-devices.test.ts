import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeGround } from '../../../test/support/ground.ts';
import { asId } from '../ids/ids.ts';
import { machineKey } from './machine-key.ts';
import { webDevices } from './web-devices.ts';

test('a browser is remembered for four hundred days after its last sign-in, and is gone with the next sign-in of anybody', async (t) => {
  const ground = await makeGround();
  t.after(() => ground.end());
  const devices = webDevices({ store: ground.store, clock: ground.clock, key: machineKey(Buffer.alloc(32, 1)) });
  const [ada, bo] = [asId<'person'>('ada'), asId<'person'>('bo')];
  const note = (device: string, person: typeof ada) =>
    devices.note(device, { school: ground.school, person, words: 'A browser' });
  await note('tablet', ada);
  ground.clock.advance({ hours: 400 * 24 });
  await note('laptop', bo);
  assert.equal(await devices.isKnown('tablet', ada), true);
  ground.clock.advance({ seconds: 1 });
  await note('laptop', bo);
  assert.equal(await devices.isKnown('tablet', ada), false);
  assert.equal(await devices.isKnown('laptop', bo), true);
});
