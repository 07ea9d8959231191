import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import { aCallForHelp, reported } from '../../src/modules/monitoring/testing.ts';
import { ADULT_PASSWORD, anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { anAuthenticator, type Phone } from '../../src/modules/people/second-factor/testing.ts';
import { phone, openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { makeWorld, type World } from '../support/world.ts';

/** Journeys of a browser that runs no scripts, on a phone: everything works, with the same words. */
describe('without JavaScript', { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let world: World;
  let base: string;
  let phoneOfDsl: Phone;
  let browser: Browser;
  let page: Page;

  before(async () => {
    world = await makeWorld({ seed: 'no-javascript' });
    const school = await aSchool(world);
    const pupil = await aPupil(world, school, { given: 'Robin', family: 'Sample' });
    await anAdult(world, school, { roles: ['staff'], email: 'teacher@school.example', password: ADULT_PASSWORD });
    const dsl = await anAdult(world, school, { roles: ['dsl'], email: 'dsl@school.example', password: ADULT_PASSWORD });
    phoneOfDsl = await anAuthenticator(world, school, dsl);
    await reported(world, aCallForHelp(world, { person: pupil, host: 'bets.example' }));
    base = await world.web.listen({ host: '127.0.0.1', port: 0 });
    ({ browser, page } = await openChromium({ javaScript: false, size: phone }));
  });
  after(async () => {
    await browser.close();
    await world.end();
  });

  const heading = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

  async function signIn(email: string): Promise<void> {
    await page.context().clearCookies();
    await page.goto(`${base}/sign-in`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(ADULT_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  test('a wrong password is said beside the field, and the right one leads home', async () => {
    await page.goto(`${base}/sign-in`);
    await page.getByLabel('E-mail address').fill('teacher@school.example');
    await page.getByLabel('Password', { exact: true }).fill('not this one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('There is a problem').waitFor();
    await signIn('teacher@school.example');
    assert.equal(new URL(page.url()).pathname, '/');
    assert.notEqual(await heading(), '');
  });

  test('a teacher logs a concern', async () => {
    await signIn('teacher@school.example');
    await page.goto(`${base}/incidents/new`);
    await page.locator('[name="details"]').fill('Robin saw an upsetting page in the library.');
    await page.locator('[name="who"]').fill('Robin Sample');
    await page.locator('[name="about"][value="general"]').check();
    await page.locator('[name="danger"][value="no"]').check();
    await page
      .locator('main form[method="post"] button[type="submit"], main form[method="post"] button')
      .first()
      .click();
    const said = await page.locator('main').innerText();
    assert.match(new URL(page.url()).pathname, /^\/incidents\/received\//, said);
    assert.doesNotMatch(page.url(), /robin/i);
  });

  test('the safeguarding lead deals with the call for help', async () => {
    await signIn('dsl@school.example');
    await page.getByLabel('Six digits from the app').fill(phoneOfDsl.code(world.clock.now()));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.goto(`${base}/alerts`);
    await page.locator('main a[href^="/alerts/"]').first().click();
    await page.locator('main a[href$="/close"]').first().click();
    await page.locator('[name="reason"]').first().check();
    await page.locator('[name="words"]').fill('Sat with Robin, who is well.');
    await page.locator('main form[method="post"] button').first().click();
    await page.goto(`${base}/alerts?state=closed`);
    assert.equal(await page.locator('main a[href^="/alerts/"]').first().isVisible(), true);
  });
});
