import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openBrowser } from '../../../../test/support/browser.ts';
import { makeWorld } from '../../../../test/support/world.ts';
import { makeSetUpLink, theSchools } from '../../school/index.ts';

test('a school is set up by the one-time link, once', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const link = await makeSetUpLink(world.parts);
  assert.ok(link !== undefined);
  const path = new URL(link).pathname;
  const browser = openBrowser(world.web);

  assert.match((await browser.get(path)).text, /Set up your school/);
  assert.match((await browser.get(path)).text, /Set up your school/, 'opening the link does not spend it');
  assert.match((await browser.post(path)).text, /Your school and you/);
  const details = {
    step: 'details',
    school: 'Hollybank Primary School',
    given: 'Grace',
    family: 'Adeyemi',
    email: 'head@school.example',
    role: 'head',
    password: 'kettle marble sunrise',
  };
  const weak = await browser.post(path, { ...details, password: 'adeyemi head' });
  assert.equal(weak.status, 422);
  assert.match(weak.text, /There is a problem.*Password must not be made of your name/);
  assert.match(weak.html, /value="Grace"/, 'what was typed is kept');
  assert.doesNotMatch(weak.html, /adeyemi head/, 'the password is not given back');
  assert.deepEqual(await theSchools(world.store), []);

  const made = await browser.post(path, details);
  assert.equal(made.location, '/set-up/next-steps');
  const steps = await browser.follow();
  assert.match(steps.text, /Hollybank Primary School.*Grace Adeyemi ?, Headteacher.*What comes next/);
  assert.match(steps.text, /Bring in pupils, staff and classes.*To do/);

  assert.equal(await makeSetUpLink(world.parts), undefined, 'no link once a school exists');
  const again = openBrowser(world.web);
  assert.equal((await again.get(path)).status, 404);
  const home = await browser.get('/');
  assert.match(home.text, /Needs you today.*posts are vacant/);
});
