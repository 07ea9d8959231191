import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openBrowser } from '../../../../test/support/browser.ts';
import { makeWorld } from '../../../../test/support/world.ts';
import { aPhone } from '../second-factor/testing.ts';
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
  assert.equal(made.location, '/sign-in/authenticator?next=%2Fset-up%2Fnext-steps');
  const app = await browser.follow();
  assert.match(app.text, /Your school is set up.*Set up your second step/);
  assert.match(
    (await browser.get('/')).location ?? '',
    /^\/sign-in/,
    'a head without a second step can do nothing else',
  );
  const phone = aPhone(/translate="no">([A-Z2-7 ]+)</.exec(app.html)?.[1] ?? '');
  const codes = { code: phone.code(world.clock.now()), next: '/set-up/next-steps' };
  assert.match((await browser.post('/sign-in/authenticator', codes)).text, /Your recovery codes/);
  const steps = await browser.get('/set-up/next-steps');
  assert.match(steps.text, /Hollybank Primary School.*Grace Adeyemi ?, Headteacher.*What comes next/);
  assert.match(steps.text, /Bring in pupils, staff and classes.*To do/);

  assert.equal(await makeSetUpLink(world.parts), undefined, 'no link once a school exists');
  const again = openBrowser(world.web);
  assert.equal((await again.get(path)).status, 404);
  const home = await browser.get('/');
  assert.match(home.text, /Needs you today.*posts are vacant/);
});
