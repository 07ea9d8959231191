import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { anAdult, aSchool, signedIn } from '../testing.ts';

describe('a button whose command fails as expected', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  it('goes back and says that nothing was done, and why, never “Done”', async () => {
    const school = await aSchool(world);
    const head = await anAdult(world, school, { roles: ['head'] });
    const browser = await signedIn(world, head, school);
    await browser.get('/people/roles');
    const answer = await browser.post('/people/roles/end', { person: head, role: 'head' });
    assert.equal(answer.status, 303);
    const page = await browser.follow();
    assert.match(page.text, /Nothing was done/);
    assert.doesNotMatch(page.text, /Done Nothing|success/);
    assert.doesNotMatch((await browser.get('/people/roles')).text, /Nothing was done/);
  });
});
