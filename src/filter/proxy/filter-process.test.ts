import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { DEMONSTRATION_MARKER } from '../../platform/config/config.ts';
import { compileLists } from '../lists/compile-lists.ts';
import { loadOrMakeKeys, makeSiteFolder } from '../ruleset/keys.ts';
import { publishLists, publishRuleset } from '../ruleset/publish.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import { appendSession } from '../ruleset/session-tail.ts';
import { siteFolder, type SiteFolder } from '../ruleset/site-folder.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { filterStatusSchema, type FilterStatus } from '../spool/events.ts';
import { exchange, openWire, spoolEvents } from './testing.ts';

/** The filter as its own process, on ports that the system gives. */
interface Started {
  readonly child: ChildProcess;
  readonly gate: string;
  readonly proxyPort: number;
  stop(): Promise<number | null>;
}

let data: string;
let folder: SiteFolder;
const running: ChildProcess[] = [];
const root = join(import.meta.dirname, '..', '..', '..');

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'filterd-'));
  folder = siteFolder(data, 'main');
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

function launch(env: Record<string, string> = {}): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['src/filterd.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      SCHOOLGATE_DATA: data,
      SCHOOLGATE_GATE: '127.0.0.1:0',
      SCHOOLGATE_PROXY: '127.0.0.1:0',
      SCHOOLGATE_GATE_URL: 'http://localhost:0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

async function start(env: Record<string, string> = {}): Promise<Started> {
  const { child, output } = launch(env);
  const ready = /filter: gate on (http:\/\/localhost:\d+), proxy on 127\.0\.0\.1:(\d+)\n/;
  await until(
    () => ready.test(output()) || child.exitCode !== null,
    () => `not ready: ${output()}`,
  );
  const [, gate, port] = ready.exec(output()) ?? [];
  assert.ok(gate !== undefined && port !== undefined, output());
  return {
    child,
    gate,
    proxyPort: Number(port),
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      return child.exitCode;
    },
  };
}

async function until(done: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what());
}

function publish(number: number, changes: Partial<Ruleset> = {}): void {
  const keys = loadOrMakeKeys(data, folder);
  const lists = compileLists([{ category: 'gambling', list: 'starter', version: '1', names: ['bet.example'] }], [1, 2]);
  publishLists(folder, lists.bytes, lists.sha256);
  publishRuleset(folder, smallRuleset({ lists: { sha256: lists.sha256 }, ...changes }), {
    epoch: 1,
    number,
    privateKey: keys.privateKey,
  });
}

function status(): FilterStatus | undefined {
  if (!existsSync(folder.filterToApp)) return undefined;
  const file = readdirSync(folder.filterToApp).find((name) => /^status-.*\.json$/.test(name));
  if (file === undefined) return undefined;
  return filterStatusSchema.parse(JSON.parse(readFileSync(join(folder.filterToApp, file), 'utf8')));
}

async function inForce(number: number): Promise<void> {
  await until(
    () => status()?.inForce?.number === number,
    () => `not in force: ${JSON.stringify(status())}`,
  );
}

function ask(port: number, host: string, path = '/'): Promise<string> {
  return exchange(port, `GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

test('starts without the web app, takes up keys and rules when they come, and stops cleanly with everything on record', async () => {
  const filter = await start();
  assert.equal(status()?.inForce, null);
  assert.match(await ask(filter.proxyPort, 'anything.example'), /^HTTP\/1\.1 403[^]*still being set up/);
  assert.equal((await fetch(`${filter.gate}/healthz`)).status, 200);
  await until(
    async () => (await (await fetch(`${filter.gate}/`)).text()).includes('anything.example'),
    () => 'the start page does not say what was closed',
  );

  publish(1);
  await inForce(1);
  assert.match(await ask(filter.proxyPort, 'bet.example', '/x'), /^HTTP\/1\.1 403[^]*gambling sites/);
  publish(2, { schoolName: 'Renamed' });
  await inForce(2);
  assert.match(await ask(filter.proxyPort, 'bet.example'), /Renamed/);

  assert.equal(await filter.stop(), 0);
  assert.deepEqual(
    spoolEvents(folder.filterToApp).map((each) =>
      each.type === 'blocked' ? `${each.host} ${each.ruleset}` : each.type,
    ),
    ['anything.example none', 'bet.example 1.1', 'bet.example 1.2'],
  );
});

test('in a demonstration the start page and the pages of closed sites say that all is made up', async () => {
  writeFileSync(join(data, DEMONSTRATION_MARKER), '');
  const filter = await start();
  assert.match(await (await fetch(`${filter.gate}/`)).text(), /<p>DEMONSTRATION: made-up school/);
  assert.match(await ask(filter.proxyPort, 'anything.example'), /^HTTP\/1\.1 403[^]*<p>DEMONSTRATION: made-up school/);
});

test('a broken ruleset leaves the last good one in force, with an alarm that names the file', async () => {
  publish(1);
  const filter = await start();
  await inForce(1);
  writeFileSync(folder.ruleset(1, 2), 'nonsense\n');
  await until(
    () => status()?.alarms.some((each) => each.code === 'ruleset-broken') === true,
    () => 'no alarm',
  );
  assert.match(status()?.alarms[0]?.message ?? '', /ruleset-1-2\.json/);
  assert.equal(status()?.inForce?.number, 1);
  assert.match(await ask(filter.proxyPort, 'bet.example'), /gambling sites/);
  assert.equal(await filter.stop(), 0);
});

test('who signs in is known within moments, in every thread; a sign-out at the gate outlives a restart', async () => {
  publish(1);
  const first = await start({ SCHOOLGATE_FILTER_WORKERS: '2' });
  await inForce(1);
  const until2100 = '2100-01-01T00:00:00Z';
  appendSession(folder, 1, { op: 'in', address: '127.0.0.1', person: 'kim', until: until2100 });
  // Each try is a new connection, so both threads are met.
  await until(
    async () => {
      const pages = await Promise.all(Array.from({ length: 8 }, () => ask(first.proxyPort, '10.0.0.1')));
      return pages.every((page) => page.includes('Kim'));
    },
    () => 'Kim is not known',
  );
  const page = await (await fetch(`${first.gate}/`)).text();
  const form = /action="\/sign-out"[^]*?value="([^"]*)"/.exec(page)?.[1] ?? '';
  await fetch(`${first.gate}/sign-out`, {
    method: 'POST',
    body: new URLSearchParams({ ticket: form }),
    redirect: 'manual',
  });
  assert.doesNotMatch(await (await fetch(`${first.gate}/`)).text(), /Kim/);
  assert.equal(await first.stop(), 0);

  const second = await start();
  await inForce(1);
  assert.doesNotMatch(await (await fetch(`${second.gate}/`)).text(), /Kim/);
  assert.doesNotMatch(await ask(second.proxyPort, '10.0.0.1'), /Kim/);
  appendSession(folder, 1, { op: 'in', address: '127.0.0.1', person: 'kim', until: '2100-01-02T00:00:00Z' });
  await until(
    async () => (await (await fetch(`${second.gate}/`)).text()).includes('Hello Kim'),
    () => 'Kim did not come back',
  );
  assert.equal(await second.stop(), 0);
});

test('a sign-in counts in every thread once its own browser has come back, and over a restart', async () => {
  publish(1);
  const first = await start({ SCHOOLGATE_FILTER_WORKERS: '2' });
  await inForce(1);
  const line = (address: string, session: string, code: string) =>
    ({
      op: 'in',
      address,
      person: 'kim',
      until: '2100-01-01T00:00:00Z',
      session,
      confirm: { sha256: createHash('sha256').update(code).digest('hex'), by: '2099-01-01T00:00:00Z' },
    }) as const;
  appendSession(folder, 1, line('127.0.0.1', 'here', 'code-of-here'));
  appendSession(folder, 1, line('192.0.2.44', 'there', 'code-of-there'));
  const elsewhere = await fetch(`${first.gate}/signed-in?code=code-of-there`, { redirect: 'manual' });
  assert.equal(elsewhere.status, 403);
  const pages = await Promise.all(Array.from({ length: 8 }, () => ask(first.proxyPort, '10.0.0.1')));
  assert.ok(pages.every((page) => !page.includes('Kim')));
  const back = await fetch(`${first.gate}/signed-in?code=code-of-here`);
  assert.match(await back.text(), /Hello Kim/);
  await until(
    async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => ask(first.proxyPort, '10.0.0.1')));
      return all.every((page) => page.includes('Kim'));
    },
    () => 'Kim is not known in every thread',
  );
  assert.equal(await first.stop(), 0);

  const second = await start();
  await inForce(1);
  assert.match(await (await fetch(`${second.gate}/`)).text(), /Hello Kim/);
  assert.match(await ask(second.proxyPort, '10.0.0.1'), /Kim/);
  assert.equal(await second.stop(), 0);
});

test('through the proxy the gate answers, and sign-in follows the web app’s heartbeat', async () => {
  publish(1);
  const filter = await start();
  await inForce(1);
  const host = new URL(filter.gate).host;
  assert.match(await ask(filter.proxyPort, host), /^HTTP\/1\.1 200[^]*Signing in has to wait/);
  writeFileSync(folder.heartbeat, '');
  const beating = setInterval(() => {
    const now = Temporal.Now.instant().epochMilliseconds / 1000;
    utimesSync(folder.heartbeat, now, now);
  }, 200);
  try {
    await until(
      async () => (await ask(filter.proxyPort, host)).includes('href="/sign-in"'),
      () => 'the heartbeat is not seen',
    );
  } finally {
    clearInterval(beating);
  }
  await until(
    async () => (await ask(filter.proxyPort, host)).includes('Signing in has to wait'),
    () => 'the silence is not seen',
  );
  assert.equal(await filter.stop(), 0);
});

test('a tunnel that new rules refuse is closed, and one under way does not hold up the end', async () => {
  const site = createServer((socket) => socket.on('error', () => undefined).on('data', (data) => socket.write(data)));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  assert.ok(typeof address === 'object' && address !== null);
  const network = { connectPorts: [address.port], ownServers: [`localhost:${String(address.port)}`] };
  publish(1, { network });
  const filter = await start();
  await inForce(1);
  const open = async () => {
    const wire = await openWire(filter.proxyPort);
    wire.send(`CONNECT localhost:${String(address.port)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await wire.until(/200/);
    wire.send('ping');
    await wire.until(/ping/);
    return wire;
  };
  const refused = await open();
  publish(2, {
    network,
    schoolBlocks: [
      { id: 'b1', hosts: ['localhost'], profiles: null, reason: 'Now', clause: null, from: null, until: null },
    ],
  });
  await refused.closed();
  publish(3, { network });
  await inForce(3);
  await open();
  assert.equal(await filter.stop(), 0);
  site.close();
});

test('a port that is taken is named, with the cure, and the process ends as one that no restart helps', async (t) => {
  const other = createHttpServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  assert.ok(typeof address === 'object' && address !== null);
  const place = `127.0.0.1:${String(address.port)}`;
  for (const env of [
    { SCHOOLGATE_GATE: place },
    { SCHOOLGATE_PROXY: place },
    { SCHOOLGATE_PROXY: place, SCHOOLGATE_FILTER_WORKERS: '2' },
  ]) {
    const { child, output } = launch(env);
    await once(child, 'exit');
    // EX_CONFIG of sysexits.h: the supervisor does not try again.
    assert.equal(child.exitCode, 78);
    const setting = 'SCHOOLGATE_GATE' in env ? 'SCHOOLGATE_GATE' : 'SCHOOLGATE_PROXY';
    assert.match(
      output(),
      new RegExp(`filter: ${setting}: ${place} is already in use by another program\\. Stop that program`),
    );
  }
});

test('a damaged keys file is an alarm, not the end', async () => {
  makeSiteFolder(folder);
  writeFileSync(folder.keys, '{');
  const filter = await start();
  await until(
    () => status()?.alarms[0]?.code === 'keys-broken',
    () => 'no alarm',
  );
  assert.match(await ask(filter.proxyPort, 'anything.example'), /^HTTP\/1\.1 403/);
  assert.equal(await filter.stop(), 0);
});
