import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import type { Browser } from 'playwright-core';

import { ask, type Said } from '../support/ask.ts';
import { writeCertificate } from '../support/certificates.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { skipWithoutCaddy, startCaddy, type Front } from '../support/front.ts';
import { freePort, startSchoolgate, until, type Running } from '../support/running.ts';

/** Counts as outside the school: only 127.0.0.1 is the machine itself. */
const OUTSIDE = '127.0.0.2';
const closed = /There is nothing here for computers outside the school/;

describe('behind Caddy with the example for technicians', { skip: skipWithoutCaddy || skipWithoutChromium }, () => {
  let running: Running;
  let front: Front;
  let browser: Browser | undefined;
  before(async () => {
    const ports = { web: await freePort(), gate: await freePort(), proxy: await freePort() };
    front = await startCaddy({ web: ports.web, https: await freePort(), http: await freePort() });
    running = await startSchoolgate({ ports, env: { ...front.env }, ready: false });
  });
  after(async () => {
    await browser?.close();
    await running.end();
    await front.end();
  });

  it('the set-up link leads through it to a school, and the sign-in works over TLS', async () => {
    const link = /https:\/\/\S+\/set-up\/\S+/.exec(running.output())?.[0];
    assert.ok(link?.startsWith(front.web) === true, running.output());
    const opened = await openChromium({});
    ({ browser } = opened);
    const { page, context } = opened;
    await page.goto(link);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('Name of the school').fill('Larkhill Primary');
    await page.getByLabel('Your given name').fill('Hazel');
    await page.getByLabel('Your family name').fill('Brook');
    await page.getByLabel('Your e-mail address').fill('h.brook@larkhill.example');
    await page.getByLabel('Online-safety lead').check();
    await page.getByLabel('Choose a password').fill('harbour lantern thistle');
    await page.getByRole('button', { name: 'Set up the school' }).click();
    await page.waitForLoadState();
    const cookies = await context.cookies();
    assert.ok(cookies.length > 0);
    for (const cookie of cookies) {
      assert.match(cookie.name, /^__Host-/);
      assert.ok(cookie.secure && cookie.httpOnly, cookie.name);
    }
  });

  it('a browser outside the school gets what parents need and nothing else, whatever address it claims', async () => {
    const from = (path: string, headers: Record<string, string> = {}): Promise<Said> =>
      ask(front.web + path, { from: OUTSIDE, headers });
    assert.equal((await from('/policy/read')).status, 200);
    assert.equal((await from('/assets/schoolgate.css')).status, 200);
    for (const path of ['/', '/sign-in', '/healthz', '/gate/sign-in', '/people', '/no-such-page']) {
      const answer = await from(path);
      assert.equal(answer.status, 404, path);
      assert.match(answer.body, closed, path);
    }
    for (const name of [
      'X-Forwarded-For',
      'X-Real-IP',
      'Forwarded',
      'X-Client-IP',
      'CF-Connecting-IP',
      'True-Client-IP',
    ]) {
      const claim = name === 'Forwarded' ? 'for=127.0.0.1' : '127.0.0.1';
      assert.equal((await from('/sign-in', { [name]: claim })).status, 404, name);
    }
    assert.equal((await ask(`${front.web}/sign-in`)).status, 200);
  });

  it('says nothing of the programs behind it', async () => {
    const { headers } = await ask(`${front.web}/sign-in`);
    assert.equal(headers['server'], undefined);
    assert.equal(headers['x-powered-by'], undefined);
  });

  it('the gate and the proxy answer nobody outside the school', async () => {
    await assert.rejects(ask(`${running.gate}/`, { from: OUTSIDE }), /socket hang up|ECONNRESET/);
    const proxy = `http://127.0.0.1:${String(running.proxy.port)}`;
    await assert.rejects(ask(`${proxy}/`, { from: OUTSIDE }), /socket hang up|ECONNRESET/);
    assert.equal((await ask(`${running.gate}/`)).status, 200);
  });
});

describe('with a certificate of its own', () => {
  let running: Running;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-tls-'));
    running = await startSchoolgate({ env: writeCertificate(folder), ready: false });
  });
  after(async () => {
    await running.end();
    rmSync(folder, { recursive: true });
  });

  it('speaks TLS from 1.2 on and nothing else on its port', async () => {
    assert.equal((await ask(`${running.web}/sign-in`)).status, 200);
    await assert.rejects(ask(running.web.replace('https:', 'http:')), /socket hang up|ECONNRESET|Parse Error/);
  });

  it('takes a renewed certificate without a restart, on SIGHUP', async () => {
    const finger = async (): Promise<string> => (await ask(`${running.web}/sign-in`)).fingerprint;
    const before = await finger();
    assert.notEqual(before, '');
    writeCertificate(folder);
    const web = running.child('webd.ts');
    assert.ok(web !== undefined);
    process.kill(web, 'SIGHUP');
    await until(async () => (await finger()) !== before, 'the old certificate stays');
    assert.equal(running.child('webd.ts'), web);
  });

  it('answers from outside as behind a reverse proxy', async () => {
    assert.equal((await ask(`${running.web}/policy/read`, { from: OUTSIDE })).status, 200);
    assert.match((await ask(`${running.web}/sign-in`, { from: OUTSIDE })).body, closed);
  });
});
