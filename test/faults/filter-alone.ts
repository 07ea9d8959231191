import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compileLists } from '../../src/filter/lists/compile-lists.ts';
import { loadOrMakeKeys } from '../../src/filter/ruleset/keys.ts';
import { publishedRulesets, publishLists, publishRuleset } from '../../src/filter/ruleset/publish.ts';
import type { Ruleset } from '../../src/filter/ruleset/ruleset.ts';
import { siteFolder, type SiteFolder } from '../../src/filter/ruleset/site-folder.ts';
import { smallRuleset } from '../../src/filter/ruleset/testing.ts';
import { filterStatusSchema, type FilterStatus, type SpoolRecord } from '../../src/filter/spool/events.ts';
import { readSegments } from '../../src/filter/spool/spool-reader.ts';
import { freePort, until } from '../support/running.ts';

/** An answer that came through the proxy or from the gate. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The real filter process and its site folder; the test writes there what the web app would. */
export interface FilterAlone {
  readonly data: string;
  readonly folder: SiteFolder;
  /** A site of the test's own on the loopback that the ruleset lists as one of the school's servers: `http://127.0.0.1:port/`. */
  readonly openSite: string;
  readonly gate: string;
  readonly pid: () => number;
  /** Publishes the next ruleset: `smallRuleset` with the test's lists, an illegal host, its own site, and these changes. Waits until it is in force. */
  publish(changes?: Partial<Ruleset>): Promise<number>;
  /** Asks for a page through the proxy. */
  visit(url: string): Promise<Answer>;
  /** Asks the gate itself. */
  atGate(path: string, form?: Readonly<Record<string, string>>): Promise<Answer>;
  status(): FilterStatus | undefined;
  /** Waits for an alarm of this code in the filter's status and gives its message. */
  alarm(code: string): Promise<string>;
  /** Everything in the spool so far. */
  records(): readonly SpoolRecord[];
  start(): Promise<void>;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
  /** From now on no file may grow beyond `bytes` (RLIMIT_FSIZE, the errors of a full disk); undefined lifts the limit. */
  limitFiles(bytes: number | undefined): void;
  end(): Promise<void>;
}

const script = join(import.meta.dirname, '..', '..', 'src', 'filterd.ts');

/** Names the test's lists know, by category of `smallRuleset`. */
export const listed = { games: 'games.example', gambling: 'casino.example', adult: 'adult.example' } as const;

/** A host of the illegal tier: closed whatever happens. */
export const ILLEGAL = 'illegal.example';

/** Makes a site folder with keys and lists, and a site to visit. Starts nothing yet and publishes no ruleset. */
export async function makeFilterAlone(): Promise<FilterAlone> {
  const data = mkdtempSync(join(tmpdir(), 'schoolgate-filter-'));
  const folder = siteFolder(data, 'main');
  const { privateKey } = loadOrMakeKeys(data, folder);
  const lists = compileLists(
    Object.entries(listed).map(([category, name]) => ({ category, list: 'test', version: '1', names: [name] })),
    [1, 2],
  );
  publishLists(folder, lists.bytes, lists.sha256);
  const site = createServer((_req, res) => res.end('the open site'));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  assert.ok(address !== null && typeof address === 'object');
  const openHost = `127.0.0.1:${String(address.port)}`;
  const ports = { gate: await freePort(), proxy: await freePort(), web: await freePort() };
  const gate = `http://127.0.0.1:${String(ports.gate)}`;
  const outputFile = join(data, 'output.txt');
  let child: ChildProcess | undefined;

  const running: FilterAlone = {
    data,
    folder,
    openSite: `http://${openHost}/`,
    gate,
    pid: () => child?.pid ?? 0,
    async publish(changes = {}) {
      const number = (publishedRulesets(folder)[0]?.number ?? 0) + 1;
      const small = smallRuleset();
      const ruleset = {
        ...small,
        lists: { sha256: lists.sha256 },
        illegal: [ILLEGAL],
        network: { connectPorts: [], ownServers: [openHost] },
        gate: { ...small.gate, gateUrl: gate, appUrl: `http://127.0.0.1:${String(ports.web)}` },
        ...changes,
      };
      publishRuleset(folder, ruleset, { epoch: 1, number, privateKey });
      if (child !== undefined) {
        await until(() => running.status()?.inForce?.number === number, `ruleset ${String(number)} is not in force`);
      }
      return number;
    },
    visit: (url) => visitThrough(ports.proxy, url),
    atGate: (path, form) =>
      ask('127.0.0.1', ports.gate, {
        path,
        host: `127.0.0.1:${String(ports.gate)}`,
        ...(form === undefined ? {} : { form }),
      }),
    status() {
      const file = readdirSync(folder.filterToApp).find((name) => /^status-.*\.json$/.test(name));
      if (file === undefined) return undefined;
      const status = filterStatusSchema.parse(JSON.parse(readFileSync(join(folder.filterToApp, file), 'utf8')));
      return status.pid === child?.pid ? status : undefined;
    },
    async alarm(code) {
      const find = (): string | undefined => running.status()?.alarms.find((each) => each.code === code)?.message;
      await until(
        () => find() !== undefined,
        () => `no alarm ${code}: ${JSON.stringify(running.status())}`,
      );
      return find() ?? '';
    },
    records: () => readSegments(folder.filterToApp, new Map(), { maxRecords: 100_000 }).records,
    async start() {
      const output = openSync(outputFile, 'a');
      child = spawn(process.execPath, [script], {
        stdio: ['ignore', output, output],
        env: {
          PATH: process.env['PATH'],
          SCHOOLGATE_DATA: data,
          SCHOOLGATE_GATE: `127.0.0.1:${String(ports.gate)}`,
          SCHOOLGATE_PROXY: `127.0.0.1:${String(ports.proxy)}`,
          SCHOOLGATE_WEB: `127.0.0.1:${String(ports.web)}`,
        },
      });
      closeSync(output);
      const started = child;
      await until(
        async () => {
          assert.equal(started.exitCode, null, `the filter ended: ${readFileSync(outputFile, 'utf8')}`);
          return (await fetch(`${gate}/healthz`).catch(() => undefined))?.ok === true && running.status() !== undefined;
        },
        () => `the filter is not ready: ${readFileSync(outputFile, 'utf8')}`,
      );
    },
    async kill() {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    limitFiles(bytes) {
      execFileSync('prlimit', [
        '--pid',
        String(child?.pid),
        `--fsize=${bytes === undefined ? 'unlimited' : String(bytes)}:`,
      ]);
    },
    async end() {
      await running.kill();
      site.close();
      site.closeAllConnections();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return running;
}

/** Asks for a page through the proxy on this port of the loopback. */
export function visitThrough(proxyPort: number, url: string): Promise<Answer> {
  return ask('127.0.0.1', proxyPort, { path: url, host: new URL(url).host });
}

async function ask(
  hostname: string,
  port: number,
  what: { path: string; host: string; form?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const body = what.form === undefined ? undefined : new URLSearchParams(what.form).toString();
  const asking = request({
    hostname,
    port,
    path: what.path,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      host: what.host,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }),
    },
    agent: false,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve);
    asking.once('error', reject);
  });
  asking.end(body);
  const answer = await answered;
  const parts: Buffer[] = [];
  for await (const part of answer) if (Buffer.isBuffer(part)) parts.push(part);
  return { status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') };
}
