import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../../test/support/world.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { actorFor, anAdult, aPupil, aSchool } from '../testing.ts';
import { setLogIn } from './set-log-in.ts';

test('a pupil’s password has six characters or more, an adult’s as many as everybody’s', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const lead = await actorFor(world, school, await anAdult(world, school, { roles: ['lead'] }));
  const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'] }));
  const pupil = await aPupil(world, school);
  const adult = await anAdult(world, school, { roles: ['staff'] });
  const set = async (by: typeof lead, person: PersonId, password: string): Promise<boolean> => {
    const input = { person, loginName: `name.${String(person).slice(-4)}`, password };
    return (await world.runner.run(setLogIn, by, input)).ok;
  };
  assert.equal(await set(lead, pupil, 'wuvaq'), false);
  assert.equal(await set(lead, pupil, 'wuvaqo'), true);
  assert.equal(await set(head, adult, 'wuvaqo'), false);
});
