import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';

import { Client } from 'pg';

import { connectionFor } from './postgresql-connections.ts';

test('a database server that takes a connection and says nothing is given up', async (t) => {
  const open: Socket[] = [];
  const silent = createServer((socket) => open.push(socket));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => {
    for (const socket of open) socket.destroy();
    silent.close();
  });
  const address = silent.address();
  assert.ok(typeof address === 'object' && address !== null);
  const client = new Client(connectionFor(`postgresql://127.0.0.1:${String(address.port)}/school`, 'write', 1000));
  await assert.rejects(client.connect(), /timeout/);
});
