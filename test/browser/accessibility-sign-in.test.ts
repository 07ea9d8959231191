import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import { aPhone } from '../../src/modules/people/second-factor/testing.ts';
import { ADULT_PASSWORD, actorFor, anAdult, aSchool, worked } from '../../src/modules/people/testing.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { makeWorld, type World } from '../support/world.ts';
import { problemsOf, widths } from './accessibility-checks.ts';

/** The pages between a password and being signed in: nobody comes to them but by the sign-in itself. */
describe('the steps of a sign-in', { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let world: World;
  let base: string;
  let browser: Browser;
  let page: Page;

  before(async () => {
    world = await makeWorld({ seed: 'steps' });
    const school = await aSchool(world);
    const head = await anAdult(world, school, {
      roles: ['head'],
      email: 'head@school.example',
      password: ADULT_PASSWORD,
    });
    const change = world.modules
      .flatMap((module) => module.commands)
      .find((one) => one.name === 'policy.change-setting');
    assert.ok(change !== undefined);
    for (const [setting, value] of [
      ['password-change', 'regular'],
      ['password-days', '30'],
    ]) {
      const input = { setting, value, why: 'To see the page.' };
      worked(await world.runner.run(change, await actorFor(world, school, head), input));
    }
    base = await world.web.listen({ host: '127.0.0.1', port: 0 });
    ({ browser, page } = await openChromium());
  });
  after(async () => {
    await browser.close();
    await world.end();
  });

  const heading = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const look = async (name: string): Promise<void> => {
    assert.equal(await heading(), name);
    for (const width of [widths.desktop, widths.phone]) assert.deepEqual(await problemsOf(page, width), [], name);
  };
  const givePassword = async (): Promise<void> => {
    await page.goto(`${base}/sign-in`);
    await page.getByLabel('E-mail address').fill('head@school.example');
    await page.getByLabel('Password', { exact: true }).fill(ADULT_PASSWORD);
    await press('Sign in');
  };

  test('setting up an app, the codes to print, the second step and a password that is over', async () => {
    await givePassword();
    await look('Set up your second step');
    await press('Go on');
    await look('Set up your second step');
    const phone = aPhone((await page.locator('.sg-secret').textContent()) ?? '');
    await page.getByLabel('Six digits from the app').fill(phone.code(world.clock.now()));
    await press('Go on');
    await look('Your recovery codes');
    await press('Sign out');

    world.clock.advance({ hours: 31 * 24 });
    await givePassword();
    await look('Second step');
    await page.getByLabel('Six digits from the app').fill('000000');
    await press('Go on');
    await look('Second step');
    await page.getByLabel('Six digits from the app').fill(phone.code(world.clock.now()));
    await press('Go on');
    await look('Choose a new password');
    await page.getByLabel('New password').fill(ADULT_PASSWORD);
    await press('Go on');
    assert.match(await page.locator('main').innerText(), /Choose another password than the one you have now/);
    await look('Choose a new password');
    await page.getByLabel('New password').fill('harbour lantern biscuit');
    await press('Go on');
    assert.equal(new URL(page.url()).pathname, '/');
  });
});
