import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { until } from '../../../test/support/running.ts';
import { openLog } from '../../platform/log/log.ts';
import { schoolOnly } from './school-only.ts';
import { startTestProxy } from './testing.ts';

/** Connects, sends something, and gives back all that came before the connection was closed. */
async function answerOf(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const parts: string[] = [];
  socket.on('data', (data) => parts.push(data.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return parts.join('');
}

test('the proxy closes a connection from outside the school without a word, and asks by its address', async (t) => {
  const asked: string[] = [];
  const proxy = await startTestProxy({
    ruleset: undefined,
    insideSchool: (address) => {
      asked.push(address);
      return false;
    },
  });
  t.after(() => proxy.close());
  assert.equal(await answerOf(proxy.port, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'), '');
  assert.equal(await answerOf(proxy.port, 'GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n'), '');
  assert.deepEqual(asked, ['127.0.0.1', '127.0.0.1']);
  assert.equal(proxy.blocked.length, 0);
});

test('strangers are counted into one line of the log a minute, without their addresses', async (t) => {
  let now = 0;
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-strangers-'));
  const file = join(folder, 'filter.log');
  const log = openLog('test', file);
  const server = createServer((socket) => socket.end('hello'));
  schoolOnly(server, {
    insideSchool: () => false,
    log,
    monotonicMs: () => now,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const address: AddressInfo | string | null = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  for (const at of [0, 1000, 59_999, 60_000]) {
    now = at;
    assert.equal(await answerOf(address.port, 'x'), '');
  }
  await until(() => readFileSync(file, 'utf8').includes('"refused":4'), 'the log never said four');
  const said = readFileSync(file, 'utf8');
  assert.deepEqual(said.match(/"refused":\d/g), ['"refused":1', '"refused":4']);
  assert.doesNotMatch(said, /127\.0\.0\.1/);
});
