import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { Ruleset } from '../ruleset/ruleset.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { clientHello } from './client-hello.testing.ts';
import { openWire, startTestProxy, type TestProxy, type Wire } from './testing.ts';

/** A site that remembers what it received and sends it back. */
let site: Server;
let port: number;
let received: string;
let open: Set<Socket>;
let proxy: TestProxy | undefined;

beforeEach(async () => {
  received = '';
  open = new Set();
  site = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.on('data', (data) => {
      received += data.toString('latin1');
      socket.write(data);
    });
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  assert.ok(typeof address === 'object' && address !== null);
  port = address.port;
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  for (const socket of open) socket.destroy();
  site.close();
});

/** The port of the site is listed as a CONNECT port: 443 cannot be listened on here. `asHttps` makes the rules of 443 hold for it. */
async function start(changes: Partial<Ruleset> = {}, names: readonly string[] = ['site.test']): Promise<TestProxy> {
  proxy = await startTestProxy({
    ruleset: smallRuleset({
      network: { connectPorts: [port], ownServers: names.map((name) => `${name}:${String(port)}`) },
      ...changes,
    }),
    hosts: Object.fromEntries(names.map((name) => [name, ['127.0.0.1']])),
    limits: { helloMs: 300, tlsPorts: [443, port] },
  });
  return proxy;
}

async function connectTo(name: string, to = port, fields = ''): Promise<Wire> {
  assert.ok(proxy !== undefined);
  const wire = await openWire(proxy.port);
  wire.send(`CONNECT ${name}:${String(to)} HTTP/1.1\r\nHost: ${name}:${String(to)}\r\n${fields}\r\n`);
  return wire;
}

const established = /^HTTP\/1\.1 200 /;

async function until(done: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (done()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(what);
}

describe('an allowed tunnel', () => {
  test('carries bytes both ways once the hello names the same host, however it is cut up', async () => {
    for (const pieceSize of [10_000, 100, 1]) {
      received = '';
      const { close, events } = await start();
      const wire = await connectTo('site.test');
      await wire.until(established);
      const hello = clientHello({ serverName: 'SITE.test', recordSize: pieceSize === 1 ? 50 : 16_000 });
      for (let at = 0; at < hello.length; at += pieceSize) {
        wire.send(hello.subarray(at, at + pieceSize));
        if (pieceSize === 1 && at % 16 === 0) await new Promise(setImmediate);
      }
      await until(() => received.length === hello.length, 'the hello did not arrive whole');
      assert.equal(received, hello.toString('latin1'));
      wire.send('more');
      await wire.until(/more$/);
      assert.deepEqual(
        events().map((each) => (each.type === 'visited' ? `${each.scheme} ${each.host}` : each.type)),
        ['https site.test'],
      );
      wire.socket.destroy();
      await until(() => open.size === 0, 'the connection to the site stays open');
      await close();
      proxy = undefined;
    }
  });

  test('in which nothing moves is closed', async () => {
    proxy = await startTestProxy({
      ruleset: smallRuleset({ network: { connectPorts: [port], ownServers: [`site.test:${String(port)}`] } }),
      hosts: { 'site.test': ['127.0.0.1'] },
      limits: { tunnelIdleMs: 100, tlsPorts: [443, port] },
    });
    const wire = await connectTo('site.test');
    await wire.until(established);
    wire.send(clientHello({ serverName: 'site.test' }));
    await wire.closed();
    await until(() => open.size === 0, 'the connection to the site stays open');
  });

  test('takes a hello that comes with the request itself', async () => {
    await start();
    assert.ok(proxy !== undefined);
    const wire = await openWire(proxy.port);
    const hello = clientHello({ serverName: 'site.test' });
    wire.send(
      Buffer.concat([Buffer.from(`CONNECT site.test:${String(port)} HTTP/1.1\r\nHost: site.test\r\n\r\n`), hello]),
    );
    await until(() => received.length === hello.length, 'the hello did not arrive');
    wire.socket.destroy();
  });

  test('stays open through a switch to rules that still allow it, and closes with one that does not', async () => {
    const { switchTo, events, rules } = await start();
    const wire = await connectTo('site.test');
    await wire.until(established);
    wire.send(clientHello({ serverName: 'site.test' }));
    await until(() => received.length > 0, 'no tunnel');
    const ruleset = rules().ruleset;
    assert.ok(ruleset !== undefined);
    switchTo({ ...ruleset, schoolName: 'Another name' });
    wire.send('still here');
    await wire.until(/still here/);
    switchTo({
      ...ruleset,
      schoolBlocks: [
        { id: 'b1', hosts: ['site.test'], profiles: null, reason: 'Today', clause: null, from: null, until: null },
      ],
    });
    await wire.closed();
    await until(() => open.size === 0, 'the connection to the site stays open');
    const last = events().at(-1);
    assert.ok(last?.type === 'blocked');
    assert.equal(last.rule, 'b1');
  });

  test('closes at the end of an allowance by itself, and when the person signs out', async () => {
    const { clock, sessions } = await start({
      networkProfile: 'ks1',
      allows: [
        {
          id: 'a1',
          hosts: ['site.test'],
          profiles: null,
          reason: 'Lesson',
          clause: null,
          from: null,
          until: '2026-11-21T10:30:00Z',
        },
      ],
    });
    const first = await connectTo('site.test');
    await first.until(established);
    first.send(clientHello({ serverName: 'site.test' }));
    await until(() => received.length > 0, 'no tunnel');
    clock.advance({ minutes: 30 });
    await first.closed();
    sessions.apply({ op: 'in', address: '127.0.0.1', person: 'kim', until: '2026-11-21T15:00:00Z' });
    received = '';
    const second = await connectTo('site.test');
    await second.until(established);
    second.send(clientHello({ serverName: 'site.test' }));
    await until(() => received.length > 0, 'no tunnel');
    sessions.apply({ op: 'out', address: '127.0.0.1' });
    await second.closed();
  });
});

describe('a refused tunnel', () => {
  test('a closed host: 403, on record, and remembered for the start page', async () => {
    const { events, blocked } = await start();
    const wire = await connectTo('bet.example', 443);
    assert.match(await wire.closed(), /^HTTP\/1\.1 403 /);
    assert.deepEqual(
      events().map((each) => (each.type === 'blocked' ? [each.host, each.scheme, each.port, each.url, each.rule] : [])),
      [['bet.example', 'https', 443, '', 'gambling']],
    );
    assert.equal(blocked[0]?.asking.host, 'bet.example');
  });

  test('a port that is not listed', async () => {
    const { events } = await start();
    const wire = await connectTo('site.test', 22);
    assert.match(await wire.closed(), /^HTTP\/1\.1 403 /);
    assert.deepEqual(
      events().map((each) => (each.type === 'blocked' ? each.rule : each.type)),
      ['connect-port'],
    );
  });

  test('an address inside the school', async () => {
    proxy = await startTestProxy({ ruleset: smallRuleset(), hosts: { 'inside.test': ['192.168.1.5'] } });
    assert.match(await (await connectTo('inside.test', 443)).closed(), /^HTTP\/1\.1 403 /);
    assert.match(await (await connectTo('127.0.0.1', 443)).closed(), /^HTTP\/1\.1 403 /);
    assert.match(await (await connectTo('[::ffff:10.0.0.1]', 443)).closed(), /^HTTP\/1\.1 403 /);
    assert.match(await (await connectTo('nowhere.test', 443)).closed(), /^HTTP\/1\.1 502 /);
  });

  test('another name in the hello that is closed: nothing reaches the site', async () => {
    const { events } = await start();
    const wire = await connectTo('site.test');
    await wire.until(established);
    wire.send(clientHello({ serverName: 'www.bet.example' }));
    await wire.closed();
    assert.equal(received, '');
    assert.deepEqual(
      events().map((each) => (each.type === 'blocked' ? [each.host, each.rule] : [])),
      [['www.bet.example', 'gambling']],
    );
  });

  test('another name in the hello that is open is let through, and both are judged from then on', async () => {
    const { switchTo, rules } = await start();
    const wire = await connectTo('site.test');
    await wire.until(established);
    wire.send(clientHello({ serverName: 'cdn.test' }));
    await until(() => received.length > 0, 'no tunnel');
    const ruleset = rules().ruleset;
    assert.ok(ruleset !== undefined);
    switchTo({
      ...ruleset,
      schoolBlocks: [
        { id: 'b1', hosts: ['cdn.test'], profiles: null, reason: 'Today', clause: null, from: null, until: null },
      ],
    });
    await wire.closed();
  });

  test('something that is not TLS, a hello with two names, and silence are closed', async () => {
    const { events } = await start();
    const plain = await connectTo('site.test');
    await plain.until(established);
    plain.send('GET / HTTP/1.1\r\nHost: site.test\r\n\r\n');
    await plain.closed();
    const twice = await connectTo('site.test');
    await twice.until(established);
    twice.send(clientHello({ serverName: 'site.test', again: 'bet.example' }));
    await twice.closed();
    const silent = await connectTo('site.test');
    await silent.until(established);
    await silent.closed();
    assert.equal(received, '');
    assert.deepEqual(
      events().map((each) => (each.type === 'blocked' ? each.rule : each.type)),
      ['not-tls', 'not-tls'],
    );
  });

  test('requests that can be read in two ways', async () => {
    const { port: at } = await start();
    const heads = [
      `CONNECT site.test HTTP/1.1\r\nHost: site.test\r\n\r\n`,
      `CONNECT site.test:${String(port)} HTTP/1.1\r\nHost: other.test\r\n\r\n`,
      `CONNECT site.test:${String(port)} HTTP/1.1\r\nHost: site.test\r\nContent-Length: 5\r\n\r\nabcde`,
      `CONNECT site.test:${String(port)} HTTP/1.1\r\nHost: site.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `CONNECT user@site.test:${String(port)} HTTP/1.1\r\nHost: site.test\r\n\r\n`,
      `CONNECT http://site.test:${String(port)}/ HTTP/1.1\r\nHost: site.test\r\n\r\n`,
      `CONNECT site.test:99999 HTTP/1.1\r\nHost: site.test\r\n\r\n`,
      `CONNECT site.test:${String(port)} HTTP/1.1\r\n\r\n`,
    ];
    for (const head of heads) {
      const wire = await openWire(at);
      wire.send(head);
      assert.match(await wire.closed(), /^HTTP\/1\.1 400 /, head);
    }
    assert.equal(open.size, 0);
  });

  test('a wrong network credential is asked for again', async () => {
    await start();
    const field = `Proxy-Authorization: Basic ${Buffer.from('nobody:nothing').toString('base64')}\r\n`;
    const text = await (await connectTo('site.test', port, field)).closed();
    assert.match(text, /^HTTP\/1\.1 407 [^]*Proxy-Authenticate: Basic realm=/);
  });
});

test('on a listed port that is not for TLS the site may speak first', async () => {
  proxy = await startTestProxy({
    ruleset: smallRuleset({ network: { connectPorts: [port], ownServers: [`site.test:${String(port)}`] } }),
    hosts: { 'site.test': ['127.0.0.1'] },
  });
  site.on('connection', (socket: Socket) => socket.write('220 hello\r\n'));
  const wire = await connectTo('site.test');
  await wire.until(/220 hello/);
  wire.send('HELP\r\n');
  await wire.until(/HELP/);
  wire.socket.destroy();
});

test('the number of open tunnels is known, and closing the proxy ends them', async () => {
  const started = await start();
  const wire = await connectTo('site.test');
  await wire.until(established);
  wire.send(clientHello({ serverName: 'site.test' }));
  await until(() => received.length > 0, 'no tunnel');
  assert.equal(started.proxy.openTunnels(), 1);
  await started.close();
  proxy = undefined;
  await wire.closed();
  await until(() => open.size === 0, 'the connection to the site stays open');
});
