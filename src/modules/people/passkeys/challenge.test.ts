import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../../test/support/world.ts';
import { actorFor, anAdult, aSchool } from '../testing.ts';
import { challengeHolds, newChallenge } from './challenge.ts';
import { aPasskey } from './testing.ts';

test('a challenge is good for a quarter of an hour, once, and for what it was made for', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const made = () => Buffer.from(newChallenge(world.parts, 'sign-in')).toString('base64url');
  const [early, late, other] = [made(), made(), made()];
  world.clock.advance({ minutes: 15 });
  assert.equal(await challengeHolds(world.parts, 'confirm:robin', other), false);
  assert.equal(await challengeHolds(world.parts, 'sign-in', early), true);
  assert.equal(await challengeHolds(world.parts, 'sign-in', early), false);
  world.clock.advance({ seconds: 1 });
  assert.equal(await challengeHolds(world.parts, 'sign-in', late), false);
});

test('somebody has twenty passkeys at most', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, { roles: ['staff'] });
  for (let at = 1; at <= 20; at += 1) {
    await aPasskey(world, school, person, `Key ${String(at)}`);
    world.clock.advance({ minutes: 1 });
  }
  await assert.rejects(aPasskey(world, school, person, 'One more'), /You have 20 passkeys/);
  assert.ok(await actorFor(world, school, person));
});
