import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openLog } from '../../platform/log/log.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { manualClock, type ManualClock } from '../../platform/time/manual-clock.ts';
import { attemptLimit } from '../identity/attempt-limit.ts';
import { sessionsTable, type SessionsTable } from '../identity/sessions-table.ts';
import { compileLists } from '../lists/compile-lists.ts';
import { openListTable } from '../lists/list-table.ts';
import { makeFormTicket } from '../pages/form-ticket.ts';
import { placeOf } from '../pages/place.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import { spoolRecordSchema, type FilterEvent } from '../spool/events.ts';
import { decodeRecord, wholeLines } from '../spool/record-lines.ts';
import { openSpool, type Spool, type SpoolDisk } from '../spool/spool-writer.ts';
import { makeDialler } from './dialler.ts';
import { inForce, type InForce } from './in-force.ts';
import { makeJudge, type Blocked } from './judge.ts';
import type { ProxyLimits } from './limits.ts';
import { makeProxy, type Proxy } from './proxy-server.ts';
import { refusalCounter } from './refusal-counter.ts';
import { steadyClock, type SteadyClock } from './steady-clock.ts';
import { visitCounter } from './visit-counter.ts';

/** The proxy of one thread on a port of its own, with real sockets, spool and lists; the names it looks up are given. */
export interface TestProxy {
  readonly port: number;
  readonly proxy: Proxy;
  readonly clock: ManualClock;
  readonly steady: SteadyClock;
  readonly sessions: SessionsTable;
  readonly spool: Spool;
  readonly blocked: readonly Blocked[];
  rules(): InForce;
  /** Puts another ruleset in force, as the main thread would. */
  switchTo(ruleset: Ruleset | undefined): void;
  /** What is in the spool so far. */
  events(): FilterEvent[];
  close(): Promise<void>;
}

export const TEST_NOW = '2026-11-21T10:00:00Z';

/** A ruleset in force, with one gambling and one games site listed. */
export function testRules(ruleset: Ruleset | undefined, own: readonly string[] = []): InForce {
  if (ruleset === undefined) return inForce(undefined, own);
  const lists = compileLists(
    [
      { category: 'gambling', list: 'starter', version: '1', names: ['bet.example'] },
      { category: 'games', list: 'starter', version: '1', names: ['games.example'] },
    ],
    [1, 2],
  );
  return inForce({ epoch: 1, number: 1, ruleset, lists: openListTable(lists.bytes.buffer) }, own);
}

export async function startTestProxy(options: {
  readonly ruleset: Ruleset | undefined;
  readonly own?: readonly string[];
  readonly hosts?: Readonly<Record<string, readonly string[] | (() => readonly string[])>>;
  readonly limits?: Partial<ProxyLimits>;
  readonly disk?: SpoolDisk;
  readonly gate?: { readonly url: string; readonly port: number };
  readonly insideSchool?: (address: string) => boolean;
}): Promise<TestProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  const clock = manualClock(TEST_NOW);
  const steady = steadyClock(clock);
  const sessions = sessionsTable();
  const blocked: Blocked[] = [];
  let rules = testRules(options.ruleset, options.own);
  const spool = openSpool(folder, {
    filter: 'f1',
    boot: 'b1',
    worker: 1,
    clock,
    flushEveryMs: 0,
    onTrouble: () => undefined,
    ...(options.disk === undefined ? {} : { disk: options.disk }),
  });
  const refusals = refusalCounter(spool.appendNow, steady.nowMs);
  const judge = makeJudge({
    rules: () => rules,
    sessions,
    attempts: attemptLimit(3, 60_000, clock.monotonicMs),
    clock: steady,
    refusals,
    visits: visitCounter(spool.append, steady.nowMs),
    onBlocked: (each) => blocked.push(each),
  });
  // Time limits and pool ages are reckoned by the machine's own clock: connections really wait.
  const { monotonicMs } = systemClock;
  const gateUrl = options.gate?.url ?? 'http://gate.school.example:8081';
  const key = randomBytes(32);
  const proxy = makeProxy({
    judge,
    dialler: makeDialler(
      (host) => {
        const known = options.hosts?.[host];
        return known === undefined
          ? Promise.reject(new Error('not found'))
          : Promise.resolve(typeof known === 'function' ? known() : known);
      },
      monotonicMs,
      () => new Set(),
    ),
    limits: { againMs: 50, ...options.limits },
    log: openLog('test', undefined),
    insideSchool: options.insideSchool ?? (() => true),
    gate: { url: gateUrl, listens: { host: '127.0.0.1', port: options.gate?.port ?? 1 }, secret: 'between-threads' },
    monotonicMs,
    place: () => placeOf(rules.ruleset, gateUrl, { notices: [], demo: false }),
    formTicket: (facts) => makeFormTicket(key, facts, randomBytes(16).toString('base64url'), steady.nowMs()),
  });
  const port = await proxy.listen('127.0.0.1', 0, false);
  return {
    port,
    proxy,
    clock,
    steady,
    sessions,
    spool,
    blocked,
    rules: () => rules,
    switchTo(ruleset) {
      rules = testRules(ruleset, options.own);
      proxy.again();
    },
    events() {
      refusals.flush(true);
      spool.flush();
      return spoolEvents(folder);
    },
    async close() {
      await proxy.close();
      spool.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every event in the spool segments of a folder, in order. */
export function spoolEvents(folder: string): FilterEvent[] {
  const events: FilterEvent[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.spool'))) {
    for (const line of wholeLines(readFileSync(join(folder, file)))) {
      const decoded = decodeRecord(line.bytes);
      if (decoded.ok) events.push(spoolRecordSchema.parse(decoded.value).event);
    }
  }
  return events;
}

/** A socket that remembers what it received, for saying exactly what is on the wire. */
export interface Wire {
  readonly socket: Socket;
  send(text: string | Buffer): void;
  received(): string;
  /** Waits until what was received matches; fails after ten seconds with what there is. */
  until(pattern: RegExp): Promise<string>;
  /** Waits until the other side has closed; answers everything received. */
  closed(): Promise<string>;
}

export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  let over = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  const wait = async (done: () => boolean, what: string): Promise<string> => {
    for (let i = 0; i < 1000; i++) {
      if (done()) return text;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${what}; received so far: ${text.slice(0, 2000)}`);
  };
  return {
    socket,
    send: (each) => socket.write(each),
    received: () => text,
    until: (pattern) => wait(() => pattern.test(text), `waited for ${String(pattern)}`),
    closed: () => wait(() => over, 'waited for the connection to close'),
  };
}

/** Sends one request and answers everything that came back until the connection closed. */
export async function exchange(port: number, text: string): Promise<string> {
  const wire = await openWire(port);
  wire.send(text);
  return wire.closed();
}
