import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { OutgoingHttpHeaders } from 'node:http';

import { pageHeaders } from '../../src/filter/pages/page-headers.ts';
import { anAdult, aSchool } from '../../src/modules/people/testing.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { ask } from '../support/ask.ts';
import { startSchoolgate, type Running } from '../support/running.ts';
import { makeWorld, type World } from '../support/world.ts';

/** The head of every answer of the web app, whatever it answers (ASVS 5.0 3.4; OWASP secure headers). */
const EVERY_ANSWER = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'self';connect-src 'self';form-action 'self' http://localhost:8081;base-uri 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** A file is not a page: nothing in it may run, and it belongs to no origin. */
const FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** What would tell a stranger which programs and versions run here. */
const TELLING = ['server', 'x-powered-by', 'via'];

function check(headers: OutgoingHttpHeaders, wanted: Readonly<Record<string, string>>, what: string): void {
  for (const [name, value] of Object.entries(wanted)) assert.equal(headers[name], value, `${what}: ${name}`);
  for (const name of TELLING) assert.equal(headers[name], undefined, `${what}: ${name}`);
}

describe('security headers of the web app', () => {
  let world: World;
  let school: SchoolId;
  let cookie: string;
  before(async () => {
    world = await makeWorld({ publicUrl: 'https://schoolgate.school.example' });
    school = await aSchool(world);
    const head = await anAdult(world, school, { roles: ['head'] });
    cookie = `__Host-sg_session=${await world.parts.sessions.start(school, head, 'test')}`;
  });
  after(() => world.end());

  for (const [what, request, status, kept] of [
    ['a page for anybody', { url: '/sign-in' }, 200, 'no-store'],
    ['words that anybody may read', { url: '/policy/versions' }, 200, 'private, no-cache'],
    ['the same for somebody signed in', { url: '/policy/versions', signedIn: true }, 200, 'no-store'],
    ['a page of records', { url: '/people', signedIn: true }, 200, 'no-store'],
    ['a file made of records', { url: '/incidents/log.csv', signedIn: true }, 200, 'no-store'],
    ['a redirect to the sign-in', { url: '/people' }, 303, 'no-store'],
    ['a style sheet', { url: '/assets/schoolgate.css' }, 200, 'public, max-age=3600'],
    ['a style sheet that is not there', { url: '/assets/none.css' }, 303, 'no-store'],
    ['a path that leads out of the folder', { url: '/assets/..%2f..%2fpackage.json' }, 303, 'no-store'],
    ['a page that is not there', { url: '/no-such-page', signedIn: true }, 404, 'no-store'],
    ['a page refused', { url: '/people', remoteAddress: '203.0.113.9' }, 404, 'no-store'],
    ['a form without its token', { url: '/sign-in', method: 'POST' as const }, 403, 'no-store'],
    ['a body of a kind that nobody reads', { url: '/sign-in', method: 'POST' as const, json: true }, 403, 'no-store'],
    ['the state of the machine', { url: '/healthz' }, 503, 'no-store'],
    ['another name', { url: '/sign-in', host: 'evil.example' }, 404, 'no-store'],
  ] as const) {
    it(`stand on ${what}`, async () => {
      const given: {
        url: string;
        method?: 'POST';
        remoteAddress?: string;
        signedIn?: true;
        host?: string;
        json?: true;
      } = request;
      const answer = await world.web.inject({
        url: given.url,
        method: given.method ?? 'GET',
        ...(given.remoteAddress === undefined ? {} : { remoteAddress: given.remoteAddress }),
        headers: {
          ...(given.signedIn === true ? { cookie } : {}),
          ...(given.host === undefined ? {} : { host: given.host }),
          ...(given.json === true ? { 'content-type': 'application/json' } : {}),
        },
        ...(given.json === true ? { payload: '{}' } : {}),
      });
      assert.equal(answer.statusCode, status, answer.body.slice(0, 500));
      const policy = what.startsWith('a file') ? { 'content-security-policy': FILE_POLICY } : {};
      check(answer.headers, { ...EVERY_ANSWER, ...policy }, what);
      assert.equal(answer.headers['cache-control'], kept);
    });
  }

  it('stand on an address that cannot be read', async () => {
    const answer = await world.web.inject({ url: '/people/%zz' });
    assert.equal(answer.statusCode, 400);
    const said = {
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    };
    check(answer.headers, said, 'unreadable');
  });

  it('stand on a page that broke', async (t) => {
    const broken = await makeWorld({ publicUrl: 'https://schoolgate.school.example' });
    t.after(() => broken.web.close());
    await broken.store.close();
    const answer = await broken.web.inject({ url: '/', headers: { cookie: `__Host-sg_session=${'a'.repeat(43)}` } });
    assert.equal(answer.statusCode, 500);
    check(answer.headers, EVERY_ANSWER, 'broken');
  });

  it('tell no browser to keep to HTTPS where there is none, nor for localhost or an address in figures', async (t) => {
    for (const publicUrl of ['http://schoolgate.school.example', 'https://localhost:8443', 'https://192.168.1.5']) {
      const plain = await makeWorld({ publicUrl });
      t.after(() => plain.end());
      const answer = await plain.web.inject({ url: '/sign-in' });
      assert.equal(answer.headers['strict-transport-security'], undefined, publicUrl);
    }
  });
});

describe('security headers of the filter’s pages', () => {
  let running: Running;
  before(async () => {
    running = await startSchoolgate({ ready: false });
  });
  after(() => running.end());

  /** A page stands under the gate's own name, or, as a block page, under another site's: then only the gate is named. */
  const page = (gate: string): Readonly<Record<string, string>> => ({
    'content-security-policy': `default-src 'none'; style-src ${gate}; img-src ${gate}; font-src ${gate}; form-action ${gate}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });

  it('stand on the gate’s pages, forms, refusals and files', async () => {
    for (const [path, status] of [
      ['/', 200],
      ['/tell-an-adult', 200],
      ['/no-such-page', 404],
    ] as const) {
      const answer = await ask(running.gate + path);
      assert.equal(answer.status, status, path);
      check(answer.headers, page("'self'"), path);
    }
    const posted = await ask(`${running.gate}/tell-an-adult`, { method: 'POST', body: 'x=1' });
    check(posted.headers, page("'self'"), 'a form');
    const elsewhere = await ask(`${running.gate}/`, { headers: { host: 'evil.example' } });
    assert.equal(elsewhere.status, 421);
    check(elsewhere.headers, page("'self'"), 'another name');
    const style = await ask(`${running.gate}/assets/gate.css`);
    check(
      style.headers,
      { 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' },
      'a style sheet',
    );
    const health = await ask(`${running.gate}/healthz`);
    check(health.headers, { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }, 'health');
  });

  it('stand on a block page under another site’s name', async () => {
    const { host, port } = running.proxy;
    const answer = await ask(`http://${host}:${String(port)}/`, {
      headers: { host: 'blocked.example' },
      target: 'http://blocked.example/',
    });
    assert.equal(answer.status, 403, answer.body);
    check(answer.headers, page(running.gate), 'a block page');
  });

  it('allow no inline script or style anywhere', () => {
    for (const text of [EVERY_ANSWER['content-security-policy'], pageHeaders('').join(' ')]) {
      assert.doesNotMatch(text, /unsafe|\*|data:|blob:/);
      assert.match(text, /default-src 'none'/);
    }
  });
});
