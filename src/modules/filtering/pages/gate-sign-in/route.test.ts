import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeTicket } from '../../../../filter/ruleset/gate-ticket.ts';
import { readKeys } from '../../../../filter/ruleset/keys.ts';
import { rewriteSessions, tailSessions } from '../../../../filter/ruleset/session-tail.ts';
import type { PersonId, SchoolId } from '../../../../platform/ids/ids.ts';
import { openBrowser, type Browser } from '../../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../../test/support/world.ts';
import { ADULT_PASSWORD, anAdult, aPupil, aSchool, PUPIL_PASSWORD } from '../../../people/testing.ts';
import { aPolicy } from '../../../policy/testing.ts';
import { makePublisher } from '../../compiler/publisher.ts';
import { liveReader } from '../../live.ts';
import { publish } from '../../testing.ts';

describe('signing in at the gate', () => {
  let world: World;
  let school: SchoolId;
  let pupil: PersonId;
  let browser: Browser;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    pupil = await aPupil(world, school, { username: 'sam.hill', password: PUPIL_PASSWORD });
    await publish(world);
    browser = openBrowser(world.web);
  });
  afterEach(() => world.end());

  const ticket = (given: { nonce?: string; key?: Uint8Array; minutes?: number } = {}): string =>
    makeTicket(given.key ?? readKeys(world.site).ticketKey, {
      address: '192.0.2.17',
      nonce: given.nonce ?? 'nonce-of-this-test',
      expires: world.clock.now().add({ minutes: given.minutes ?? 5 }),
    });
  const address = (text: string): string => `/gate/sign-in?ticket=${encodeURIComponent(text)}`;
  const signIn = async (text: string, username = 'sam.hill', password = PUPIL_PASSWORD) => {
    await browser.get(address(text));
    return browser.post('/gate/sign-in', { ticket: text, username, password });
  };
  const sessions = () => {
    const tail = tailSessions(world.site, 1);
    const { lines } = tail.read();
    tail.close();
    return lines;
  };

  test('sends a pupil back to the gate, signed in at their address until the end of the school day', async () => {
    const page = await signIn(ticket());
    assert.equal(page.status, 303);
    const back = new URL(page.location ?? '');
    assert.equal(back.origin + back.pathname, `${world.config.gateUrl}/signed-in`);
    const [line, ...others] = sessions();
    assert.deepEqual(others, []);
    assert.ok(line?.op === 'in');
    const { session, confirm, ...rest } = line;
    assert.deepEqual(rest, { op: 'in', address: '192.0.2.17', person: pupil, until: '2026-11-23T18:00:00.000Z' });
    assert.match(session ?? '', /./);
    const code = back.searchParams.get('code') ?? '';
    assert.ok(code.length >= 40);
    assert.deepEqual(confirm, {
      sha256: createHash('sha256').update(code).digest('hex'),
      by: '2026-11-23T09:12:00.000Z',
    });
  });

  test('takes no password that its owner has to change first, and says where', async () => {
    await anAdult(world, school, { roles: ['staff'], email: 'robin@school.example', password: ADULT_PASSWORD });
    await aPolicy(world, school, { pack: 'online-champions' });
    world.clock.advance({ hours: 24 * 365 });
    const enter = () =>
      signIn(ticket({ nonce: `nonce-at-${world.clock.now().toString()}` }), 'robin@school.example', ADULT_PASSWORD);
    assert.equal((await enter()).status, 303);
    world.clock.advance({ hours: 24 });
    const over = await enter();
    assert.ok(
      over.text.includes(`Your password has to be changed first. Sign in at ${world.config.publicUrl}`),
      over.text,
    );
    assert.equal(sessions().length, 1);
  });

  test('gives the code of the sign-in to nobody but the browser that signed in', async () => {
    const page = await signIn(ticket());
    const code = new URL(page.location ?? '').searchParams.get('code') ?? '';
    const kept = await world.parts.store.reading.selectFrom('gate_session').selectAll().execute();
    assert.equal(kept.length, 1);
    for (const text of [JSON.stringify(kept), JSON.stringify(sessions())]) assert.ok(!text.includes(code));
  });

  test('writes a line of its own for each sign-in, so that a sign-out at the gate ends one of them only', async () => {
    await signIn(ticket());
    await signIn(ticket({ nonce: 'nonce-of-the-afternoon' }));
    const named = sessions().map((line) => (line.op === 'in' ? line.session : undefined));
    assert.equal(named.length, 2);
    assert.equal(new Set(named).size, 2);
  });

  test('gives two hours to somebody who signs in late', async () => {
    world.clock.advance({ hours: 9 });
    await signIn(ticket());
    const [line] = sessions();
    assert.equal(line?.op === 'in' ? line.until : '', '2026-11-23T20:10:00.000Z');
  });

  test('lets staff in with their e-mail address', async () => {
    const teacher = await anAdult(world, school, {
      roles: ['staff'],
      email: 'teacher@school.example',
      password: ADULT_PASSWORD,
    });
    assert.equal((await signIn(ticket(), 'teacher@school.example', ADULT_PASSWORD)).status, 303);
    const [line] = sessions();
    assert.equal(line?.op === 'in' ? line.person : '', teacher);
  });

  test('keeps the name and says so when the password is wrong', async () => {
    const page = await signIn(ticket(), 'sam.hill', 'otter-fork');
    assert.equal(page.status, 422);
    assert.match(page.text, /That is not right/);
    assert.match(page.html, /value="sam\.hill"/);
    assert.doesNotMatch(page.html, /otter-fork/);
    assert.deepEqual(sessions(), []);
  });

  test('refuses a governor: the filter does not know them', async () => {
    await anAdult(world, school, { roles: ['governor'], email: 'governor@home.example', password: ADULT_PASSWORD });
    const page = await signIn(ticket(), 'governor@home.example', ADULT_PASSWORD);
    assert.match(page.text, /Only pupils and staff/);
    assert.deepEqual(sessions(), []);
  });

  test('refuses a ticket that somebody else made', async () => {
    const page = await browser.get(address(ticket({ key: Buffer.alloc(32, 7) })));
    assert.equal(page.status, 403);
    assert.match(page.text, /Go to the start page/);
    assert.deepEqual(sessions(), []);
  });

  test('refuses a ticket whose five minutes are over', async () => {
    const text = ticket();
    await browser.get(address(text));
    world.clock.advance({ minutes: 5 });
    const page = await browser.post('/gate/sign-in', { ticket: text, username: 'sam.hill', password: PUPIL_PASSWORD });
    assert.equal(page.status, 403);
    assert.match(page.text, /open too long/);
    assert.deepEqual(sessions(), []);
  });

  test('refuses a ticket that was used', async () => {
    const text = ticket();
    await signIn(text);
    const page = await signIn(text);
    assert.equal(page.status, 409);
    assert.match(page.text, /used already/);
    assert.equal(sessions().length, 1);
  });

  test('shows no form without a ticket', async () => {
    const page = await browser.get('/gate/sign-in');
    assert.match(page.text, /Start at the school’s start page/);
    assert.doesNotMatch(page.html, /type="password"/);
  });

  test('writes the session again when the web app starts anew', async () => {
    await signIn(ticket());
    const before = sessions();
    rewriteSessions(world.site, 1, []);
    world.clock.advance({ minutes: 1 });
    await makePublisher({ ...world.parts, site: world.site }, liveReader(world.site)).run();
    assert.deepEqual(sessions(), before);
  });
});
