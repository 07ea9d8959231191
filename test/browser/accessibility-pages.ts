import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import { askers, type Asker, type ExpectedGroup } from '../conformance/permissions-cells.ts';
import type { Given } from '../conformance/permissions-given.ts';
import { requests } from '../conformance/permissions-requests.ts';
import { seeded, type Seeded } from '../conformance/permissions-world.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { problemsOf, shapeOf, widths } from './accessibility-checks.ts';

/** Not pages: data and files. */
const NO_PAGES: ReadonlySet<string> = new Set([
  '/healthz',
  '/policy/document.pdf',
  '/policy/document.docx',
  '/policy/draft/:id/document.pdf',
  '/policy/draft/:id/document.docx',
  '/assets/*',
  '/incidents/log.csv',
  '/privacy/requests/:id/copy.pdf',
  '/incidents/:id/files/:file',
  '/privacy/requests/:id/copy.html',
  '/registers/:register/entries.csv',
  '/registers/:register/import/empty.csv',
  '/registers/:register/:number/files/:file',
  '/duties/:code/:key/files/:file',
  '/calendar/:file',
  '/standards/:code/export',
  '/standards/review/:id/document.pdf',
]);

/** Sends the page's first form with nothing in it, past the browser's own checks. */
const SEND_EMPTY = `(() => {
  const form = document.querySelector('main form[method="post"]');
  for (const one of form.querySelectorAll('input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea')) one.value = '';
  for (const one of form.querySelectorAll(':checked')) one.checked = false;
  setTimeout(() => form.submit(), 0);
})()`;

/**
 * Declares the tests of some groups of routes: every page, as each role that may open it sees it, on a real port in a real browser.
 * `more` are addresses besides, with who asks; `atLeast` guards against a walk that sees nothing.
 */
export function lookAtPages(asked: {
  readonly what: string;
  readonly groups: readonly ExpectedGroup[];
  readonly more: readonly { readonly name: string; readonly who: Asker; readonly address: string }[];
  readonly atLeast: number;
}): void {
  describe(asked.what, { skip: skipWithoutChromium }, () => {
    let all: Seeded;
    let base: string;
    let browser: Browser;
    const pages = new Map<Asker, Page>();
    const seen = new Set<string>();
    let looks = 0;

    before(async () => {
      all = await seeded();
      base = await all.world.web.listen({ host: '127.0.0.1', port: 0 });
      ({ browser } = await openChromium());
    });
    after(async () => {
      await browser.close();
      await all.world.end();
    });

    // People do not ask for hundreds of pages in a minute, and the app refuses those who do.
    beforeEach(() => {
      all.world.clock.advance({ minutes: 1 });
    });

    /** One page per person, kept: a small machine's Chromium tires of opening hundreds. A browser that opens none any more is replaced. */
    async function pageOf(who: Asker): Promise<Page> {
      const known = pages.get(who);
      if (known !== undefined && !known.isClosed()) return known;
      const opened = await Promise.race([
        newPage(who).catch(() => undefined),
        new Promise<undefined>((resolve) => {
          setTimeout(resolve, 20_000, undefined).unref();
        }),
      ]);
      if (opened === undefined) {
        void browser.close().catch(() => undefined);
        pages.clear();
        ({ browser } = await openChromium());
      }
      const page = opened ?? (await newPage(who));
      pages.set(who, page);
      return page;
    }

    async function newPage(who: Asker): Promise<Page> {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' });
      const secret = who === 'nobody' ? undefined : all.sessions.get(who);
      if (secret !== undefined) await context.addCookies([{ name: 'sg_session', value: secret, url: base }]);
      return context.newPage();
    }

    async function givenFor(path: string, who: Asker, subject: string): Promise<Given> {
      return (await requests[path]?.({ world: all.world, at: all.here, who, subject, fresh: false })) ?? {};
    }

    function addressOf(path: string, given: Given): string {
      let url = path;
      for (const [name, value] of Object.entries(given.params ?? {})) url = url.replace(`:${name}`, value);
      return given.query === undefined ? url : `${url}?${new URLSearchParams(given.query).toString()}`;
    }

    /** Opens an address as somebody and says what is wrong with it, if its shape has not been looked at. */
    async function look(path: string, who: Asker, address: string, send: boolean): Promise<string[]> {
      const cookie = who === 'nobody' ? '' : `sg_session=${all.sessions.get(who) ?? ''}`;
      const answer = await all.world.web.inject({ method: 'GET', url: address, headers: { cookie } });
      const shape = `${path} ${shapeOf(answer.body)}`;
      if (seen.has(shape)) return [];
      seen.add(shape);
      const page = await pageOf(who);
      await page.goto(base + address);
      const problems = await bothWidths();
      const form = page.locator('main form[method="post"]').first();
      if (send && (await form.count()) > 0) {
        // The page comes back with its messages, or another after a redirect: that one has come when its `load` has. `waitForLoadState` would be
        // content with the page that is still there, and the next address would be asked for while the redirect is under way.
        const [back] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === 'POST', { timeout: 10_000 }),
          page.waitForEvent('load', { timeout: 30_000 }),
          page.evaluate(SEND_EMPTY),
        ]);
        if (back.status() === 422) problems.push(...(await bothWidths()).map((problem) => `with messages: ${problem}`));
      }
      return problems.map((problem) => `${path} as ${who}: ${problem}`);

      async function bothWidths(): Promise<string[]> {
        const problems: string[] = [];
        for (const width of [widths.desktop, widths.phone]) {
          looks += 1;
          problems.push(...(await problemsOf(page, width)).map((problem) => `${String(width)}: ${problem}`));
        }
        return problems;
      }
    }

    for (const { capability, routes, cells } of asked.groups) {
      const addresses = routes.filter((route) => route.startsWith('GET ')).map((route) => route.slice(4));
      for (const path of addresses.filter((one) => !NO_PAGES.has(one))) {
        test(`${path} (${capability}, ${[...cells.keys()].join(', ')})`, async () => {
          const problems: string[] = [];
          for (const [subject, row] of cells) {
            for (const who of askers.filter((one) => row.get(one) === true)) {
              const given = await givenFor(path, who, subject);
              problems.push(...(await look(path, who, addressOf(path, given), !path.startsWith('/set-up/'))));
            }
          }
          assert.deepEqual(problems, []);
        });
      }
    }

    for (const { name, who, address } of asked.more) {
      test(name, async () => {
        assert.deepEqual(await look(name, who, address, false), []);
      });
    }

    test('were looked at, each at two widths', () => {
      assert.ok(looks >= asked.atLeast, `only ${String(looks)} looks`);
    });
  });
}
