import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBrowser } from '../../../../../test/support/browser.ts';
import { makeWorld } from '../../../../../test/support/world.ts';
import { ADULT_PASSWORD, anAdult, aSchool, signedIn } from '../../testing.ts';
import { aPasskey, aSoftKey } from '../../passkeys/testing.ts';

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, {
    roles: ['dsl'],
    email: 'dsl@school.example',
    password: ADULT_PASSWORD,
  });
  return { world, school, person, browser: openBrowser(world.web), ...(await aPasskey(world, school, person)) };
}

const optionsOf = (html: string): string =>
  (/data-options="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#34;', '"');

test('a passkey alone signs in whom a second step is asked of, once for each challenge', async (t) => {
  const { browser, world, key } = await start(t);
  const credential = key.show(optionsOf((await browser.get('/sign-in?next=/people')).html));
  assert.equal((await browser.post('/sign-in/passkey', { credential, next: '/people' })).location, '/people');
  assert.equal((await browser.follow()).status, 200);

  const other = openBrowser(world.web);
  await other.get('/sign-in');
  const again = await other.post('/sign-in/passkey', { credential });
  assert.equal(again.location, '/sign-in');
  assert.match((await other.follow()).text, /This passkey did not work here/);
});

test('what an authenticator did not sign for this place, this page and this person is refused', async (t) => {
  const { browser, key, world } = await start(t);
  const asked = async (): Promise<string> => optionsOf((await browser.get('/sign-in')).html);
  const refused = async (credential: string, why: string): Promise<void> => {
    const answer = await browser.post('/sign-in/passkey', { credential });
    assert.equal(answer.location, '/sign-in', `${why}: ${answer.text}`);
    assert.match((await browser.get('/people')).location ?? '', /^\/sign-in/, why);
  };
  await refused(key.show(await asked(), { origin: 'https://schoolgate.example' }), 'made for another site');
  await refused(key.show(await asked(), { verified: false }), 'no PIN, finger or face');
  await refused(aSoftKey(world).show(await asked()), 'nobody’s');
  await refused('{"id":"x"}', 'no credential at all');
  await refused('not JSON', 'not JSON');
  const options = await asked();
  world.clock.advance({ minutes: 16 });
  await refused(key.show(options), 'the page was open too long');
  key.show(await asked(), { counter: 7 });
  const good = key.show(await asked(), { counter: 8 });
  assert.equal((await browser.post('/sign-in/passkey', { credential: good })).location, '/');
  const copy = openBrowser(world.web);
  const old = key.show(optionsOf((await copy.get('/sign-in')).html), { counter: 8 });
  assert.equal(
    (await copy.post('/sign-in/passkey', { credential: old })).location,
    '/sign-in',
    'a copy counts no further',
  );
});

test('the last second step of somebody who needs one stays; another’s passkey is not there', async (t) => {
  const { world, school, person, id } = await start(t);
  const colleague = await anAdult(world, school, { roles: ['staff'] });
  const hers = await signedIn(world, colleague, school);
  await hers.get('/account');
  assert.equal((await hers.post(`/account/passkeys/${id}/remove`)).status, 404);
  assert.equal((await hers.post(`/account/passkeys/${id}`, { name: 'Mine now' })).status, 404);
  const own = await signedIn(world, person, school);
  await own.get('/account/sign-in');
  const kept = await own.post(`/account/passkeys/${id}/remove`);
  assert.equal(kept.status, 403);
  assert.match(kept.text, /this is your last one\. Add another first/);
  await aPasskey(world, school, person, 'Laptop');
  assert.equal((await own.post(`/account/passkeys/${id}/remove`)).location, '/account/sign-in');
});

test('after ten minutes the pages that change how one signs in ask to confirm first, and lead back', async (t) => {
  const { world, school, person, key } = await start(t);
  const own = await signedIn(world, person, school);
  assert.equal((await own.get('/account/passkeys/add')).status, 200);
  world.clock.advance({ minutes: 10 });
  assert.equal((await own.get('/account/passkeys/add')).location, '/account/confirm?next=%2Faccount%2Fpasskeys%2Fadd');
  const ask = await own.follow();
  assert.match(ask.text, /Confirm that it is you/);
  const wrong = await own.post('/account/confirm', { password: 'not it', next: '/account/passkeys/add' });
  assert.match(wrong.text, /Use your passkey/);
  const password = await own.post('/account/confirm', { password: ADULT_PASSWORD, next: '/account/passkeys/add' });
  assert.match(
    password.text,
    /Use your passkey/,
    'the password alone opens nothing where a passkey is the second step',
  );
  assert.equal((await own.get('/account/passkeys/add')).status, 303);
  const asked = optionsOf((await own.get('/account/confirm?next=/account/passkeys/add')).html);
  const right = await own.post('/account/confirm', { credential: key.show(asked), next: '//evil.example/' });
  assert.equal(right.location, '/', 'never to another site');
  assert.equal((await own.get('/account/passkeys/add')).status, 200);
  world.clock.advance({ minutes: 10 });
  const options = optionsOf((await own.get('/account/confirm?next=/account')).html);
  assert.equal(
    (await own.post('/account/confirm', { credential: key.show(options), next: '/account' })).location,
    '/account',
  );
});

test('whose second step is a passkey changes the password with the old one and the passkey, not with the old one alone', async (t) => {
  const { world, school, person, key } = await start(t);
  const own = await signedIn(world, person, school);
  world.clock.advance({ minutes: 11 });
  assert.match((await own.get('/account')).text, /Change your password/);
  const fields = { current: ADULT_PASSWORD, password: 'harbour lantern biscuit' };
  assert.match((await own.post('/account', fields)).text, /Your passkey is asked for first/);
  assert.match((await own.post('/account/password', fields)).location ?? '', /^\/account\/confirm/);
  const options = optionsOf((await own.get('/account/confirm?next=/account/password')).html);
  const there = await own.post('/account/confirm', { credential: key.show(options), next: '/account/password' });
  assert.equal(there.location, '/account/password');
  assert.match((await own.follow()).text, /The password you have now/);
  assert.match(
    (await own.post('/account/password', { ...fields, current: 'not it' })).text,
    /This is not the password you have now/,
  );
  assert.equal((await own.post('/account/password', fields)).location, '/sign-in');
});
