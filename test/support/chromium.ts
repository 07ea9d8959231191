import { existsSync } from 'node:fs';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium, as tools/setup-test-machine.mjs installs it. */
export const CHROMIUM = '/usr/bin/chromium';

/** A reason to skip browser tests, or false. With CI=true nothing may be skipped: the tests then fail by themselves. */
export const skipWithoutChromium: string | false =
  existsSync(CHROMIUM) || process.env['CI'] === 'true' ? false : 'Chromium is not installed';

export const phone = { width: 390, height: 844 } as const;
export const desktop = { width: 1280, height: 900 } as const;

/** Opens Chromium. With `proxy`, every request goes through it, loopback ones too. */
export async function openChromium(
  options: {
    proxy?: { host: string; port: number };
    javaScript?: boolean;
    size?: { width: number; height: number };
  } = {},
): Promise<{ browser: Browser; context: BrowserContext; page: Page }> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    ...(options.proxy === undefined
      ? {}
      : { proxy: { server: `http://${options.proxy.host}:${String(options.proxy.port)}` } }),
  });
  const context = await browser.newContext({
    javaScriptEnabled: options.javaScript ?? true,
    viewport: options.size ?? desktop,
    // The certificates of tests are their own.
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(30_000);
  return { browser, context, page: await context.newPage() };
}
