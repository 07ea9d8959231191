import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeCertificate, writeCertificate } from '../../../test/support/certificates.ts';
import { makeWorld } from '../../../test/support/world.ts';
import { anAdult, aSchool, signedIn } from '../people/testing.ts';

test('IT support, and nobody else, sees on the home page that the certificate ends in three weeks', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-duty-'));
  const world = await makeWorld({
    env: writeCertificate(folder, makeCertificate({ to: '2026-12-05T09:10:00Z' })),
  });
  t.after(async () => {
    await world.end();
    rmSync(folder, { recursive: true });
  });
  const school = await aSchool(world);
  const home = async (role: 'technician' | 'head', url = '/'): Promise<string> => {
    const person = await anAdult(world, school, { roles: [role] });
    const secret = await world.parts.sessions.start(school, person, 'test');
    return (await world.web.inject({ url, headers: { cookie: `__Host-sg_session=${secret}` } })).body;
  };
  assert.match(await home('technician'), /The certificate ends in 12 days[^]*href="\/system\/certificate"/);
  const page = await home('technician', '/system/certificate');
  assert.match(page, /The certificate ends in 12 days\.[^]*localhost[^]*127\.0\.0\.1[^]*5 December 2026[^]*tls\.crt/);
  assert.match(page, /To renew it/);
  assert.doesNotMatch(await home('head', '/system/certificate'), /tls\.crt/);
  assert.doesNotMatch(await home('head'), /certificate/);
  writeCertificate(folder);
  assert.doesNotMatch(await home('technician'), /certificate ends/);
  assert.match(await home('technician', '/system/certificate'), /The certificate is good until 1 January 2045/);
  writeFileSync(join(folder, 'tls.crt'), 'something else');
  assert.match(await home('technician', '/system/certificate'), /holds no certificate in PEM form[^]*cannot be read/);
});

test('a web app without a certificate of its own says so', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const browser = await signedIn(world, await anAdult(world, school, { roles: ['technician'] }), school);
  assert.match((await browser.get('/system/certificate')).text, /has no certificate of its own/);
  assert.doesNotMatch((await browser.get('/')).html, /system\/certificate/);
});
