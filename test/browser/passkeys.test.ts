import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import type { Browser, CDPSession, Page } from 'playwright-core';

import { ADULT_PASSWORD, anAdult, aSchool } from '../../src/modules/people/testing.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { makeWorld, type World } from '../support/world.ts';

/** A port that was free a moment ago: the address that passkeys are tied to must be known before the app is made. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Passkeys for real: Chromium's own authenticator signs, nothing is replaced. */
describe('passkeys', { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let world: World;
  let base: string;
  let browser: Browser;
  let page: Page;
  let session: CDPSession;
  let authenticator: string;

  before(async () => {
    const port = await freePort();
    base = `http://localhost:${String(port)}`;
    world = await makeWorld({ seed: 'passkeys', publicUrl: base });
    const school = await aSchool(world);
    await anAdult(world, school, { roles: ['staff'], email: 'ada@school.example', password: ADULT_PASSWORD });
    await world.web.listen({ host: '127.0.0.1', port });
    ({ browser, page } = await openChromium({}));
    session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    authenticator = await addAuthenticator(true);
  });
  after(async () => {
    await browser.close();
    await world.end();
  });

  async function addAuthenticator(isUserVerified: boolean): Promise<string> {
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  }
  const heading = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
  const main = (): Promise<string> => page.locator('main').innerText();
  const events = async (): Promise<readonly string[]> =>
    (await world.store.reading.selectFrom('audit_event').select('event').orderBy('seq').execute()).map((row) =>
      String(row['event']),
    );

  test('somebody adds one, gets recovery codes with it, and signs in with it and nothing else', async () => {
    await page.goto(`${base}/sign-in`);
    await page.getByLabel('E-mail address').fill('ada@school.example');
    await page.getByLabel('Password', { exact: true }).fill(ADULT_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.goto(`${base}/account/sign-in`);
    await page.getByRole('link', { name: 'Add a passkey' }).click();
    await page.getByLabel('What do you want to call it?').fill('The laptop at school');
    await page.getByRole('button', { name: 'Add the passkey' }).click();
    await page.getByText('They are shown this once').waitFor();
    assert.equal(await heading(), 'Your recovery codes');
    await page.getByRole('button', { name: 'I have printed them, go on' }).click();
    assert.match(await main(), /The laptop at school[^]*on one device only[^]*10 codes left/);

    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL(`${base}/`);
    assert.match(await page.locator('header').innerText(), /Alex Reed-staff/);
    assert.ok((await events()).includes('passkey-used'));
  });

  test('with a passkey the password alone does not lead in any more, and the passkey is the second step', async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('E-mail address').fill('ada@school.example');
    await page.getByLabel('Password', { exact: true }).fill(ADULT_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.equal(await heading(), 'Second step');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${base}/`);
  });

  test('it confirms that it is them, is renamed, and is taken away', async () => {
    world.clock.advance({ minutes: 11 });
    await page.goto(`${base}/account/sign-in`);
    await page.getByRole('link', { name: 'Rename' }).click();
    await page.getByLabel('Its name').fill('My laptop');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Take away' }).click();
    assert.equal(await heading(), 'Confirm that it is you');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await page.waitForURL(`${base}/account/sign-in`);
    await page.getByRole('button', { name: 'Take away My laptop' }).click();
    assert.match(await main(), /Your passkey is taken away/);
    assert.ok((await events()).includes('identity-confirmed'));
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This passkey did not work here').waitFor();
    assert.equal(await heading(), 'Sign in');
  });

  test('one that asks for no PIN, finger or face is not taken', async () => {
    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: authenticator });
    authenticator = await addAuthenticator(false);
    await page.goto(`${base}/sign-in`);
    await page.getByLabel('E-mail address').fill('ada@school.example');
    await page.getByLabel('Password', { exact: true }).fill(ADULT_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.goto(`${base}/account/passkeys/add`);
    await page.getByLabel('What do you want to call it?').fill('Without a PIN');
    await page.getByRole('button', { name: 'Add the passkey' }).click();
    await page.getByText('No passkey was used').waitFor();
    assert.ok(!(await main()).includes('recovery'));
  });
});
