import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import { aPhone } from '../../src/modules/people/second-factor/testing.ts';
import * as keyboard from '../support/keyboard.ts';
import { openChromium, phone, skipWithoutChromium } from '../support/chromium.ts';
import { endProcess, startSchoolgate, until, type Running } from '../support/running.ts';
import { testPlace } from '../support/store.ts';
import { lostAndRestored } from './story-restore.ts';
import { roster } from './story-roster.ts';

const HEAD = { email: 'h.brook@larkhill.example', password: 'harbour lantern thistle' };
/** With the passwords that the headteacher gave them, each of which leads to one of their own only. */
const DSL = { email: 'p.rook@larkhill.example', password: 'meadow copper kestrel' };
const IT_SUPPORT = { email: 'm.finch@larkhill.example', password: 'violet anchor walnut' };
const ROBIN = { username: 'robin.ash', password: 'blue otter' };

/**
 * The one story, by keyboard only, on the real processes, with nothing replaced: a blocked visit explains itself, reaches the safeguarding lead, becomes an
 * incident, leads to a sanction, changes what the filter does, and ends by itself while the web app is stopped.
 */
describe('one school, end to end', { skip: skipWithoutChromium }, () => {
  let running: Running;
  let again: Running | undefined;
  let left: { web: number; filter: number } | undefined;
  const browsers: Browser[] = [];
  const site = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>Rivers</title><h1>All about rivers</h1>');
  });
  let rivers = '';
  let head: Page;
  let dsl: Page;
  let itSupport: Page;
  let robin: Page;
  let evidenceBefore = '';

  const openPage = async (options: Parameters<typeof openChromium>[0]): Promise<Page> => {
    const { browser, page } = await openChromium(options);
    browsers.push(browser);
    return page;
  };
  const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
  const mainText = (page: Page): Promise<string> => page.locator('main').innerText();
  const press = (page: Page, name: string | RegExp): Promise<void> =>
    keyboard.press(page.getByRole('button', { name, exact: typeof name === 'string' }));
  const follow = (page: Page, name: string | RegExp): Promise<void> =>
    keyboard.press(
      page
        .locator('body')
        .getByRole('link', { name, exact: typeof name === 'string' })
        .first(),
    );
  const signIn = async (page: Page, who: { email: string; password: string }): Promise<void> => {
    await page.goto(`${running.web}/sign-in`);
    await keyboard.type(page.getByLabel('E-mail address'), who.email);
    await keyboard.type(page.getByLabel('Password', { exact: true }), who.password);
    await press(page, 'Sign in');
  };
  /** Somebody who must have a second step sets up their app: the phone reads the key that the page spells out. */
  const setUpApp = async (page: Page): Promise<void> => {
    assert.equal(await heading(page), 'Set up your second step');
    await keyboard.tabTo(page.locator('summary', { hasText: 'I cannot scan it' }));
    await page.keyboard.press('Enter');
    const phone = aPhone(await page.locator('.sg-secret').innerText());
    await keyboard.type(page.getByLabel('Six digits from the app'), phone.code(Temporal.Now.instant()));
    await press(page, 'Go on');
    assert.equal(await heading(page), 'Your recovery codes');
    await keyboard.press(page.getByRole('button', { name: 'I have printed them, go on' }));
  };
  /** A password that the headteacher gave is followed by one's own at the first sign-in. */
  const chooseOwn = async (page: Page, password: string): Promise<void> => {
    assert.equal(await heading(page), 'Choose a new password');
    await keyboard.type(page.getByLabel('New password', { exact: true }), password);
    await press(page, 'Go on');
  };
  const choose = (page: Page, group: string, answer: string): Promise<void> =>
    keyboard.tick(page.getByRole('group', { name: group }).getByLabel(answer, { exact: true }));
  /** Asks for a page again until it says what it should: the filter follows the records within seconds. */
  const visitUntil = async (page: Page, address: string, says: RegExp): Promise<string> => {
    let text = '';
    await until(
      async () => {
        await page.goto(address);
        text = await page.locator('body').innerText();
        return says.test(text);
      },
      () => `${address} never said ${String(says)} but: ${text}`,
    );
    return text;
  };

  /** The steps build on each other: after one has failed, the others say so at once. */
  let failed: string | undefined;
  const step = (name: string, work: () => Promise<void>): void => {
    it(name, async () => {
      assert.equal(failed, undefined, 'an earlier step of the story failed');
      failed = name;
      try {
        await work();
        failed = undefined;
      } catch (error) {
        const pages = browsers.flatMap((browser) => browser.contexts().flatMap((context) => context.pages()));
        const seen = await Promise.all(
          pages.map(async (page) => `${page.url()}\n${await page.locator('body').innerText()}`),
        );
        throw new Error(`${String(error)}\n\nWhat the browsers showed:\n${seen.join('\n---\n')}`, { cause: error });
      }
    });
  };

  before(async () => {
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const address = site.address();
    assert.ok(typeof address === 'object' && address !== null);
    rivers = `http://localhost:${String(address.port)}/`;
    running = await startSchoolgate();
  });
  after(async () => {
    for (const browser of browsers) await browser.close();
    site.close();
    site.closeAllConnections();
    if (left !== undefined) for (const pid of Object.values(left)) await endProcess(pid).catch(() => undefined);
    await again?.stop();
    await running.end();
  });

  step('is set up by the one-time link', async () => {
    const link = /https?:\/\/\S+\/set-up\/\S+/.exec(running.output())?.[0];
    assert.ok(link !== undefined, 'the first start prints a set-up link');
    head = await openPage({});
    await head.goto(link);
    await press(head, 'Start');
    await keyboard.type(head.getByLabel('Name of the school'), 'Larkhill Primary');
    await keyboard.type(head.getByLabel('Your given name'), 'Hazel');
    await keyboard.type(head.getByLabel('Your family name'), 'Brook');
    await keyboard.type(head.getByLabel('Your e-mail address'), HEAD.email);
    await keyboard.tick(head.getByLabel('Headteacher'));
    await keyboard.type(head.getByLabel('Choose a password'), HEAD.password);
    await press(head, 'Set up the school');
    await setUpApp(head);
    assert.equal(await heading(head), 'What comes next');
    await head.goto(link);
    assert.equal(await heading(head), 'This set-up link does not work any more');
  });

  step('takes in the roster after showing what it would do', async () => {
    await head.goto(`${running.web}/people/import`);
    await keyboard.tabTo(head.locator('summary', { hasText: 'Paste OneRoster files instead' }));
    await head.keyboard.press('Enter');
    await keyboard.type(head.getByLabel('users.csv'), roster.users);
    await keyboard.type(head.getByLabel('classes.csv'), roster.classes);
    await keyboard.type(head.getByLabel('enrollments.csv'), roster.enrollments);
    await keyboard.type(head.getByLabel('orgs.csv'), roster.orgs);
    await press(head, 'Look at what would change');
    assert.equal(await heading(head), 'What the import would do');
    assert.match(await mainText(head), /Join\s+7/);
    await press(head, 'Import these changes');
    assert.match(await mainText(head), /7 joined/);
  });

  step('gives a pupil and a safeguarding lead their log-ins, and fills the post', async () => {
    const setLogIn = async (list: string, name: string, login: string, password: string): Promise<void> => {
      await head.goto(`${running.web}/people?show=${list}`);
      await follow(head, name);
      await follow(head, /Set a log-in|Set a new password/);
      await keyboard.type(head.getByLabel('Name to sign in with'), login);
      await keyboard.type(head.getByLabel('Password', { exact: true }), password);
      await press(head, 'Set the log-in');
    };
    await setLogIn('pupils', 'Ash, Robin', ROBIN.username, ROBIN.password);
    await setLogIn('adults', 'Rook, Piper', DSL.email, DSL.password);
    await setLogIn('adults', 'Finch, Merle', IT_SUPPORT.email, IT_SUPPORT.password);
    const give = async (name: string, role: string): Promise<void> => {
      await head.goto(`${running.web}/people/roles`);
      await keyboard.pick(head.getByLabel('Who?'), name);
      await keyboard.pick(head.getByLabel('Which role?'), role);
      await press(head, 'Give the role');
    };
    await give('Merle Finch', 'IT support');
    await give('Piper Rook', 'Designated safeguarding lead');
    assert.match(await mainText(head), /Designated safeguarding lead\s+Piper Rook/);
  });

  step('puts the village policy into force, and the filter obeys it', async () => {
    await head.goto(`${running.web}/policy/choose`);
    await follow(head, /Village/);
    await press(head, 'Put this policy into force');
    assert.match(await mainText(head), /Of 120 clauses, \d+ (is|are) ENFORCED, [^]*\d+ NOT COVERED/);
    itSupport = await openPage({});
    await signIn(itSupport, IT_SUPPORT);
    await setUpApp(itSupport);
    await chooseOwn(itSupport, 'orchard pebble lantern');
    await itSupport.goto(`${running.web}/filtering/lists/new`);
    await keyboard.type(itSupport.getByLabel('Name of the list'), 'our-gambling');
    await keyboard.pick(itSupport.getByLabel('What kind of site is on it?'), /gambling/i);
    await keyboard.type(itSupport.getByLabel('The names'), 'jackpot-palace.example\n');
    await press(itSupport, 'Save the list');
    await itSupport.goto(`${running.web}/filtering/network`);
    await keyboard.type(itSupport.getByLabel('The school’s own servers'), new URL(rivers).host);
    await press(itSupport, 'Save');
    await visitUntil(head, `${running.web}/filtering`, /The rules are in force since \d\d:\d\d:\d\d/);
    await head.goto(`${running.web}/policy/clauses/s1-067`);
    evidenceBefore = await mainText(head);
  });

  if (process.env['SCHOOLGATE_TEST_RESTORE'] === 'halfway') {
    step('is lost and restored from a backup and the sheets in the safe', async () => {
      const printed = async (address: string, button: string): Promise<string> => {
        await head.goto(`${running.web}${address}`);
        await press(head, button);
        return (await head.locator('.sg-secret').allInnerTexts()).join(' ');
      };
      const backupKey = await printed('/system/keys', 'Make my key');
      const caseworkKey = await printed('/system/casework-key', 'Show the key to print it');
      running = await lostAndRestored(running, { backupKey, caseworkKey });
      await head.goto(running.web);
      assert.equal(await heading(head), 'Sign in', 'nobody is signed in after a restore');
    });
  }

  step('lets the pupil sign in at the gate and read an open site', async () => {
    robin = await openPage({ proxy: running.proxy });
    await robin.goto(running.gate);
    await follow(robin, 'Sign in');
    await keyboard.type(robin.getByLabel('Your name'), ROBIN.username);
    await keyboard.type(robin.getByLabel('Your password'), ROBIN.password);
    await press(robin, 'Go online');
    await visitUntil(robin, running.gate, /Hello Robin/);
    await visitUntil(robin, rivers, /All about rivers/);
  });

  step('explains a blocked site to the pupil, who tells an adult', async () => {
    const text = await visitUntil(robin, 'http://jackpot-palace.example/spin', /This page is closed/);
    assert.match(text, /gambling sites/);
    await press(robin, 'Tell an adult');
    assert.match(await robin.locator('body').innerText(), /Saved/);
  });

  step('refuses an HTTPS site, and the start page on the gate says what was blocked and why', async () => {
    const tab = await robin.context().newPage();
    await assert.rejects(tab.goto('https://secure.jackpot-palace.example/'), /ERR_TUNNEL_CONNECTION_FAILED/);
    await tab.close();
    await robin.goto(running.gate);
    assert.match(await robin.locator('body').innerText(), /secure\.jackpot-palace\.example[^]*gambling sites/);
  });

  step('brings the call to the safeguarding lead, who makes it an incident on a phone', async () => {
    dsl = await openPage({ size: phone });
    await signIn(dsl, DSL);
    await setUpApp(dsl);
    await chooseOwn(dsl, 'gravel willow teacup');
    await visitUntil(dsl, running.web, /child is waiting|waits for an adult|asked for an adult/i);
    await dsl.goto(`${running.web}/alerts`);
    assert.match(await heading(dsl), /child/i);
    await follow(dsl, /Robin Ash/);
    await follow(dsl, 'Make this an incident');
    assert.match(await dsl.getByLabel('What happened?').inputValue(), /jackpot-palace\.example/);
    await choose(dsl, 'Is a child in danger now?', 'No');
    await keyboard.pick(dsl.getByLabel('What kind of thing was it?'), /harmful|gambling|game/i);
    await press(dsl, 'Make it an incident');
    await follow(dsl, /Open the incident/);
    assert.match(await mainText(dsl), /Robin Ash/);
  });

  step('leads the incident through its branch to a sanction of one minute', async () => {
    const step = (name: string): Promise<void> =>
      keyboard.press(dsl.locator('main a, main button').filter({ hasText: name }).first());
    await step('Everybody is safe');
    await keyboard.type(dsl.getByLabel('What support does the child have?'), 'Sat with Robin, who was calm.');
    await keyboard.tick(dsl.getByLabel('Everybody is safe now'));
    await press(dsl, 'Save');
    await step('Classify it');
    await keyboard.tick(dsl.getByRole('group', { name: 'What is it?' }).getByLabel(/Inappropriate/));
    await keyboard.tick(dsl.getByRole('group', { name: 'Whom is it about?' }).getByRole('radio').first());
    await keyboard.pick(dsl.getByLabel('What kind of thing?'), /harmful|gambling|game/i);
    await keyboard.type(dsl.getByLabel('Why do you classify it so?'), 'A gambling site, looked for on purpose.');
    await press(dsl, 'Classify it');
    await step('Record whom we told');
    await keyboard.type(dsl.getByLabel('Who was told, by whom and when?'), 'The class teacher, by me, today.');
    await press(dsl, 'Save');
    await step('Record what we did');
    await keyboard.type(dsl.getByLabel('In your words'), 'Talked about why the site is closed.');
    await keyboard.type(dsl.getByLabel('Why?', { exact: true }), 'It is the agreed first step.');
    await press(dsl, 'Save');
    await step('Record what parents know');
    await keyboard.tick(
      dsl
        .getByRole('group', { name: 'Have parents been told?' })
        .getByLabel(/Yes|told/)
        .first(),
    );
    await keyboard.tick(dsl.getByRole('group', { name: 'If they were told: how?' }).getByRole('radio').first());
    await press(dsl, 'Save');
    await step('Give a sanction');
    await keyboard.tick(dsl.getByRole('group', { name: 'For whom?' }).getByLabel(/Robin Ash/));
    await keyboard.tick(dsl.getByRole('group', { name: 'Which sanction?' }).getByLabel(/internet/i));
    await keyboard.type(dsl.getByLabel('For how long?'), '1');
    await choose(dsl, 'Minutes, hours or days?', 'Minutes');
    await keyboard.type(dsl.getByLabel('Why this sanction?'), 'Agreed with Robin and the class teacher.');
    await press(dsl, 'Give the sanction');
    assert.match(await mainText(dsl), /Running/i);
  });

  step('refuses the pupil with the reason, and changes the evidence of the clause', async () => {
    const text = await visitUntil(robin, rivers, /internet is off/i);
    assert.match(text, /until \d/i);
    await dsl.goto(`${running.web}/policy/clauses/s1-067`);
    assert.notEqual(await mainText(dsl), evidenceBefore);
    await robin.goto(running.gate);
    await robin.getByRole('link', { name: 'Childline' }).first().waitFor();
  });

  step('ends the sanction at its time with the web app stopped', async () => {
    left = await running.abandon();
    await endProcess(left.web);
    await assert.rejects(fetch(`${running.web}/healthz`), 'the web app is stopped');
    assert.match(await visitUntil(robin, rivers, /internet is off|All about rivers/), /internet is off/i);
    await until(
      async () => {
        await robin.goto(rivers);
        return (await robin.locator('body').innerText()).includes('All about rivers');
      },
      'the sanction of one minute never ended',
      120_000,
    );
    await visitUntil(robin, 'http://jackpot-palace.example/', /This page is closed/);
  });

  step('takes in what happened meanwhile and verifies the chain', async () => {
    assert.ok(left !== undefined);
    await endProcess(left.filter);
    left = undefined;
    again = await startSchoolgate({ data: running.data, ports: running.ports });
    await dsl.goto(running.web);
    await visitUntil(dsl, `${running.web}/alerts`, /Gambling|gambling/);
    await again.stop();
    const verified = spawnSync(process.execPath, [join(import.meta.dirname, '..', '..', 'src', 'cli.ts'), 'verify'], {
      encoding: 'utf8',
      env: { ...process.env, SCHOOLGATE_DATA: running.data, ...(await testPlace(running.data)).env },
    });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /\d+ rows hold/);
  });
});
