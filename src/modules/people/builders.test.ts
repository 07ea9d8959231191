import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import { checkLogin } from './index.ts';
import { actorFor, ADULT_PASSWORD, anAdult, aPupil, aSchool, PUPIL_PASSWORD, signedIn } from './testing.ts';

test('builders make a school, people, log-ins and sessions through commands, and the trail holds', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const pupil = await aPupil(world, school, { password: PUPIL_PASSWORD });
  const teacher = await anAdult(world, school, {
    roles: ['staff'],
    classes: ['Oak'],
    email: 'a.reed@school.example',
    password: ADULT_PASSWORD,
  });
  const actor = await actorFor(world, school, teacher);
  assert.deepEqual([...actor.roles], ['staff']);
  assert.equal(actor.classes.size, 1);
  assert.equal((await actorFor(world, school, pupil)).roles.has('pupil'), true);

  const who = await checkLogin(world.parts, {
    name: 'SAM.hill',
    password: PUPIL_PASSWORD,
    address: '10.0.0.1',
    knownDevice: undefined,
  });
  assert.deepEqual(who, { school, person: pupil, staff: false, pupil: true });
  assert.equal(
    await checkLogin(world.parts, {
      name: 'sam.hill',
      password: 'something else',
      address: '10.0.0.1',
      knownDevice: undefined,
    }),
    undefined,
  );
  assert.equal(
    await checkLogin(world.parts, { name: 'nobody', password: 'x', address: '10.0.0.1', knownDevice: undefined }),
    undefined,
  );

  const browser = await signedIn(world, teacher, school);
  assert.match((await browser.get('/nowhere')).text, /Alex Reed-staff.*Staff.*Page not found/);
  assert.deepEqual((await verifyChain(world.store.reading, school)).ok, true);
});
