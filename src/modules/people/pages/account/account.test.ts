import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBrowser } from '../../../../../test/support/browser.ts';
import { makeWorld } from '../../../../../test/support/world.ts';
import { ADULT_PASSWORD, anAdult, aSchool, signedIn } from '../../testing.ts';
import { anAuthenticator, aPhone, signInWith } from '../../second-factor/testing.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, {
    roles: ['lead'],
    email: 'lead@school.example',
    password: ADULT_PASSWORD,
  });
  const events = async (): Promise<readonly string[]> =>
    (await world.store.reading.selectFrom('audit_event').select('event').orderBy('seq').execute()).map((row) =>
      String(row['event']),
    );
  const mails = async (): Promise<number> =>
    (await world.store.reading.selectFrom('mail_outbox').select('id').execute()).length;
  return { world, school, person, events, mails };
}

test('where somebody is signed in: each browser in words, ended one by one, and all but this one; signing out is in the trail', async (t) => {
  const { world, school, person, events } = await start(t);
  const here = await signedIn(world, person, school);
  const onPhone = openBrowser(world.web, [['sg_session', await world.parts.sessions.start(school, person, IPHONE)]]);
  const third = await signedIn(world, person, school);
  const page = await here.get('/account/sessions');
  assert.match(page.text, /This browser/);
  assert.match(page.text, /Safari on an iPhone/);
  const phone = /sessions\/([\w-]+)\/end"[^]*?Safari on an iPhone/.exec(
    page.html.slice(page.html.indexOf('Safari on an iPhone')),
  )?.[1];
  assert.equal((await here.post(`/account/sessions/${phone ?? ''}/end`)).location, '/account/sessions');
  assert.match((await onPhone.get('/account')).location ?? '', /^\/sign-in/);
  assert.equal((await third.get('/account')).status, 200);
  await here.get('/account/sessions');
  await here.post('/account/sessions/end-others');
  assert.match((await third.get('/account')).location ?? '', /^\/sign-in/);
  assert.equal((await here.get('/account')).status, 200);
  await here.post('/sign-out');
  assert.deepEqual((await events()).slice(-3), ['session-ended', 'signed-out-everywhere', 'signed-out']);
});

test('signed out, the browser is told to let go of what it keeps of these pages, and so at the first page after a session ended elsewhere', async (t) => {
  const { world, school, person } = await start(t);
  const here = await signedIn(world, person, school);
  const there = await signedIn(world, person, school);
  const kept = (await here.get('/account')).headers['clear-site-data'];
  assert.equal(kept, undefined);
  const out = await here.post('/sign-out');
  assert.equal(out.headers['clear-site-data'], '"cache", "storage"');
  assert.ok(!here.cookies.has('sg_session'));
  await there.get('/account');
  await there.post('/account/sign-out-everywhere');
  assert.equal((await there.follow()).headers['clear-site-data'], '"cache", "storage"');
  assert.ok(!there.cookies.has('sg_session'));
  assert.equal((await there.get('/sign-in')).headers['clear-site-data'], undefined, 'once');
});

for (const [what, close] of [
  ['is closed', { table: 'account', set: { closed_at: '2026-01-01T00:00:00Z' }, back: { closed_at: null } }],
  ['is of somebody who has left', { table: 'person', set: { left_on: '2026-01-01' }, back: { left_on: null } }],
] as const) {
  test(`the sessions of a log-in that ${what} are over at the next page, and do not come back with it`, async (t) => {
    const { world, school, person } = await start(t);
    const browser = await signedIn(world, person, school);
    assert.equal((await browser.get('/account')).status, 200);
    const secret = browser.cookies.get('sg_session') ?? '';
    const by = close.table === 'account' ? 'person_id' : 'id';
    const put = (row: Readonly<Record<string, string | null>>) =>
      world.store.transaction((db) => db.updateTable(close.table).set(row).where(by, '=', person).execute());
    await put(close.set);
    assert.match((await browser.get('/account')).location ?? '', /^\/sign-in/);
    await put(close.back);
    const again = openBrowser(world.web, [['sg_session', secret]]);
    assert.match((await again.get('/account')).location ?? '', /^\/sign-in/);
  });
}

test('whoever looks after log-ins signs somebody out everywhere, the headteacher too; the trail says who', async (t) => {
  const { world, school, person, events } = await start(t);
  const head = await anAdult(world, school, { roles: ['head'], email: 'head@school.example' });
  const technician = await anAdult(world, school, { roles: ['technician'] });
  const own = await signedIn(world, technician, school);
  for (const whose of [person, head]) {
    const [one, two] = [await signedIn(world, whose, school), await signedIn(world, whose, school)];
    assert.match((await own.get(`/people/${whose}`)).text, /Sign them out everywhere/);
    assert.equal((await own.post(`/people/${whose}/sign-out`)).location, `/people/${whose}`);
    assert.match((await own.follow()).text, /They are signed out everywhere/);
    for (const gone of [one, two]) assert.match((await gone.get('/account')).location ?? '', /^\/sign-in/);
    await own.post(`/people/${whose}/sign-out`);
    assert.match((await own.follow()).text, /They are signed in nowhere/);
  }
  assert.equal((await events()).filter((event) => event === 'sessions-ended').length, 2);
  assert.equal((await own.get('/account')).status, 200);
});

test('browsers that are remembered: shown in words, forgotten one by one and all; only their owner’s, and a new sign-in there is told by mail', async (t) => {
  const { world, school, person, events, mails } = await start(t);
  const { devices } = world.parts;
  await devices.note('A'.repeat(22), { school, person, words: IPHONE });
  world.clock.advance({ minutes: 1 });
  await devices.note('B'.repeat(22), { school, person, words: 'another' });
  await devices.note('C'.repeat(22), { school, person, words: 'a third' });
  const colleague = await anAdult(world, school, { roles: ['staff'] });
  await devices.note('A'.repeat(22), { school, person: colleague, words: IPHONE });
  const here = await signedIn(world, person, school);
  assert.match((await here.get('/account')).text, /Remembered 3 browsers/);
  const page = await here.get('/account/browsers');
  assert.match(page.text, /Safari on an iPhone/);
  assert.ok(!page.html.includes('A'.repeat(22)));
  const [id] = [...page.html.matchAll(/browsers\/([0-9a-f]{32})\/forget"/g)].map((one) => one[1]).slice(-1);
  await here.post(`/account/browsers/${id ?? ''}/forget`);
  assert.doesNotMatch((await here.follow()).text, /iPhone/);
  assert.equal(await devices.isKnown('A'.repeat(22), person), false);
  assert.equal(await devices.isKnown('A'.repeat(22), colleague), true, 'the same browser, for somebody else');
  assert.equal(await devices.isKnown('B'.repeat(22), person), true);
  await here.post(`/account/browsers/${id ?? ''}/forget`);
  assert.match((await here.follow()).text, /That browser was forgotten already/);
  const theirs = await signedIn(world, colleague, school);
  await theirs.get('/account/browsers');
  const [own] = await devices.list(person);
  await theirs.post(`/account/browsers/${own?.id ?? ''}/forget`);
  assert.equal((await devices.list(person)).length, 2, 'nobody forgets another’s');
  await here.get('/account/browsers');
  await here.post('/account/browsers/forget-all');
  assert.match((await here.follow()).text, /A browser is remembered when you sign in on it/);
  assert.deepEqual(
    (await events()).filter((event) => event === 'browsers-forgotten'),
    ['browsers-forgotten', 'browsers-forgotten'],
  );
  const phone = await anAuthenticator(world, school, person);
  const before = await mails();
  world.clock.advance({ minutes: 1 });
  const again = openBrowser(world.web);
  assert.equal(
    (await signInWith(world, again, { name: 'lead@school.example', password: ADULT_PASSWORD, phone })).location,
    '/',
  );
  assert.equal(await mails(), before + 1, 'a sign-in after all were forgotten is a new browser');
});

test('who has signed in without a password chooses one after showing that it is they, and only then', async (t) => {
  const { world, school } = await start(t);
  const person = await anAdult(world, school, { roles: ['staff'], email: 'grace@school.example' });
  const browser = await signedIn(world, person, school);
  assert.match((await browser.get('/account')).text, /You sign in without one\. Choose a password/);
  await browser.get('/account/password');
  world.clock.advance({ minutes: 11 });
  const late = await browser.post('/account/password', { password: 'harbour lantern biscuit' });
  assert.match(late.location ?? '', /^\/account\/confirm/);
  await world.store.transaction((db) =>
    db.updateTable('web_session').set({ confirmed_at: world.clock.now().toString() }).execute(),
  );
  await browser.get('/account/password');
  assert.match((await browser.post('/account/password', { password: 'short' })).text, /12 characters or more/);
  world.clock.advance({ minutes: 1 });
  const chosen = await browser.post('/account/password', { password: 'harbour lantern biscuit' });
  assert.equal(chosen.location, '/sign-in');
  assert.match((await browser.get('/account')).location ?? '', /^\/sign-in/, 'signed out everywhere');
  await browser.get('/sign-in');
  const who = { name: 'grace@school.example', password: 'harbour lantern biscuit' };
  assert.equal((await browser.post('/sign-in', who)).location, '/');
  await browser.get('/account/password');
  const again = await browser.post('/account/password', { password: 'another harbour lantern' });
  assert.match(again.text, /You have a password\. Change it under/, 'the old one is asked for from now on');
});

test('another person’s session is not ended by its name', async (t) => {
  const { world, school, person } = await start(t);
  const colleague = await anAdult(world, school, { roles: ['staff'] });
  const secret = await world.parts.sessions.start(school, person, 'theirs');
  const session = await world.parts.sessions.find(secret);
  const browser = await signedIn(world, colleague, school);
  await browser.get('/account/sessions');
  await browser.post(`/account/sessions/${session?.id ?? ''}/end`);
  assert.match((await browser.follow()).text, /Nothing was done.*You were signed out there already/);
  assert.ok((await world.parts.sessions.find(secret)) !== undefined);
});

test('a browser that is new is told by mail, one that is known is not, and the first one ever is not', async (t) => {
  const { world, school, person, mails } = await start(t);
  const phone = await anAuthenticator(world, school, person);
  const who = { name: 'lead@school.example', password: ADULT_PASSWORD, phone };
  const first = openBrowser(world.web);
  world.clock.advance({ minutes: 1 });
  assert.equal((await signInWith(world, first, who)).location, '/');
  assert.equal(await mails(), 0);
  await first.get('/');
  await first.post('/sign-out');
  world.clock.advance({ minutes: 1 });
  await signInWith(world, first, who);
  assert.equal(await mails(), 0, 'a known browser');
  world.clock.advance({ minutes: 1 });
  await signInWith(world, openBrowser(world.web), who);
  assert.equal(await mails(), 1);
});

test('a device cookie that we did not mark makes no browser known', async (t) => {
  const { world } = await start(t);
  const { devices } = world.parts;
  const cookie = devices.cookieFor('A'.repeat(22));
  assert.equal(devices.read(cookie), 'A'.repeat(22));
  for (const made of [
    undefined,
    '',
    'A'.repeat(22),
    `${'B'.repeat(22)}.${cookie.split('.')[1] ?? ''}`,
    `${cookie}.x`,
  ]) {
    assert.equal(devices.read(made), undefined);
  }
});

test('a password is changed only by whoever types the one before', async (t) => {
  const { world, school, person, events } = await start(t);
  const browser = await signedIn(world, person, school);
  const change = async (current: string) => {
    await browser.get('/account');
    return browser.post('/account', { current, password: 'harbour lantern biscuit' });
  };
  for (const current of ['', 'not the one', 'harbour lantern biscuit']) {
    assert.equal((await change(current)).status, 422, current);
  }
  assert.match((await change('not the one')).text, /This is not the password you have now/);
  assert.equal((await events()).filter((event) => event === 'password-set').length, 1, 'the first one only');
  assert.equal((await change(ADULT_PASSWORD)).location, '/sign-in');
});

test('who has an app changes the password with a code of it, and to another password', async (t) => {
  const { world, school, person, mails } = await start(t);
  const phone = await anAuthenticator(world, school, person);
  world.clock.advance({ minutes: 1 });
  const browser = await signedIn(world, person, school);
  assert.match((await browser.get('/account')).text, /Six digits from your authenticator app/);
  const fields = { current: ADULT_PASSWORD, password: 'harbour lantern biscuit' };
  assert.match((await browser.post('/account', fields)).text, /Enter the six digits that the app shows now/);
  const code = phone.code(world.clock.now());
  const same = await browser.post('/account', { ...fields, password: ADULT_PASSWORD, code });
  assert.match(same.text, /Choose another password than the one you have now/);
  assert.equal((await browser.post('/account', { ...fields, code })).location, '/sign-in');
  assert.equal(await mails(), 1, 'the owner is told');
});

test('an app is moved to another phone: the old one works until the new one has given a code, then no more', async (t) => {
  const { world, school, person } = await start(t);
  const old = await anAuthenticator(world, school, person);
  world.clock.advance({ minutes: 1 });
  const browser = await signedIn(world, person, school);
  await browser.get('/account/sign-in');
  assert.equal((await browser.post('/account/authenticator/start')).location, '/account/authenticator');
  await browser.follow();
  const who = { name: 'lead@school.example', password: ADULT_PASSWORD };
  assert.equal((await signInWith(world, openBrowser(world.web), { ...who, phone: old })).location, '/');
  const page = await browser.get('/account/authenticator');
  const fresh = aPhone(/translate="no">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '');
  assert.match(
    (await browser.post('/account/authenticator', { code: fresh.code(world.clock.now()) })).text,
    /Your recovery codes/,
  );
  world.clock.advance({ minutes: 1 });
  assert.equal((await signInWith(world, openBrowser(world.web), { ...who, phone: old })).status, 422);
  assert.equal((await signInWith(world, openBrowser(world.web), { ...who, phone: fresh })).location, '/');
});

test('what is kept of a second step is unreadable in the file: no key and no code stands there as it is', async (t) => {
  const { world, school, person } = await start(t);
  const { secret, codes } = await anAuthenticator(world, school, person);
  const rows = JSON.stringify([
    await world.store.reading.selectFrom('authenticator').selectAll().execute(),
    await world.store.reading.selectFrom('recovery_codes').selectAll().execute(),
  ]);
  for (const text of [secret, codes[0] ?? '-', (codes[0] ?? '-').replaceAll('-', '')]) assert.ok(!rows.includes(text));
});
