import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { BODY_LIMIT } from './app.ts';
import { knownHosts } from './known-hosts.ts';
import { typedText } from './typed-text.ts';

async function world(t: TestContext): Promise<World> {
  const made = await makeWorld();
  t.after(() => made.end());
  return made;
}

describe('what a refused form shows again', () => {
  test('is what was typed, without passwords', () => {
    assert.deepEqual(typedText({ words: 'hello', password: 'no', _csrf: 'x', ticket: 'y' }), [
      { label: 'words', value: 'hello' },
    ]);
  });

  test('stays small, however many fields a stranger sends', async (t) => {
    const { web } = await world(t);
    const fields = Array.from({ length: 30_000 }, (_, n) => `a${n.toString(36)}=1`).join('&');
    const answer = await web.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: fields,
    });
    assert.equal(answer.statusCode, 403);
    assert.ok(answer.body.length < 100_000, `${answer.body.length} characters`);
  });

  test('is nothing of a form that is too large: it is refused unread, and one that fits is read', async (t) => {
    const { web } = await world(t);
    const send = (bytes: number) =>
      web.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `name=${'x'.repeat(bytes - 'name='.length)}`,
      });
    assert.equal((await send(BODY_LIMIT)).statusCode, 403, 'read, and without its token');
    assert.equal((await send(BODY_LIMIT + 1)).statusCode, 413);
  });
});

describe('the name by which the web app is reached', () => {
  test('is its own address, localhost or an address in figures', () => {
    const isOurs = knownHosts('https://gate.school.example');
    for (const host of ['gate.school.example', 'GATE.school.example:8443', 'localhost:8080', '127.0.0.1', '[::1]:8080'])
      assert.ok(isOurs(host), host);
    for (const host of ['evil.example', 'gate.school.example.evil.example', 'localhost.evil.example', ''])
      assert.ok(!isOurs(host), host);
  });

  test('is demanded: another name shows no form', async (t) => {
    const { web } = await world(t);
    const answer = await web.inject({ url: '/sign-in', headers: { host: 'evil.example' } });
    assert.equal(answer.statusCode, 404);
    assert.doesNotMatch(answer.body, /type="password"/);
  });
});

describe('what breaks', () => {
  test('says a reference and no more, also when the page that says so cannot be made', async (t) => {
    const made = await makeWorld();
    t.after(() => made.web.close());
    await made.store.close();
    const answer = await made.web.inject({ url: '/', headers: { cookie: `sg_session=${'a'.repeat(43)}` } });
    // A closed file is our own fault; a PostgreSQL that cannot be reached may be back in a minute.
    assert.equal(answer.statusCode, made.store.kind === 'sqlite' ? 500 : 503);
    assert.match(answer.body, /reference/i);
    assert.doesNotMatch(answer.body, /driver|database|\.ts|"error"/i);
  });

  test('is not a path that leads out of the folder of styles: there is nothing there', async (t) => {
    const { web } = await world(t);
    const answer = await web.inject({ url: '/assets/..%2f..%2fpackage.json' });
    assert.ok(answer.statusCode < 500, String(answer.statusCode));
    assert.doesNotMatch(answer.body, /"dependencies"/);
  });
});

test('over https, cookies carry the prefix that keeps other sites from setting them', async (t) => {
  const made = await makeWorld({ publicUrl: 'https://gate.school.example' });
  t.after(() => made.end());
  const answer = await made.web.inject({ url: '/sign-in' });
  assert.match(
    String(answer.headers['set-cookie']),
    /^__Host-sg_browser=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});
