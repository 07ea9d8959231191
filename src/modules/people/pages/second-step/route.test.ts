import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBrowser } from '../../../../../test/support/browser.ts';
import { makeWorld } from '../../../../../test/support/world.ts';
import { ADULT_PASSWORD, aLogIn, anAdult, aSchool } from '../../testing.ts';
import { anAuthenticator, aPhone, signInWith } from '../../second-factor/testing.ts';

const dsl = { name: 'dsl@school.example', password: ADULT_PASSWORD };

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, { roles: ['dsl'], email: dsl.name, password: ADULT_PASSWORD });
  const events = async () =>
    (
      await world.store.reading
        .selectFrom('audit_event')
        .select(['event', 'actor_kind', 'data'])
        .orderBy('seq', 'desc')
        .limit(6)
        .execute()
    ).map((row) => `${String(row['actor_kind'])} ${String(row['event'])} ${String(row['data'])}`);
  return { world, school, person, browser: openBrowser(world.web), events };
}

test('whose role needs a second step sets up an app at the first sign-in, and can do nothing else before', async (t) => {
  const { world, browser, events } = await start(t);
  await browser.get('/sign-in?next=/people');
  const answer = await browser.post('/sign-in', { ...dsl, next: '/people' });
  assert.equal(answer.location, '/sign-in/authenticator?next=%2Fpeople');
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/);
  assert.match((await browser.get('/account')).location ?? '', /^\/sign-in/);
  assert.equal((await browser.get('/sign-in/second-step')).location, '/sign-in');

  const page = await browser.get('/sign-in/authenticator?next=/people');
  assert.match(page.html, /<svg class="sg-qr-code" role="img"/);
  const secret = /translate="no">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '';
  assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  const phone = aPhone(secret);
  assert.match(
    (await browser.post('/sign-in/authenticator', { code: '000000' })).text,
    /not the code the app shows now/,
  );
  assert.match((await browser.get('/sign-in/authenticator')).html, new RegExp(secret), 'the same key is shown again');

  const codes = await browser.post('/sign-in/authenticator', { code: phone.code(world.clock.now()), next: '/people' });
  assert.equal(codes.status, 200);
  assert.equal(codes.html.match(/[A-Z2-9]{4}(-[A-Z2-9]{4}){3}/g)?.length, 10);
  assert.match(codes.html, /href="\/people"/);
  assert.match(codes.text, /Sign out/, 'the page shows who is signed in now');
  assert.equal((await browser.get('/people')).status, 200);
  const trail = await events();
  assert.ok(
    trail.some((line) => line.startsWith('person authenticator-enrolled')),
    trail.join('\n'),
  );
  assert.ok(
    trail.some((line) => line.includes('"by":"password-app-code"')),
    trail.join('\n'),
  );
});

test('password and code lead in; a code works once; six wrong ones wait', async (t) => {
  const { world, school, person, browser } = await start(t);
  const phone = await anAuthenticator(world, school, person);
  world.clock.advance({ minutes: 2 });
  await browser.get('/sign-in');
  assert.equal((await browser.post('/sign-in', dsl)).location, '/sign-in/second-step');
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/, 'half-way is not signed in');
  await browser.get('/sign-in/second-step');
  const code = phone.code(world.clock.now());
  assert.equal(
    (await browser.post('/sign-in/second-step', { code: `${code.slice(0, 3)} ${code.slice(3)}` })).location,
    '/',
  );
  assert.equal((await browser.get('/people')).status, 200);

  const other = openBrowser(world.web);
  await other.get('/sign-in');
  await other.post('/sign-in', dsl);
  await other.get('/sign-in/second-step');
  for (let n = 0; n < 4; n++) {
    const again = await other.post('/sign-in/second-step', { code });
    assert.equal(again.status, 422, 'the code was used already');
  }
  const last = await other.post('/sign-in/second-step', { code: '123456' });
  assert.equal(last.status, 429);
  assert.equal((await other.post('/sign-in/second-step', { code: phone.code(world.clock.now()) })).status, 429);
  const mails = await world.store.reading.selectFrom('mail_outbox').select('to_address').execute();
  assert.deepEqual(
    mails.map((row) => String(row['to_address'])),
    [dsl.name],
    'the owner is told that somebody knows the password',
  );

  // The browser they know is counted apart: whoever learnt the password does not keep its owner out of it.
  world.clock.advance({ seconds: 30 });
  const back = await signInWith(world, browser, { ...dsl, phone });
  assert.equal(back.location, '/');
});

test('a recovery code stands in for the phone, once, and its use is told by mail', async (t) => {
  const { world, school, person, browser } = await start(t);
  const { codes } = await anAuthenticator(world, school, person);
  await browser.get('/sign-in');
  await browser.post('/sign-in', dsl);
  await browser.get('/sign-in/second-step');
  const answer = await browser.post('/sign-in/second-step', {
    code: (codes[3] ?? '').toLowerCase().replaceAll('-', ' '),
  });
  assert.equal(answer.location, '/');
  assert.match((await browser.follow()).text, /You used a recovery code\. 9 are left/);
  const mails = await world.store.reading.selectFrom('mail_outbox').select('to_address').execute();
  assert.equal(mails.length, 1);

  const other = openBrowser(world.web);
  await other.get('/sign-in');
  await other.post('/sign-in', dsl);
  await other.get('/sign-in/second-step');
  assert.equal((await other.post('/sign-in/second-step', { code: codes[3] ?? '' })).status, 422);
});

test('somebody whose role needs no second step signs in with the password alone', async (t) => {
  const { world, school, browser } = await start(t);
  await anAdult(world, school, { roles: ['staff'], email: 'ada@school.example', password: ADULT_PASSWORD });
  assert.equal(
    (await signInWith(world, browser, { name: 'ada@school.example', password: ADULT_PASSWORD })).location,
    '/',
  );
});

test('a sign-in begun with the old password is over once there is a new one: no app, no code and no password finishes it', async (t) => {
  const { world, school, person, browser } = await start(t);
  const anew = (password: string) => aLogIn(world, school, person, { name: dsl.name, password });
  await browser.get('/sign-in');
  await browser.post('/sign-in', dsl);
  const page = await browser.get('/sign-in/authenticator');
  const phone = aPhone(/translate="no">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '');
  world.clock.advance({ minutes: 1 });
  await anew('meadow kestrel walnut');
  assert.match((await browser.get('/sign-in/authenticator')).location ?? '', /^\/sign-in\?/);
  const late = await browser.post('/sign-in/authenticator', { code: phone.code(world.clock.now()) });
  assert.notEqual(late.status, 200);
  assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/);

  const own = await anAuthenticator(world, school, person);
  const other = openBrowser(world.web);
  await other.get('/sign-in');
  await other.post('/sign-in', { ...dsl, password: 'meadow kestrel walnut' });
  await other.get('/sign-in/second-step');
  world.clock.advance({ minutes: 1 });
  await anew('violet anchor thistle');
  const refused = await other.post('/sign-in/second-step', { code: own.code(world.clock.now()) });
  assert.notEqual(refused.location, '/');
  assert.match((await other.get('/people')).location ?? '', /^\/sign-in/);
});

test('the key of an app is shown to the newest sign-in alone: whoever knows the password cannot read what the owner takes into use', async (t) => {
  const { world, browser } = await start(t);
  const keyOn = (html: string): string => /translate="no">([A-Z2-7 ]+)</.exec(html)?.[1] ?? '';
  await browser.get('/sign-in');
  await browser.post('/sign-in', dsl);
  const first = keyOn((await browser.get('/sign-in/authenticator')).html);
  world.clock.advance({ seconds: 5 });
  const owner = openBrowser(world.web);
  await owner.get('/sign-in');
  await owner.post('/sign-in', dsl);
  const second = keyOn((await owner.get('/sign-in/authenticator')).html);
  assert.match(second, /^([A-Z2-7]{4} ){7}/);
  assert.notEqual(second, first);
  assert.equal((await browser.get('/sign-in/authenticator')).location, '/sign-in');
  const phone = aPhone(second);
  assert.equal((await owner.post('/sign-in/authenticator', { code: phone.code(world.clock.now()) })).status, 200);
  assert.equal((await owner.get('/people')).status, 200);
});
