import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import { anAdult, aLogIn, actorFor, ADULT_PASSWORD, aSchool, worked } from '../../src/modules/people/testing.ts';
import { askReset } from '../../src/modules/people/resets/commands/ask-reset.ts';
import { fillInProvider } from '../../src/modules/people/single-sign-on/commands/fill-in-provider.ts';
import { addGroupRole } from '../../src/modules/people/single-sign-on/commands/group-roles.ts';
import { bindProviderAccount } from '../../src/modules/people/single-sign-on/commands/provider-sign-in.ts';
import { turnOnProvider } from '../../src/modules/people/single-sign-on/commands/switch-provider.ts';
import { asId, type PersonId, type SchoolId } from '../../src/platform/ids/ids.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { makeWorld, type World } from '../support/world.ts';
import { problemsOf, widths } from './accessibility-checks.ts';

const microsoft = {
  kind: 'microsoft',
  clientId: '0a1b2c3d-1111-2222-3333-444455556666',
  secret: 'a-secret',
  domain: 'school.example',
  tenant: '11111111-2222-3333-4444-555555555555',
} as const;

describe('signing in by other ways, in a browser', { skip: skipWithoutChromium, timeout: 200_000 }, () => {
  let world: World;
  let school: SchoolId;
  let base: string;
  let browser: Browser;
  let head: PersonId;
  let dsl: PersonId;
  let technician: PersonId;
  let teacher: PersonId;
  let link = '';

  before(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    head = await anAdult(world, school, { roles: ['head'], given: 'Hanna', email: 'head@school.example' });
    dsl = await anAdult(world, school, { roles: ['dsl'], given: 'Dana', email: 'dsl@school.example' });
    technician = await anAdult(world, school, { roles: ['technician'], given: 'Tom', email: 'it@school.example' });
    teacher = await anAdult(world, school, { roles: ['staff'], given: 'Alex', email: 'alex@school.example' });
    await aLogIn(world, school, teacher, { name: 'alex@school.example', password: ADULT_PASSWORD });
    const byHead = await actorFor(world, school, head);
    const byTechnician = await actorFor(world, school, technician);
    worked(await world.runner.run(fillInProvider, byHead, microsoft));
    worked(await world.runner.run(turnOnProvider, byHead, { kind: 'microsoft' }));
    const group = { group: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', role: 'dsl' };
    worked(await world.runner.run(addGroupRole, byTechnician, group));
    const visitor = { kind: 'visitor', school, request: asId<'request'>('test') } as const;
    const account = { person: teacher, kind: 'microsoft', issuer: 'https://login.example', subject: 'm-1' };
    worked(await world.runner.run(bindProviderAccount, visitor, account));
    worked(await world.runner.run(askReset, byTechnician, { person: head, what: 'both', way: 'person' }));
    const made = worked(
      await world.runner.run(askReset, byTechnician, { person: teacher, what: 'password', way: 'person' }),
    );
    link = made.kind === 'link' ? `/reset/${made.link}` : '';
    base = await world.web.listen({ host: '127.0.0.1', port: 0 });
    ({ browser } = await openChromium());
  });
  after(async () => {
    await browser.close();
    await world.end();
  });

  async function pageOf(person?: PersonId, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB', timezoneId: 'Europe/London' });
    if (person !== undefined) {
      const secret = await world.parts.sessions.start(school, person, 'test');
      await context.addCookies([{ name: 'sg_session', value: secret, url: base }]);
    }
    const page = await context.newPage();
    return page;
  }

  async function assertFine(page: Page, name: string): Promise<void> {
    const problems: string[] = [];
    for (const width of [widths.desktop, widths.phone]) {
      problems.push(...(await problemsOf(page, width)).map((problem) => `${name}, ${String(width)}: ${problem}`));
    }
    assert.deepEqual(problems, []);
  }

  test('each page is as it should be for axe, on a desk and on a phone', async () => {
    const looks: readonly (readonly [string, PersonId | undefined, string])[] = [
      ['sign-in', undefined, '/sign-in'],
      ['forgotten', undefined, '/sign-in/forgotten'],
      ['services', head, '/people/single-sign-on'],
      ['microsoft', head, '/people/single-sign-on/microsoft'],
      ['google', technician, '/people/single-sign-on/google'],
      ['resets', dsl, '/people/resets'],
      ['ask for a key post', dsl, `/people/${head}/reset`],
      ['ask for staff', technician, `/people/${teacher}/reset`],
      ['link', undefined, link],
      ['no link', undefined, `/reset/${'x'.repeat(43)}`],
    ];
    for (const [name, person, path] of looks) {
      const page = await pageOf(person);
      await page.goto(base + path);
      await assertFine(page, name);
      await page.context().close();
    }
  });

  test('without JavaScript and by the keyboard alone a link leads to a new password', async () => {
    const page = await pageOf(undefined, false);
    await page.goto(base + link);
    await page.getByRole('button', { name: 'Go on' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByLabel('New password').focus();
    await page.keyboard.type('harbour violet lantern');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}/`);
    assert.match((await page.textContent('body')) ?? '', /Alex/);
  });

  test('without JavaScript a second key holder confirms and sees the link once', async () => {
    const page = await pageOf(dsl, false);
    await page.goto(`${base}/`);
    await page
      .getByRole('link', { name: /Look at it/ })
      .first()
      .click();
    await page.getByRole('button', { name: /Confirm for Hanna/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The one-time link' }).waitFor();
    assert.match((await page.textContent('main')) ?? '', /\/reset\/[\w-]{40,}/);
  });
});
