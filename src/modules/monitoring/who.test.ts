import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aPupil, aSchool } from '../people/testing.ts';
import { whoIs } from './who.ts';

test('a class that is called like its year is said once', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const detail = async (className: string): Promise<string> => {
    const person = await aPupil(world, school, { year: '5', class: className });
    return (await whoIs(readHandle(world.store.reading, school), { person, address: '' }, world.clock.now())).detail;
  };
  assert.equal(await detail('Year 5'), 'Year 5');
  assert.equal(await detail('Oak'), 'Year 5, Oak');
});
