import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBrowser } from '../../../../../test/support/browser.ts';
import { makeWorld } from '../../../../../test/support/world.ts';
import { checkLogin } from '../../sign-in.ts';
import { setLogIn } from '../../commands/set-log-in.ts';
import { ADULT_PASSWORD, actorFor, anAdult, aPupil, aSchool, PUPIL_PASSWORD, signedIn, worked } from '../../testing.ts';

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, {
    roles: ['staff'],
    email: 'ada@school.example',
    password: ADULT_PASSWORD,
  });
  const events = async () => {
    const rows = await world.store.reading
      .selectFrom('audit_event')
      .select('event')
      .orderBy('seq', 'desc')
      .limit(1)
      .execute();
    return String(rows[0]?.['event']);
  };
  return { world, school, person, browser: openBrowser(world.web), last: events };
}

const right = { name: 'ada@school.example', password: ADULT_PASSWORD };

test('the right password leads to where somebody was going, and is in the trail', async (t) => {
  const { browser, last } = await start(t);
  assert.equal((await browser.get('/people?page=1')).location, '/sign-in?next=%2Fpeople%3Fpage%3D1');
  const page = await browser.follow();
  assert.match(page.text, /The school keeps a record of who signs in/);
  assert.match(page.html, /name="next" value="\/people\?page=1"/);
  assert.equal((await browser.post('/sign-in', { ...right, next: '/people?page=1' })).location, '/people?page=1');
  assert.equal(await last(), 'signed-in');
  assert.equal((await browser.follow()).status, 200);
  assert.equal((await browser.post('/sign-out')).location, '/sign-in');
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/);
});

test('a wrong password and a name that nobody has get the same answer, and the password is not given back', async (t) => {
  const { browser, world } = await start(t);
  await browser.get('/sign-in');
  const wrong = await browser.post('/sign-in', { ...right, password: 'wrong words here' });
  const nobody = await browser.post('/sign-in', { name: 'nobody@school.example', password: 'wrong words here' });
  assert.deepEqual([wrong.status, nobody.status], [422, 422]);
  assert.equal(wrong.text.replaceAll('ada@', 'nobody@'), nobody.text);
  assert.doesNotMatch(wrong.html, /wrong words here/);
  const counted = await world.store.reading
    .selectFrom('refusal_count')
    .selectAll()
    .where('code', '=', 'sign-in-failed')
    .execute();
  assert.deepEqual(
    counted.map((row) => row['seen'] === 2),
    [true],
  );
});

test('after ten wrong tries for a name from one address even the right password waits; another name does not', async (t) => {
  const { browser, world, school } = await start(t);
  await anAdult(world, school, { roles: ['staff'], email: 'other@school.example', password: ADULT_PASSWORD });
  await browser.get('/sign-in');
  for (let n = 0; n < 10; n++) assert.equal((await browser.post('/sign-in', { ...right, password: 'x' })).status, 422);
  const waiting = await browser.post('/sign-in', right);
  assert.equal(waiting.status, 429);
  assert.match(waiting.text, /Wait 15 minutes/);
  assert.doesNotMatch(waiting.html, new RegExp(ADULT_PASSWORD));
  assert.equal(
    (await openAnd(world).post('/sign-in', { ...right, name: 'other@school.example' })).status,
    403,
    'no form token',
  );
  world.clock.advance({ minutes: 15 });
  assert.equal((await browser.post('/sign-in', right)).status, 303);
});

function openAnd(world: Awaited<ReturnType<typeof makeWorld>>) {
  return openBrowser(world.web);
}

test('a form from another place is refused', async (t) => {
  const { browser } = await start(t);
  assert.equal((await browser.post('/sign-in', right)).status, 403);
});

test('sign-in never leads to another site', async (t) => {
  const { browser } = await start(t);
  await browser.get('/sign-in?next=//evil.example/');
  assert.equal((await browser.post('/sign-in', { ...right, next: '//evil.example/' })).location, '/');
});

test('a pupil with the right password is shown the way to the gate, and is not signed in here', async (t) => {
  const { browser, world, school } = await start(t);
  await aPupil(world, school, { username: 'sam.hill', password: PUPIL_PASSWORD });
  await browser.get('/sign-in');
  const page = await browser.post('/sign-in', { name: 'sam.hill', password: PUPIL_PASSWORD });
  assert.match(page.text, /Pupils start at the gate/);
  assert.match(page.html, /href="http:\/\/localhost:8081"/);
  assert.match((await browser.get('/')).location ?? '', /^\/sign-in/);
});

test('a new password ends every session begun with the old one', async (t) => {
  const { world, school, person, browser } = await start(t);
  const elsewhere = await signedIn(world, person, school);
  world.clock.advance({ minutes: 1 });
  await browser.get('/sign-in');
  await browser.post('/sign-in', right);
  assert.match((await browser.get('/account')).text, /in 2 browsers now/);
  const wrong = await browser.post('/account', { current: 'not it', password: 'harbour lantern biscuit' });
  assert.match(wrong.text, /This is not the password you have now/);
  const weak = await browser.post('/account', { current: ADULT_PASSWORD, password: 'short' });
  assert.match(weak.text, /12 characters or more/);
  world.clock.advance({ minutes: 1 });
  const changed = await browser.post('/account', { current: ADULT_PASSWORD, password: 'harbour lantern biscuit' });
  assert.equal(changed.location, '/sign-in');
  assert.match((await elsewhere.get('/people')).location ?? '', /^\/sign-in/);
  assert.match((await browser.follow()).text, /Your password is changed/);
  assert.equal((await browser.post('/sign-in', right)).status, 422);
  assert.equal((await browser.post('/sign-in', { ...right, password: 'harbour lantern biscuit' })).location, '/');
});

test('a password that somebody else chose opens nothing but the page where its owner chooses their own', async (t) => {
  const { world, school, browser } = await start(t);
  const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'] }));
  const given = { name: 'grace@school.example', password: 'violet anchor walnut' };
  const person = await anAdult(world, school, { roles: ['staff'], email: given.name });
  worked(await world.runner.run(setLogIn, head, { person, loginName: given.name, password: given.password }));
  world.clock.advance({ minutes: 1 });
  await browser.get('/sign-in?next=/people');
  const answer = await browser.post('/sign-in', { ...given, next: '/people' });
  assert.equal(answer.location, '/sign-in/new-password?next=%2Fpeople');
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/, 'nobody is signed in yet');
  assert.match((await browser.get('/account')).location ?? '', /^\/sign-in/);
  assert.match((await browser.get('/sign-in/new-password?next=/people')).text, /Somebody else chose the password/);
  const same = await browser.post('/sign-in/new-password', { password: given.password, next: '/people' });
  assert.match(same.text, /Choose another password than the one you have now/);
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/);
  await browser.get('/sign-in/new-password?next=/people');
  const own = await browser.post('/sign-in/new-password', { password: 'harbour lantern biscuit', next: '/people' });
  assert.equal(own.location, '/people');
  assert.equal((await browser.follow()).status, 200);
  const later = openBrowser(world.web);
  await later.get('/sign-in');
  assert.equal((await later.post('/sign-in', given)).status, 422, 'the password that two knew is over');
  await later.get('/sign-in');
  assert.equal((await later.post('/sign-in', { ...given, password: 'harbour lantern biscuit' })).location, '/');
});

test('a pupil’s password comes from the school, and opens the gate as it is', async (t) => {
  const { world, school } = await start(t);
  const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'] }));
  const pupil = await aPupil(world, school, { username: 'sam.hill', password: PUPIL_PASSWORD });
  const fields = { person: pupil, loginName: 'sam.hill', password: 'blue otter' };
  worked(await world.runner.run(setLogIn, head, fields));
  const from = { address: '10.0.0.1', knownDevice: undefined };
  const who = await checkLogin(world.parts, { name: 'sam.hill', password: 'blue otter', ...from });
  assert.ok(typeof who === 'object' && who.person === pupil);
});

test('signing out everywhere ends every session of that person', async (t) => {
  const { world, school, person, last } = await start(t);
  const [one, two] = [await signedIn(world, person, school), await signedIn(world, person, school)];
  await one.get('/account');
  assert.equal((await one.post('/account/sign-out-everywhere')).location, '/sign-in');
  assert.equal(await last(), 'signed-out-everywhere');
  assert.match((await two.get('/account')).location ?? '', /^\/sign-in/);
});
