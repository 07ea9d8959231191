import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import type { Browser, Page } from 'playwright-core';

import type { Decision } from '../../src/filter/engine/decision.ts';
import { attemptLimit } from '../../src/filter/identity/attempt-limit.ts';
import { sessionsTable, type SessionsTable } from '../../src/filter/identity/sessions-table.ts';
import { blockPage } from '../../src/filter/pages/block-page.ts';
import { errorPage, mishaps } from '../../src/filter/pages/error-page.ts';
import { makeGate, type Gate } from '../../src/filter/pages/gate-server.ts';
import { placeOf } from '../../src/filter/pages/place.ts';
import { recentBlocks } from '../../src/filter/pages/recent-blocks.ts';
import { steadyClock } from '../../src/filter/proxy/steady-clock.ts';
import { TEST_NOW, testRules } from '../../src/filter/proxy/testing.ts';
import { audiences, type Audience } from '../../src/filter/ruleset/ruleset.ts';
import { smallRuleset } from '../../src/filter/ruleset/testing.ts';
import { openSpool, type Spool } from '../../src/filter/spool/spool-writer.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';
import { openChromium, skipWithoutChromium } from '../support/chromium.ts';
import { problemsOf, widths } from './accessibility-checks.ts';

const people = [
  { id: 'kit', name: 'Kit', profile: 'ks1', staff: false, credential: null, stops: [] },
  { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [] },
  { id: 'kim', name: 'Kim', profile: 'staff', staff: true, credential: null, stops: [] },
];

/** The pages that the filter shows by itself, from the real gate; block pages from the code that the proxy shows them with. */
describe('every page of the gate', { skip: skipWithoutChromium, timeout: 280_000 }, () => {
  const rules = smallRuleset({ people });
  let folder: string;
  let sessions: SessionsTable;
  let spool: Spool;
  let gate: Gate;
  let base = '';
  let appRuns = true;
  let known = true;
  let browser: Browser;
  let page: Page;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gate-pages-'));
    const clock = manualClock(TEST_NOW);
    sessions = sessionsTable();
    spool = openSpool(folder, {
      filter: 'f1',
      boot: 'b1',
      worker: 0,
      clock,
      flushEveryMs: 0,
      onTrouble: () => undefined,
    });
    const ticketKey = randomBytes(32);
    gate = makeGate({
      rules: () => testRules(known ? rules : undefined),
      sessions,
      clock: steadyClock(clock),
      spool,
      recent: recentBlocks(),
      calls: attemptLimit(100, 60_000, clock.monotonicMs),
      log: openLog('test', undefined),
      insideSchool: () => true,
      gateUrl: () => base,
      appUrl: 'http://localhost:1',
      secret: 'between-threads',
      formKey: randomBytes(32),
      nonce: () => randomBytes(16).toString('base64url'),
      ticketKey: () => ticketKey,
      appRuns: () => appRuns,
      look: () => {
        clock.advance({ milliseconds: 500 });
      },
      onSignedOut: () => undefined,
      notices: () => [],
      onConfirmed: () => undefined,
      demo: false,
      health: () => ({ ready: true, parts: {} }),
    });
    base = `http://127.0.0.1:${String(await gate.listen('127.0.0.1', 0))}`;
    ({ browser, page } = await openChromium());
  });
  after(async () => {
    await browser.close();
    await gate.close();
    spool.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function signIn(person: string | undefined): void {
    sessions.clear();
    if (person !== undefined) {
      sessions.apply({ op: 'in', address: '127.0.0.1', person, until: '2026-11-21T15:00:00Z' });
    }
  }

  async function assertFine(): Promise<void> {
    const problems: string[] = [];
    for (const width of [widths.desktop, widths.phone]) {
      problems.push(...(await problemsOf(page, width)).map((problem) => `${String(width)}: ${problem}`));
    }
    assert.deepEqual(problems, []);
  }

  for (const person of [undefined, ...people.map(({ id }) => id)]) {
    const who = person ?? 'nobody known';
    test(`start page and tell an adult, for ${who}`, async () => {
      signIn(person);
      await page.goto(`${base}/`);
      await assertFine();
      await page.goto(`${base}/tell-an-adult`);
      await assertFine();
      await page.locator('form[action$="/tell-an-adult"] button').first().click();
      await assertFine();
    });
  }

  test('signed in, and not', async () => {
    signIn('sam');
    await page.goto(`${base}/signed-in`);
    await assertFine();
    await page.goto(`${base}/no-such-page`);
    await assertFine();
  });

  test('while the web app is silent, and before there are any rules', async () => {
    signIn(undefined);
    appRuns = false;
    await page.goto(`${base}/sign-in`);
    await assertFine();
    known = false;
    await page.goto(`${base}/`);
    await assertFine();
    appRuns = true;
    known = true;
  });

  /** Shows HTML as the proxy would. On the gate's own name: Chromium lets no other name load styles from this machine. */
  async function show(html: string): Promise<void> {
    await page.unrouteAll();
    await page.route(`${base}/as-the-proxy`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(`${base}/as-the-proxy`);
  }

  const category: Partial<Decision> = {
    tier: 6,
    rule: 'gambling',
    reason: 'category-blocked',
    category: 'gambling',
    list: 'starter',
    listVersion: '3',
    clause: 's1-011',
    until: null,
  };
  const sanction: Partial<Decision> = {
    tier: 2,
    rule: 'sanction',
    reason: 'sanction',
    clause: 's1-067',
    until: Temporal.Instant.from(TEST_NOW).add({ hours: 2 }).epochMilliseconds,
  };
  const kinds: Readonly<Record<string, Partial<Decision>>> = { category, sanction };

  function decisionFor(audience: Audience, changes: Partial<Decision>): Decision {
    return {
      verdict: 'block',
      tier: 6,
      rule: 'gambling',
      reason: 'category-blocked',
      category: null,
      list: null,
      listVersion: null,
      clause: null,
      until: null,
      profile: audience === 'staff' ? 'staff' : audience === 'ks2' ? 'ks2' : 'ks1',
      audience,
      personId: 'sam',
      ...changes,
    };
  }

  for (const audience of audiences) {
    for (const [kind, changes] of Object.entries(kinds)) {
      test(`block page by ${kind} for ${audience}`, async () => {
        const refusal = {
          host: 'www.a-very-long-name-that-somebody-made-up-to-fill-a-telephone.bet.example',
          scheme: 'http',
          knownBy: 'sign-in',
          personName: 'Sam',
          ruleset: '1.7',
          decision: decisionFor(audience, changes),
        } as const;
        await show(
          blockPage(
            refusal,
            rules,
            placeOf(rules, base, { notices: [], demo: false }),
            (purpose) => `ticket-${purpose}`,
          ),
        );
        await assertFine();
      });
    }
  }

  test('what the proxy says when a site cannot be reached', async () => {
    for (const mishap of mishapCodes()) {
      await show(errorPage(placeOf(rules, base, { notices: [], demo: false }), mishap));
      await assertFine();
    }
  });
});

/** A few of the mishaps: one template shows them all. */
function mishapCodes(): readonly (keyof typeof mishaps)[] {
  const wanted: (keyof typeof mishaps)[] = [];
  for (const code in mishaps) if (isMishap(code)) wanted.push(code);
  return wanted.slice(0, 3);
}

function isMishap(code: string): code is keyof typeof mishaps {
  return Object.hasOwn(mishaps, code);
}
