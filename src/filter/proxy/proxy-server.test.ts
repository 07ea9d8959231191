import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { Ruleset } from '../ruleset/ruleset.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { systemDisk } from '../spool/spool-writer.ts';
import { MOST_SINGLE } from './refusal-counter.ts';
import { exchange, openWire, startTestProxy, type TestProxy } from './testing.ts';

/** One site on the loopback, known to the proxy as site.test, and what it was sent. */
let site: Server;
let sitePort: number;
let seen: IncomingMessage[];
let connections: number;
let answer: (req: IncomingMessage, res: ServerResponse) => void;
let proxy: TestProxy | undefined;
const more: NetServer[] = [];

beforeEach(async () => {
  seen = [];
  connections = 0;
  answer = (_req, res) => res.end('hello');
  site = createHttpServer((req, res) => {
    seen.push(req);
    answer(req, res);
  });
  site.on('connection', () => connections++);
  sitePort = await listening(site);
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  site.closeAllConnections();
  site.close();
  for (const each of more.splice(0)) each.close();
});

async function listening(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

/** A site that answers with exactly these bytes to whatever it is asked. */
async function rawSite(act: (socket: Socket, request: string) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      act(socket, data.toString('latin1'));
    });
  });
  more.push(server);
  return listening(server);
}

function rulesWith(ports: readonly number[], changes: Partial<Ruleset> = {}): Ruleset {
  return smallRuleset({
    network: { connectPorts: [], ownServers: ports.map((port) => `site.test:${String(port)}`) },
    ...changes,
  });
}

async function start(changes: Partial<Ruleset> = {}, ports: readonly number[] = [sitePort]): Promise<TestProxy> {
  proxy = await startTestProxy({ ruleset: rulesWith(ports, changes), hosts: { 'site.test': ['127.0.0.1'] } });
  return proxy;
}

function get(path = '/', fields = '', port = sitePort): string {
  return `GET http://site.test:${String(port)}${path} HTTP/1.1\r\nHost: site.test:${String(port)}\r\n${fields}\r\n`;
}

const close = 'Connection: close\r\n';

describe('passing on', () => {
  test('an allowed page comes through with path, query and fields', async () => {
    const { port } = await start();
    const text = await exchange(port, get('/a/b?c=%20d', `X-Own: 1\r\n${close}`));
    assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(text, /hello/);
    assert.equal(seen.at(0)?.url, '/a/b?c=%20d');
    assert.equal(seen.at(0)?.headers['x-own'], '1');
    assert.equal(seen.at(0)?.headers.host, `site.test:${String(sitePort)}`);
  });

  test('several requests use one connection on both sides', async () => {
    const { port } = await start();
    const wire = await openWire(port);
    for (let i = 1; i <= 3; i++) {
      wire.send(get(`/${String(i)}`));
      await wire.until(new RegExp(`(hello[^]*){${String(i)}}`));
    }
    assert.equal(connections, 1);
    assert.equal(seen.length, 3);
    wire.socket.destroy();
  });

  test('fields of one hop stay behind in both directions, also those that Connection names', async () => {
    answer = (_req, res) => {
      res.writeHead(200, {
        connection: 'x-hop',
        'x-hop': 'secret',
        'x-kept': 'yes',
        'proxy-authenticate': 'Basic',
        'content-length': '0',
      });
      res.end();
    };
    const { port } = await start();
    const text = await exchange(
      port,
      get(
        '/',
        'Connection: close, X-Private\r\nX-Private: 1\r\nTE: trailers\r\nProxy-Connection: keep-alive\r\nUpgrade: h2c\r\nKeep-Alive: timeout=5\r\nSchoolgate-Client: forged\r\n',
      ),
    );
    const fields = Object.keys(seen.at(0)?.headers ?? {});
    for (const gone of ['x-private', 'te', 'proxy-connection', 'upgrade', 'keep-alive', 'schoolgate-client'])
      assert.ok(!fields.includes(gone), gone);
    assert.doesNotMatch(text, /x-hop|proxy-authenticate/i);
    assert.match(text, /x-kept: yes/);
  });

  test('a body travels with its length, and in chunks', async () => {
    const bodies: string[] = [];
    answer = (req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        bodies.push(`${req.headers['content-length'] ?? 'chunked'}:${body}`);
        res.end('taken');
      });
    };
    const { port } = await start();
    const head = get('/', close).replace('GET', 'POST').slice(0, -2);
    await exchange(port, `${head}Content-Length: 5\r\n\r\nabcde`);
    await exchange(port, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
    assert.deepEqual(bodies, ['5:abcde', 'chunked:abcde']);
  });

  test('a POST without a body says so instead of beginning chunks', async () => {
    const { port } = await start();
    await exchange(port, get('/', close).replace('GET', 'POST'));
    assert.equal(seen.at(0)?.headers['content-length'], '0');
  });

  test('HEAD, 204 and 304 have no body and keep the connection in step', async () => {
    answer = (req, res) => {
      if (req.method === 'HEAD') res.writeHead(200, { 'content-length': '500' }).end();
      else if (req.url === '/204') res.writeHead(204).end();
      else if (req.url === '/304') res.writeHead(304, { etag: '"a"' }).end();
      else res.end('after');
    };
    const { port } = await start();
    const wire = await openWire(port);
    wire.send(get('/head').replace('GET', 'HEAD'));
    await wire.until(/content-length: 500[^]*\r\n\r\n/i);
    wire.send(get('/204'));
    await wire.until(/204[^]*\r\n\r\n/);
    wire.send(get('/304'));
    await wire.until(/304[^]*\r\n\r\n/);
    wire.send(get('/last', close));
    const text = await wire.closed();
    assert.match(text, /after/);
    assert.equal(text.match(/HTTP\/1\.1 /g)?.length, 4);
  });

  test('100-continue is asked of the site and passed back', async () => {
    let asked = false;
    site.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
      asked = true;
      res.writeContinue();
      req.resume();
      req.on('end', () => res.end('thanks'));
    });
    const { port } = await start();
    const wire = await openWire(port);
    wire.send(get('/', `Expect: 100-continue\r\nContent-Length: 3\r\n${close}`).replace('GET', 'PUT'));
    await wire.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    wire.send('abc');
    assert.match(await wire.closed(), /200 OK[^]*thanks/);
    assert.ok(asked);
  });

  test('a browser that goes away ends the request to the site', async () => {
    const browser = { gone: false };
    answer = (req, res) => {
      res.write('first');
      req.socket.on('close', () => (browser.gone = true));
    };
    const { port } = await start();
    const wire = await openWire(port);
    wire.send(get());
    await wire.until(/first/);
    wire.socket.destroy();
    for (let i = 0; i < 500 && !browser.gone; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(browser.gone);
  });

  test('a slow browser holds the site back instead of filling memory', async () => {
    let written = 0;
    const block = Buffer.alloc(256 * 1024);
    answer = (_req, res) => {
      const push = (): void => {
        while (written < 400) {
          written++;
          if (!res.write(block)) {
            res.once('drain', push);
            return;
          }
        }
        res.end();
      };
      push();
    };
    const { port } = await start();
    const wire = await openWire(port);
    wire.socket.pause();
    wire.send(get());
    let last = -1;
    while (written === 0 || written !== last) {
      last = written;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.ok(written < 200, `${String(written)} of 400 blocks were taken from the site`);
    wire.socket.destroy();
  });

  test('an answer that ends too early does not look whole', async () => {
    answer = (req, res) => {
      res.writeHead(200, { 'transfer-encoding': 'chunked' });
      res.write('half');
      setTimeout(() => req.socket.destroy(), 30);
    };
    const { port } = await start();
    const text = await exchange(port, get());
    assert.match(text, /half/);
    assert.doesNotMatch(text, /\r\n0\r\n\r\n$/);
  });

  test('a kept connection that the site has closed is replaced without the browser noticing', async () => {
    let count = 0;
    const raw = await rawSite((socket) => {
      count++;
      if (count === 2) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    const { port } = await start({}, [raw]);
    const wire = await openWire(port);
    wire.send(get('/1', '', raw));
    await wire.until(/ok/);
    wire.send(get('/2', close, raw));
    assert.match(await wire.closed(), /ok[^]*ok/);
    assert.equal(count, 3);
  });
});

describe('requests that can be read in two ways', () => {
  const cases: readonly (readonly [string, (host: string) => string])[] = [
    [
      'both Content-Length and Transfer-Encoding',
      (host) =>
        `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two Content-Lengths',
      (host) =>
        `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
    ],
    [
      'two equal Content-Lengths',
      (host) => `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde`,
    ],
    [
      'a list as Content-Length',
      (host) => `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5, 5\r\n\r\nabcde`,
    ],
    [
      'a signed Content-Length',
      (host) => `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: +5\r\n\r\nabcde`,
    ],
    [
      'Transfer-Encoding other than chunked',
      (host) => `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunked twice',
      (host) =>
        `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'Transfer-Encoding with HTTP/1.0',
      (host) => `POST http://${host}/ HTTP/1.0\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a folded field', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nX-A: 1\r\n 2\r\n\r\n`],
    ['white space before the colon', (host) => `GET http://${host}/ HTTP/1.1\r\nHost : ${host}\r\n\r\n`],
    ['a bare line feed', (host) => `GET http://${host}/ HTTP/1.1\nHost: ${host}\n\n`],
    [
      'a bare carriage return in a value',
      (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nX-A: 1\rX-B: 2\r\n\r\n`,
    ],
    ['a null in a value', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nX-A: 1\u00002\r\n\r\n`],
    ['a space in a field name', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nX A: 1\r\n\r\n`],
    ['two Host fields', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nHost: other.test\r\n\r\n`],
    ['no Host field', (host) => `GET http://${host}/ HTTP/1.1\r\nX-A: 1\r\n\r\n`],
    ['a Host that differs from the address', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: other.test\r\n\r\n`],
    ['a Host with another port', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: site.test:1\r\n\r\n`],
    ['user information in the address', (host) => `GET http://site.test@${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['a fragment', (host) => `GET http://${host}/#a HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['another scheme', (host) => `GET ftp://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['https in absolute form', (host) => `GET https://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['the asterisk', (host) => `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['a number for a name', () => `GET http://2130706433/ HTTP/1.1\r\nHost: 2130706433\r\n\r\n`],
    ['Connection naming Host', (host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: host\r\n\r\n`],
    [
      'a chunk length with a sign',
      (host) => `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`,
    ],
    ['HTTP/2.0 in text', (host) => `GET http://${host}/ HTTP/2.0\r\nHost: ${host}\r\n\r\n`],
  ];
  for (const [name, request] of cases) {
    test(`${name}: refused, and the site sees no whole request`, async () => {
      const { port } = await start();
      let whole = 0;
      answer = (req, res) => {
        req.on('end', () => whole++);
        req.resume();
        res.end();
      };
      const wire = await openWire(port);
      wire.send(request(`site.test:${String(sitePort)}`));
      const text = await wire.until(/^HTTP\/1\.1 \d{3}/);
      assert.match(text, /^HTTP\/1\.1 (400|417|431|502|505)/);
      assert.equal(whole, 0);
      wire.socket.destroy();
    });
  }

  test('a request to the filter itself is told where the start page is', async () => {
    const { port } = await start();
    const text = await exchange(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\n${close}\r\n`);
    assert.match(text, /^HTTP\/1\.1 400/);
    assert.match(text, /gate\.school\.example:8081/);
  });

  test('a head that is too long, or of too many fields, is refused', async () => {
    const { port } = await start();
    assert.match(await exchange(port, get('/', `X-Long: ${'a'.repeat(40_000)}\r\n`)), /^HTTP\/1\.1 431/);
    const wire = await openWire(port);
    wire.send(get('/', 'X-A: 1\r\n'.repeat(200)));
    assert.match(await wire.until(/^HTTP\/1\.1 \d{3}/), /^HTTP\/1\.1 431/);
    wire.socket.destroy();
    assert.equal(seen.length, 0);
  });

  test('TRACE is not passed on', async () => {
    const { port } = await start();
    assert.match(await exchange(port, get('/', close).replace('GET', 'TRACE')), /^HTTP\/1\.1 405/);
  });
});

describe('answers of sites', () => {
  for (const [name, bytes] of [
    ['both lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two different lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ] as const) {
    test(`${name}: the browser gets a page, not the bytes`, async () => {
      const raw = await rawSite((socket) => socket.write(bytes));
      const { port } = await start({}, [raw]);
      const text = await exchange(port, get('/', close, raw));
      assert.match(text, /^HTTP\/1\.1 502/);
      assert.match(text, /This site’s answer is broken|answer/);
    });
  }

  test('a site that does not answer gives 502, one that is silent 504, an unknown name 502, in plain words', async () => {
    const silent = await rawSite(() => undefined);
    proxy = await startTestProxy({
      ruleset: rulesWith([silent, 1]),
      hosts: { 'site.test': ['127.0.0.1'] },
      limits: { answerMs: 100 },
    });
    assert.match(await exchange(proxy.port, get('/', close, 1)), /^HTTP\/1\.1 502[^]*This site does not answer/);
    assert.match(await exchange(proxy.port, get('/', close, silent)), /^HTTP\/1\.1 504[^]*This site takes too long/);
    const unknown = `GET http://nowhere.test/ HTTP/1.1\r\nHost: nowhere.test\r\n${close}\r\n`;
    assert.match(await exchange(proxy.port, unknown), /^HTTP\/1\.1 502[^]*There is no site with this name/);
  });

  test('an answer that stops half-way is given up: the connection ends, and nobody takes the half for the whole', async () => {
    const stalling = await rawSite((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    proxy = await startTestProxy({
      ruleset: rulesWith([stalling]),
      hosts: { 'site.test': ['127.0.0.1'] },
      limits: { idleMs: 100, againMs: 50 },
    });
    assert.match(await exchange(proxy.port, get('/', close, stalling)), /^HTTP\/1\.1 200[^]*half$/);
  });
});

describe('decisions', () => {
  const blockedSite = `GET http://bet.example/win?a=1 HTTP/1.1\r\nHost: bet.example\r\n${close}\r\n`;

  test('a refused page is explained, and on record before the answer', async () => {
    const { port, events, blocked } = await start();
    const text = await exchange(port, blockedSite);
    assert.match(text, /^HTTP\/1\.1 403/);
    assert.match(text, /gambling sites/);
    assert.match(text, /content-security-policy: default-src 'none'/i);
    assert.match(text, /cache-control: no-store/i);
    const [event] = events();
    assert.ok(event?.type === 'blocked');
    assert.deepEqual(
      [
        event.host,
        event.url,
        event.tier,
        event.rule,
        event.list,
        event.clause,
        event.profile,
        event.knownBy,
        event.ruleset,
      ],
      ['bet.example', '/win?a=1', 6, 'gambling', 'starter', 's1-011', 'ks2', 'network', '1.1'],
    );
    assert.equal(blocked.length, 1);
  });

  test('a flood of refused requests is refused and counted, and does not fill the record', async () => {
    const { port, events } = await start();
    const asked = 260;
    for (let i = 0; i < asked; i++) assert.match(await exchange(port, blockedSite), /^HTTP\/1\.1 403/);
    const written = events().filter((each) => each.type === 'blocked');
    assert.equal(written.length, MOST_SINGLE + 2);
    assert.equal(
      written.reduce((sum, each) => sum + (each.count ?? 1), 0),
      asked,
    );
  });

  test('visits of a minute are counted together, help is not recorded at all', async () => {
    const { port, events, clock } = await start({
      help: [{ host: 'site.test', label: 'Help', url: 'http://site.test/' }],
    });
    await exchange(port, get('/', close));
    assert.deepEqual(events(), []);
    proxy?.switchTo(rulesWith([sitePort]));
    for (let i = 0; i < 3; i++) await exchange(port, get('/', close));
    clock.advance({ minutes: 1 });
    await exchange(port, get('/', close));
    const counts = events().map((each) => (each.type === 'visited' ? each.count : each.type));
    assert.deepEqual(counts, [1, 2, 1]);
  });

  test('who is asked in order: credential, sign-in, network', async () => {
    const sha256 = createHash('sha256').update('right').digest('hex');
    const people = [
      { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [] },
      { id: 'kim', name: 'Kim', profile: 'staff', staff: true, credential: { name: 'kim-laptop', sha256 }, stops: [] },
    ];
    const { port, events, sessions } = await start({ people });
    sessions.apply({ op: 'in', address: '127.0.0.1', person: 'sam', until: '2026-11-21T15:00:00Z' });
    const credential = (secret: string): string =>
      `Proxy-Authorization: Basic ${Buffer.from(`kim-laptop:${secret}`).toString('base64')}\r\n`;
    await exchange(port, get('/', `${credential('right')}${close}`));
    assert.equal(seen.at(0)?.headers['proxy-authorization'], undefined);
    await exchange(port, get('/', close));
    sessions.apply({ op: 'out', address: '127.0.0.1' });
    await exchange(port, get('/', close));
    assert.deepEqual(
      events().map((each) => (each.type === 'visited' ? [each.person, each.knownBy, each.profile] : [])),
      [
        ['kim', 'credential', 'staff'],
        ['sam', 'sign-in', 'ks2'],
        [null, 'network', 'ks2'],
      ],
    );
    const wrong = await exchange(port, get('/', `${credential('wrong')}${close}`));
    assert.match(wrong, /^HTTP\/1\.1 407/);
    assert.match(wrong, /proxy-authenticate: Basic realm=/i);
    for (let i = 0; i < 2; i++) await exchange(port, get('/', `${credential('wrong')}${close}`));
    assert.match(await exchange(port, get('/', `${credential('right')}${close}`)), /^HTTP\/1\.1 429/);
  });

  test('a sanction refuses at once while an answer is still coming, and ends by itself', async () => {
    const stop = {
      kind: 'sanction' as const,
      clause: 's1-072',
      from: '2026-11-21T10:05:00Z',
      until: '2026-11-21T10:06:00Z',
    };
    const person = { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [stop] };
    const { port, events, sessions, clock } = await start({ people: [person] });
    sessions.apply({ op: 'in', address: '127.0.0.1', person: 'sam', until: '2026-11-21T15:00:00Z' });
    answer = (req, res) => {
      res.write('first');
      if (req.url === '/short') res.end();
    };
    const wire = await openWire(port);
    wire.send(get('/long'));
    await wire.until(/first/);
    clock.advance({ minutes: 5 });
    await wire.closed();
    const refused = await exchange(port, get('/short', close));
    assert.match(refused, /^HTTP\/1\.1 403/);
    assert.match(refused, /10:06am on 21 November 2026/);
    clock.advance({ minutes: 1 });
    assert.match(await exchange(port, get('/short', close)), /^HTTP\/1\.1 200/);
    assert.deepEqual(
      events()
        .filter((each) => each.type === 'blocked')
        .map((each) => each.rule),
      ['sanction', 'sanction'],
    );
  });

  test('with no ruleset only help and the gate are open', async () => {
    proxy = await startTestProxy({
      ruleset: undefined,
      own: [`localhost:${String(sitePort)}`],
      hosts: { localhost: ['127.0.0.1'], 'childline.org.uk': ['127.0.0.1'] },
    });
    assert.match(await exchange(proxy.port, blockedSite), /^HTTP\/1\.1 403[^]*still being set up/);
    const own = `GET http://localhost:${String(sitePort)}/ HTTP/1.1\r\nHost: localhost:${String(sitePort)}\r\n${close}\r\n`;
    assert.match(await exchange(proxy.port, own), /^HTTP\/1\.1 200/);
    // Help is allowed by the rules; what stops it here is only that the test's name leads to this machine.
    assert.deepEqual(
      proxy.blocked.map((each) => each.decision.rule),
      ['no-ruleset'],
    );
  });

  test('when the spool cannot be written, decisions go on and are counted', async () => {
    let full = true;
    const disk = {
      ...systemDisk,
      write: (fd: number, bytes: Uint8Array, offset: number) => {
        if (full) throw new Error('no space left');
        return systemDisk.write(fd, bytes, offset);
      },
    };
    proxy = await startTestProxy({ ruleset: rulesWith([sitePort]), hosts: { 'site.test': ['127.0.0.1'] }, disk });
    assert.match(await exchange(proxy.port, blockedSite), /^HTTP\/1\.1 403/);
    assert.match(await exchange(proxy.port, get('/', close)), /^HTTP\/1\.1 200/);
    assert.ok(proxy.spool.unrecorded() >= 1);
    assert.equal(proxy.spool.trouble()?.code, 'spool-write');
    full = false;
    await exchange(proxy.port, blockedSite);
    const events = proxy.events();
    assert.deepEqual(
      events.map((each) => (each.type === 'unrecorded' ? each.count : each.type)),
      [1, 'visited', 'blocked'],
    );
  });
});

describe('not a way in', () => {
  test('private and own addresses are refused, as literals and behind names, and that is on record', async () => {
    proxy = await startTestProxy({
      ruleset: smallRuleset(),
      hosts: {
        'inside.test': ['10.0.0.5'],
        'mixed.test': ['93.184.215.14', '127.0.0.1'],
        'mapped.test': ['::ffff:10.0.0.1'],
      },
    });
    const hosts = [
      `127.0.0.1:${String(sitePort)}`,
      '169.254.169.254',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      'inside.test',
      'mixed.test',
      'mapped.test',
    ];
    for (const host of hosts) {
      const text = await exchange(proxy.port, `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n${close}\r\n`);
      assert.match(text, /^HTTP\/1\.1 403/, host);
    }
    assert.deepEqual(
      proxy.blocked.map((each) => each.decision.rule),
      hosts.map(() => 'inside-address'),
    );
    assert.equal(seen.length, 0);
  });

  test('a name that leads somewhere else the second time is connected to where it was checked', async () => {
    const answers = [['127.0.0.1'], ['10.1.2.3']];
    let asked = 0;
    proxy = await startTestProxy({
      ruleset: rulesWith([sitePort]),
      hosts: { 'site.test': () => answers[asked++] ?? [] },
    });
    assert.match(await exchange(proxy.port, get('/', close)), /^HTTP\/1\.1 200/);
    assert.equal(asked, 1);
  });

  test('a server taken off the list is not reached through a kept connection', async () => {
    const { port, switchTo } = await start();
    const wire = await openWire(port);
    wire.send(get());
    await wire.until(/hello/);
    switchTo(smallRuleset());
    wire.send(get('/', close));
    assert.match(await wire.closed(), /HTTP\/1\.1 403/);
    assert.equal(seen.length, 1);
  });
});

describe('limits', () => {
  test('a head that comes drop by drop is cut off', async () => {
    proxy = await startTestProxy({ ruleset: smallRuleset(), limits: { headMs: 200 } });
    const wire = await openWire(proxy.port);
    wire.send('GET http://site.test/ HTTP/1.1\r\nHost: ');
    assert.match(await wire.closed(), /^HTTP\/1\.1 408/);
  });

  test('a connection that asks for nothing more is closed', async () => {
    proxy = await startTestProxy({
      ruleset: rulesWith([sitePort]),
      hosts: { 'site.test': ['127.0.0.1'] },
      limits: { keepAliveMs: 50 },
    });
    const wire = await openWire(proxy.port);
    wire.send(get());
    assert.match(await wire.closed(), /^HTTP\/1\.1 200/);
  });

  test('one address gets only so many connections', async () => {
    proxy = await startTestProxy({ ruleset: smallRuleset(), limits: { connectionsPerAddress: 2 } });
    const first = await openWire(proxy.port);
    const second = await openWire(proxy.port);
    const third = await openWire(proxy.port);
    assert.equal(await third.closed(), '');
    first.socket.destroy();
    second.socket.destroy();
  });
});

test('the gate is told by the proxy who asks, and nobody else can say so', async () => {
  proxy = await startTestProxy({
    ruleset: smallRuleset(),
    own: ['gate.school.example:8081'],
    hosts: { 'gate.school.example': ['192.0.2.1'] },
    gate: { url: 'http://gate.school.example:8081', port: sitePort },
  });
  await exchange(
    proxy.port,
    `GET http://gate.school.example:8081/ HTTP/1.1\r\nHost: gate.school.example:8081\r\nSchoolgate-Client: x 10.0.0.1 sign-in kim\r\n${close}\r\n`,
  );
  assert.equal(seen.at(0)?.headers['schoolgate-client'], 'between-threads 127.0.0.1 network -');
  assert.equal(seen.at(0)?.headers.host, 'gate.school.example:8081');
});
