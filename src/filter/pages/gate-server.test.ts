import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openLog } from '../../platform/log/log.ts';
import { manualClock, type ManualClock } from '../../platform/time/manual-clock.ts';
import { attemptLimit } from '../identity/attempt-limit.ts';
import { sessionsTable, type Confirmation, type Override, type SessionsTable } from '../identity/sessions-table.ts';
import { writeClientField } from '../proxy/client-field.ts';
import { steadyClock } from '../proxy/steady-clock.ts';
import { spoolEvents, TEST_NOW, testRules } from '../proxy/testing.ts';
import { readTicket } from '../ruleset/gate-ticket.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { openSpool, systemDisk, type Spool } from '../spool/spool-writer.ts';
import { FORM_LIFE_MS, makeFormTicket, type FormFacts } from './form-ticket.ts';
import { makeGate, type Gate } from './gate-server.ts';
import { recentBlocks, type RecentBlocks } from './recent-blocks.ts';

const formKey = randomBytes(32);
const ticketKey = randomBytes(32);

let folder: string;
let clock: ManualClock;
let sessions: SessionsTable;
let spool: Spool;
let recent: RecentBlocks;
let gate: Gate;
let base: string;
let rules: Ruleset | undefined;
let appRuns: boolean;
let key: Buffer | undefined;
let full: boolean;
let synced: number;
let signedOut: Override[];
let confirmed: Confirmation[];
let notices: string[];
let inside: boolean;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gate-'));
  clock = manualClock(TEST_NOW);
  const steady = steadyClock(clock);
  sessions = sessionsTable();
  recent = recentBlocks();
  rules = smallRuleset();
  appRuns = true;
  key = ticketKey;
  full = false;
  synced = 0;
  signedOut = [];
  confirmed = [];
  notices = [];
  inside = true;
  spool = openSpool(folder, {
    filter: 'f1',
    boot: 'b1',
    worker: 0,
    clock,
    flushEveryMs: 0,
    onTrouble: () => undefined,
    disk: {
      ...systemDisk,
      write(fd, bytes, offset) {
        if (full) throw new Error('no space left');
        return systemDisk.write(fd, bytes, offset);
      },
      sync(fd) {
        synced++;
        systemDisk.sync(fd);
      },
    },
  });
  gate = makeGate({
    rules: () => testRules(rules),
    sessions,
    clock: steady,
    spool,
    recent,
    calls: attemptLimit(3, 60_000, clock.monotonicMs),
    log: openLog('test', undefined),
    insideSchool: () => inside,
    gateUrl: () => 'http://gate.school.example:8081',
    appUrl: 'http://app.school.example:8080',
    secret: 'between-threads',
    formKey,
    nonce: () => randomBytes(16).toString('base64url'),
    ticketKey: () => key,
    appRuns: () => appRuns,
    look: () => {
      clock.advance({ milliseconds: 500 });
    },
    onSignedOut: (each) => signedOut.push(each),
    onConfirmed: (each) => confirmed.push(each),
    notices: () => notices,
    demo: false,
    health: () => ({ ready: true, parts: { gate: 'ready' } }),
  });
  base = `http://127.0.0.1:${String(await gate.listen('127.0.0.1', 0))}`;
});
afterEach(async () => {
  await gate.close();
  spool.close();
  rmSync(folder, { recursive: true });
});

async function page(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(base + path, { redirect: 'manual', headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

async function post(
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; text: string; location: string | null }> {
  const answer = await fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
}

function facts(changes: Partial<FormFacts> = {}): FormFacts {
  return {
    purpose: 'tell',
    address: '127.0.0.1',
    person: 'sam',
    knownBy: 'sign-in',
    profile: 'ks2',
    ruleset: '1.1',
    about: 'bet.example',
    ...changes,
  };
}

function ticket(changes: Partial<FormFacts> = {}, nonce = randomBytes(16).toString('base64url')): string {
  return makeFormTicket(formKey, facts(changes), nonce, clock.now().epochMilliseconds);
}

function heading(text: string): string {
  return /<h1>\s*([^<]*?)\s*<\/h1>/.exec(text)?.[1] ?? '';
}

function signIn(person: string): void {
  sessions.apply({ op: 'in', address: '127.0.0.1', person, until: '2026-11-21T15:00:00Z' });
}

describe('the start page', () => {
  test('says who the filter thinks you are, and offers the other way', async () => {
    assert.match((await page('/')).text, /Nobody has signed in[^]*href="\/sign-in"/);
    signIn('sam');
    const text = (await page('/')).text;
    assert.equal(heading(text), 'Hello Sam');
    assert.match(text, /I am not Sam: sign out/);
  });

  test('leads to help, tells an adult and carries the monitoring notice', async () => {
    const { text, headers } = await page('/');
    assert.match(text, /childline\.org\.uk/);
    assert.match(text, /action="\/tell-an-adult"/);
    assert.match(text, /The school keeps a record of the sites you visit to keep you safe\./);
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'self'/);
    assert.doesNotMatch(text, /<script|style=|onclick/i);
  });

  test('says what was closed just now and why, to the same person only, for ten minutes', async () => {
    signIn('sam');
    const decision = testRules(rules).decide({
      host: 'bet.example',
      port: 443,
      scheme: 'https',
      personId: 'sam',
      nowMs: 0,
    });
    recent.add({
      address: '127.0.0.1',
      person: 'sam',
      atMs: clock.now().epochMilliseconds,
      refusal: {
        host: 'bet.example',
        scheme: 'https',
        decision,
        knownBy: 'sign-in',
        personName: 'Sam',
        ruleset: '1.1',
      },
    });
    assert.match((await page('/')).text, /bet\.example<\/strong> at 10:00am[^]*gambling sites/);
    signIn('kim');
    assert.doesNotMatch((await page('/')).text, /bet\.example/);
    signIn('sam');
    clock.advance({ minutes: 11 });
    assert.doesNotMatch((await page('/')).text, /bet\.example/);
  });

  test('tells a stopped person why and until when', async () => {
    const stop = { kind: 'sanction' as const, clause: 's1-072', from: null, until: '2026-11-21T15:40:00Z' };
    rules = smallRuleset({
      people: [{ id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [stop] }],
    });
    signIn('sam');
    assert.match((await page('/')).text, /Your internet is off for now[^]*Until 3:40pm on 21 November 2026/);
  });

  test('is useful before there are any rules, and says when the record cannot be written', async () => {
    rules = undefined;
    key = undefined;
    appRuns = false;
    notices = ['The filter cannot write its record just now.'];
    const { status, text } = await page('/');
    assert.equal(status, 200);
    assert.match(text, /Signing in has to wait/);
    assert.match(text, /cannot write its record just now/);
    assert.match(text, /tell-an-adult/);
  });

  test('for the youngest has a picture and few words', async () => {
    rules = smallRuleset({ networkProfile: 'ks1' });
    const { text } = await page('/');
    assert.match(text, /class="young"[^]*gate\.svg/);
    assert.equal(heading(text), 'Hello');
  });

  test('is shown only under the names of the gate', async () => {
    const { request } = await import('node:http');
    const status = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${base}/`, { headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await status('rebound.example'), 421);
    assert.equal(await status('gate.school.example:8081'), 200);
    assert.equal(await status('localhost:8081'), 200);
  });
});

describe('signing in and out', () => {
  test('hands over a ticket that says where the browser is, good for five minutes', async () => {
    const { status, headers } = await page('/sign-in');
    assert.equal(status, 303);
    const location = new URL(headers.get('location') ?? '');
    assert.equal(location.origin + location.pathname, 'https://app.school.example/gate/sign-in');
    const text = location.searchParams.get('ticket') ?? '';
    const read = readTicket(ticketKey, text, clock.now());
    assert.ok(read.ok);
    assert.equal(read.ticket.address, '127.0.0.1');
    assert.deepEqual(readTicket(ticketKey, text, clock.now().add({ minutes: 5 })), { ok: false, reason: 'expired' });
  });

  test('waits, in words, while the web app is silent or has made no keys', async () => {
    appRuns = false;
    const silent = await page('/sign-in');
    assert.equal(silent.status, 503);
    assert.match(silent.text, /Signing in has to wait[^]*Tell an adult works/);
    appRuns = true;
    key = undefined;
    assert.equal((await page('/sign-in')).status, 503);
  });

  test('says hello when the session has arrived, and leads to the start page when it does not come', async () => {
    const waiting = await page('/signed-in');
    assert.deepEqual([waiting.status, waiting.headers.get('location')], [303, '/']);
    signIn('sam');
    assert.equal(heading((await page('/signed-in')).text), 'Hello Sam');
  });

  const asked = (code: string, given: { address?: string; session?: string; by?: string } = {}): void => {
    sessions.apply({
      op: 'in',
      address: given.address ?? '127.0.0.1',
      person: 'kim',
      until: '2026-11-21T15:00:00Z',
      session: given.session ?? 'asked',
      confirm: {
        sha256: createHash('sha256').update(code).digest('hex'),
        by: given.by ?? clock.now().add({ minutes: 2 }).toString(),
      },
    });
  };

  test('counts a sign-in only when the browser of that very address has come back with its code', async () => {
    asked('right');
    assert.match((await page('/')).text, /Nobody has signed in/);
    const wrong = await page('/signed-in?code=wrong');
    assert.deepEqual([wrong.status, wrong.headers.get('location')], [303, '/']);
    assert.match((await page('/')).text, /Nobody has signed in/);
    assert.deepEqual(confirmed, []);
    const back = await page('/signed-in?code=right');
    assert.deepEqual([back.status, back.headers.get('location')], [303, '/signed-in']);
    assert.equal(heading((await page('/signed-in')).text), 'Hello Kim');
    assert.deepEqual(confirmed, [{ address: '127.0.0.1', session: 'asked', until: '2026-11-21T15:00:00Z' }]);
  });

  test('a sign-in by a link that another computer asked for opens nothing, neither here nor there', async () => {
    asked('passed on', { address: '10.0.0.9' });
    const refused = await page('/signed-in?code=passed%20on');
    assert.equal(refused.status, 403);
    assert.match(refused.text, /That sign-in was for another computer/);
    assert.match((await page('/')).text, /Nobody has signed in/);
    const pupil = { personId: null, person: null, knownBy: 'network' as const, profile: 'ks2' };
    const there = { 'schoolgate-client': writeClientField('between-threads', '10.0.0.9', pupil) };
    // Not even the pupil who learns the code later: it was given up.
    await page('/signed-in?code=passed%20on', there);
    assert.match((await page('/', there)).text, /Nobody has signed in/);
    assert.deepEqual(confirmed, []);
  });

  test('a sign-in that comes back too late does not count, and the page says to sign in again', async () => {
    asked('late', { by: clock.now().toString() });
    const late = await page('/signed-in?code=late');
    assert.equal(late.status, 403);
    assert.match(late.text, /Sign in once more/);
    assert.match((await page('/')).text, /Nobody has signed in/);
  });

  test('whoever was signed in stays so until the next sign-in is confirmed', async () => {
    signIn('sam');
    asked('next');
    assert.match((await page('/')).text, /Hello Sam/);
    await page('/signed-in?code=next');
    assert.match((await page('/')).text, /Hello Kim/);
  });

  test('signs out here until somebody signs in again, whatever the log still says', async () => {
    signIn('sam');
    const form = { ticket: ticket({ purpose: 'sign-out' }) };
    assert.deepEqual(await post('/sign-out', form), { status: 303, text: '', location: '/' });
    assert.equal(signedOut.length, 1);
    assert.match((await page('/')).text, /Nobody has signed in/);
    signIn('sam'); // the same line read again, as after a compaction
    assert.match((await page('/')).text, /Nobody has signed in/);
    sessions.apply({ op: 'in', address: '127.0.0.1', person: 'sam', until: '2026-11-21T15:30:00Z' });
    assert.match((await page('/')).text, /Hello Sam/);
  });

  test('lets somebody who signed out sign in again on the same day: both end at the same time', async () => {
    const line = { op: 'in', address: '127.0.0.1', person: 'sam', until: '2026-11-21T15:00:00Z' } as const;
    sessions.apply({ ...line, session: 'first' });
    await post('/sign-out', { ticket: ticket({ purpose: 'sign-out' }) });
    sessions.apply({ ...line, session: 'first' });
    assert.match((await page('/')).text, /Nobody has signed in/);
    sessions.apply({ ...line, session: 'second' });
    assert.match((await page('/')).text, /Hello Sam/);
  });

  test('an old page of another person signs nobody out, and neither does a form that is not ours', async () => {
    signIn('kim');
    await post('/sign-out', { ticket: ticket({ purpose: 'sign-out', person: 'sam' }) });
    await post('/sign-out', { ticket: 'made.up' });
    await post('/sign-out', {});
    assert.equal(signedOut.length, 0);
  });

  test('somebody known by network credential is known at the gate through the proxy, and only with its secret', async () => {
    const identity = { personId: 'kim', person: null, knownBy: 'credential' as const, profile: 'staff' };
    const told = await page('/', { 'schoolgate-client': writeClientField('between-threads', '10.0.0.9', identity) });
    assert.match(told.text, /Hello Kim[^]*network log-in/);
    const forged = await page('/', { 'schoolgate-client': writeClientField('guessed', '10.0.0.9', identity) });
    assert.doesNotMatch(forged.text, /Kim/);
    const nobody = { personId: null, person: null, knownBy: 'network' as const, profile: 'ks2' };
    sessions.apply({ op: 'in', address: '10.0.0.9', person: 'sam', until: '2026-11-21T15:00:00Z' });
    const there = await page('/', { 'schoolgate-client': writeClientField('between-threads', '10.0.0.9', nobody) });
    assert.match(there.text, /Hello Sam/);
  });
});

describe('tell an adult', () => {
  test('is written and synced before the page answers', async () => {
    const answer = await post('/tell-an-adult', { ticket: ticket() });
    assert.equal(answer.status, 200);
    assert.equal(heading(answer.text), 'Saved. Somebody will come.');
    assert.ok(synced > 0);
    const [event] = spoolEvents(folder);
    assert.ok(event?.type === 'help-asked');
    assert.deepEqual(
      [event.person, event.address, event.about, event.profile, event.knownBy],
      ['sam', '127.0.0.1', 'bet.example', 'ks2', 'sign-in'],
    );
  });

  test('says to tell a grown-up now while the web app is silent', async () => {
    appRuns = false;
    assert.equal(heading((await post('/tell-an-adult', { ticket: ticket() })).text), 'Saved. Tell a grown-up now.');
    assert.equal(spoolEvents(folder).length, 1);
  });

  test('says so when it could not be written, and the same press works once it can', async () => {
    const form = { ticket: ticket() };
    full = true;
    const answer = await post('/tell-an-adult', form);
    assert.equal(answer.status, 503);
    assert.equal(heading(answer.text), 'Tell a grown-up now.');
    assert.match(answer.text, /could not write down/);
    full = false;
    assert.equal((await post('/tell-an-adult', form)).status, 200);
    assert.deepEqual(
      spoolEvents(folder)
        .map((each) => each.type)
        .filter((type) => type === 'help-asked').length,
      1,
    );
  });

  test('pressed twice is one call', async () => {
    const form = { ticket: ticket() };
    await post('/tell-an-adult', form);
    assert.equal((await post('/tell-an-adult', form)).status, 200);
    assert.equal(spoolEvents(folder).length, 1);
  });

  test('a forged, foreign or old form is not recorded but shown again, ready to press', async () => {
    const old = ticket();
    clock.advance({ milliseconds: FORM_LIFE_MS });
    const foreign = makeFormTicket(randomBytes(32), facts(), 'nonce-nonce', clock.now().epochMilliseconds);
    for (const text of ['', 'x', 'a.b', old, foreign, ticket({ purpose: 'mistake' })]) {
      const answer = await post('/tell-an-adult', { ticket: text });
      assert.equal(answer.status, 403);
      assert.match(answer.text, /Press the button once more/);
      assert.match(answer.text, /name="ticket" value="[^"]{50}/);
    }
    assert.deepEqual(spoolEvents(folder), []);
  });

  test('works from the page of the gate itself, without a block', async () => {
    const { text } = await page('/tell-an-adult');
    const value = /name="ticket" value="([^"]*)"/.exec(text)?.[1] ?? '';
    assert.equal((await post('/tell-an-adult', { ticket: value })).status, 200);
    const [event] = spoolEvents(folder);
    assert.ok(event?.type === 'help-asked');
    assert.equal(event.about, '');
  });

  test('a flood from one address is stopped with true words', async () => {
    for (let i = 0; i < 3; i++) await post('/tell-an-adult', { ticket: ticket() });
    const answer = await post('/tell-an-adult', { ticket: ticket() });
    assert.equal(answer.status, 429);
    assert.match(answer.text, /Your earlier calls for help are written down/);
    assert.equal(spoolEvents(folder).length, 3);
  });

  test('what is no form of ours is refused', async () => {
    const json = await fetch(`${base}/tell-an-adult`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(json.status, 400);
    const long = await fetch(`${base}/tell-an-adult`, {
      method: 'POST',
      body: new URLSearchParams({ ticket: 'a'.repeat(20_000) }),
    });
    assert.equal(long.status, 400);
    assert.equal((await fetch(`${base}/`, { method: 'DELETE' })).status, 405);
    assert.equal((await page('/elsewhere')).status, 404);
    assert.equal((await page('/assets/../../package.json')).status, 404);
  });
});

describe('questions about a closed site', () => {
  test('a pupil reports a mistake once', async () => {
    const form = { ticket: ticket({ purpose: 'mistake' }) };
    assert.equal((await post('/mistake', form)).status, 200);
    await post('/mistake', form);
    assert.deepEqual(
      spoolEvents(folder).map((each) => (each.type === 'mistake-reported' ? [each.host, each.person] : each.type)),
      [['bet.example', 'sam']],
    );
  });

  test('staff ask with a reason; without one the field says so and keeps what was typed', async () => {
    const staff = { purpose: 'open' as const, person: 'kim', profile: 'staff' };
    const empty = await post('/ask-to-open', { ticket: ticket(staff), reason: '  ' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /Enter what you need the site for/);
    const long = await post('/ask-to-open', { ticket: ticket(staff), reason: `<b>${'x'.repeat(600)}` });
    assert.match(long.text, /500 characters or fewer/);
    assert.match(long.text, /&lt;b&gt;xxx/);
    assert.equal((await post('/ask-to-open', { ticket: ticket(staff), reason: 'Year 6 maths' })).status, 200);
    assert.deepEqual(
      spoolEvents(folder).map((each) =>
        each.type === 'open-asked' ? [each.host, each.person, each.reason] : each.type,
      ),
      [['bet.example', 'kim', 'Year 6 maths']],
    );
  });

  test('a pupil cannot ask as staff do', async () => {
    assert.equal((await post('/ask-to-open', { ticket: ticket({ purpose: 'open' }), reason: 'please' })).status, 403);
    assert.deepEqual(spoolEvents(folder), []);
  });

  test('it is said when nothing could be written', async () => {
    full = true;
    const answer = await post('/mistake', { ticket: ticket({ purpose: 'mistake' }) });
    assert.equal(answer.status, 503);
    assert.match(answer.text, /could not be saved/);
  });
});

test('an address outside the school gets no answer at all, from any page', async () => {
  inside = false;
  for (const path of ['/', '/healthz', '/assets/gate.css', '/sign-in']) await assert.rejects(fetch(base + path), path);
});

test('style, pictures and letters are served for pages under other names too', async () => {
  for (const [name, type] of [
    ['gate.css', 'text/css; charset=utf-8'],
    ['gate.svg', 'image/svg+xml'],
    ['andika-latin-400-normal.woff2', 'font/woff2'],
  ] as const) {
    const { status, headers } = await page(`/assets/${name}`);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), type);
    assert.equal(headers.get('access-control-allow-origin'), '*');
  }
});

test('health answers in JSON', async () => {
  const { status, text } = await page('/healthz');
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(text), { ready: true, gate: 'ready' });
});
