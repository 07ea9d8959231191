import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';

import { makeCertificate } from '../../../test/support/certificates.ts';
import { Refused } from '../errors/errors.ts';
import { manualClock } from '../time/manual-clock.ts';
import { floodGuard, MOST_KEYS, REQUESTS_A_MINUTE } from './flood-guard.ts';
import {
  HANDSHAKE_MS,
  HEAD_BYTES,
  HEAD_MS,
  IDLE_CONNECTION_MS,
  makeServer,
  MOST_CONNECTIONS,
  MOST_CONNECTIONS_OF_ONE,
  NEXT_REQUEST_MS,
  REQUEST_MS,
  serverTimes,
} from './server.ts';

test('one address may ask so often in a minute, and no more', () => {
  const clock = manualClock('2026-11-21T10:00:00Z');
  const guard = floodGuard(clock);
  for (let each = 0; each < REQUESTS_A_MINUTE; each++) guard('10.0.0.1');
  assert.throws(
    () => {
      guard('10.0.0.1');
    },
    (error) => error instanceof Refused && error.code === 'SG-TOO-MANY',
  );
  guard('10.0.0.2');
  clock.advance({ minutes: 1 });
  guard('10.0.0.1');
});

test('so many clients are counted at once: one more and the counting begins anew, so that it never takes all memory', () => {
  const guard = floodGuard(manualClock('2026-11-21T10:00:00Z'), 1);
  guard('10.0.0.1');
  for (let n = 1; n <= MOST_KEYS; n++) guard(`client ${String(n)}`);
  guard('10.0.0.1');
  assert.throws(() => {
    guard('10.0.0.1');
  }, Refused);
});

const openServer = makeServer((_req, res) => res.end('here'), {
  certificate: undefined,
  mayConnect: () => true,
  manyFrom: () => false,
});

test('the server holds to its limits of time and number', () => {
  assert.equal(openServer.headersTimeout, HEAD_MS);
  assert.equal(openServer.requestTimeout, REQUEST_MS);
  assert.equal(openServer.keepAliveTimeout, NEXT_REQUEST_MS);
  assert.equal(openServer.timeout, IDLE_CONNECTION_MS);
  assert.equal(openServer.maxConnections, MOST_CONNECTIONS);
});

/** Says something on a connection and waits for its end; what came back. Ends by itself or the test does not. */
async function saidUntilClosed(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (data: Buffer) => (said += data.toString('latin1')));
  socket.on('error', () => undefined);
  if (text !== '') socket.write(text);
  await once(socket, 'close');
  return said;
}

async function portOf(server: ReturnType<typeof makeServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  assert.ok(at !== null && typeof at === 'object');
  return at.port;
}

const anybody = { mayConnect: () => true, manyFrom: () => false };
/** Nothing else ends a connection in a test than the one limit it is about. */
const never = { headMs: 0, requestMs: 0, idleMs: 0, nextRequestMs: 0, handshakeMs: 3_600_000, lookEveryMs: 20 };

test('who never agrees on TLS, sends half a head, half a request, nothing at all, or nothing more, is hung up on', async (t) => {
  assert.equal(serverTimes.handshakeMs, HANDSHAKE_MS);
  const certificate = makeCertificate();
  const half = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n';
  for (const [limit, text, says, tls] of [
    ['handshakeMs', '', /^$/, true],
    ['headMs', half, /^HTTP\/1.1 408/, false],
    ['requestMs', `${half}\r\nabc`, /408/, false],
    ['idleMs', '', /^$/, false],
    ['nextRequestMs', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', /here/, false],
  ] as const) {
    const server = makeServer(
      (request, response) => {
        request.on('error', () => undefined);
        if (request.method === 'GET') response.end('here');
        else request.resume();
      },
      { ...anybody, certificate: tls ? certificate : undefined },
      { ...never, [limit]: 50 },
    );
    t.after(() => server.close());
    assert.match(await saidUntilClosed(await portOf(server), text), says, limit);
  }
});

test('a head that is too long is refused, one that fits is not', async (t) => {
  const server = makeServer((_request, response) => response.end('here'), { ...anybody, certificate: undefined });
  t.after(() => server.close());
  const port = await portOf(server);
  const ask = (bytes: number) =>
    saidUntilClosed(port, `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ${'x'.repeat(bytes)}\r\n\r\n`);
  assert.match(await ask(HEAD_BYTES - 200), /here/);
  assert.match(await ask(HEAD_BYTES), /^HTTP\/1.1 431/);
});

test('one address holds so many connections: the next is closed, and one that ends makes room', async (t) => {
  const server = openServer.listen(0, '127.0.0.1');
  const sockets: Socket[] = [];
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const at = server.address();
  assert.ok(at !== null && typeof at === 'object');
  const open = async (): Promise<Socket> => {
    const socket = connect(at.port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  /** What comes back on a connection until it ends. */
  const answerOn = async (socket: Socket): Promise<string> => {
    let said = '';
    socket.on('data', (data: Buffer) => (said += data.toString()));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await closed;
    return said;
  };
  const [first] = await Promise.all(Array.from({ length: MOST_CONNECTIONS_OF_ONE }, open));
  assert.ok(first !== undefined);
  assert.equal(await answerOn(await open()), '');
  assert.match(await answerOn(first), /here/);
  assert.match(await answerOn(await open()), /here/);
});
