import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeCertificate, writeCertificate } from '../../../test/support/certificates.ts';
import { makeWorld } from '../../../test/support/world.ts';
import { anAdult, aSchool } from '../people/testing.ts';

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
  const home = async (role: 'technician' | 'head'): Promise<string> => {
    const person = await anAdult(world, school, { roles: [role] });
    const secret = await world.parts.sessions.start(school, person, 'test');
    return (await world.web.inject({ url: '/', headers: { cookie: `__Host-sg_session=${secret}` } })).body;
  };
  assert.match(await home('technician'), /The certificate ends in 12 days/);
  assert.doesNotMatch(await home('head'), /certificate/);
  writeCertificate(folder);
  assert.doesNotMatch(await home('technician'), /certificate/);
});
