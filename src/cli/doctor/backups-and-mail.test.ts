import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { aCast } from '../../modules/incidents/testing.ts';
import { aBackupKey } from '../../modules/safekeeping/testing.ts';
import { serverInTrouble } from '../../platform/mail/server-state.ts';
import { runCli } from '../testing.ts';
import { virusScanner } from './backups-and-mail.ts';

test('doctor says who can open a backup, how old it is, and whether mail leaves', async (t) => {
  const world = await makeWorld({ at: '2026-01-12T09:10:00Z' });
  t.after(() => world.end());
  const cast = await aCast(world);
  const env = {
    SCHOOLGATE_KEYS: world.config.keysFolder,
    ...(world.store.kind === 'postgresql' ? { SCHOOLGATE_DATABASE_URL: world.config.storeAddress() } : {}),
  };
  const doctor = (more: Readonly<Record<string, string>> = {}) => runCli(world.folder, ['doctor'], { ...env, ...more });
  const first = doctor().out;
  assert.match(first, /LOOK +backups +none was ever taken/);
  assert.match(first, /LOOK +backup keys +nobody holds one/);
  assert.match(first, /LOOK +mail +no mail server is set/);
  assert.match(first, /ok +virus scanner +none is set/);

  await aBackupKey(world, cast.head);
  const smtp = { SCHOOLGATE_SMTP_URL: 'smtp://127.0.0.1:1', SCHOOLGATE_MAIL_FROM: 'gate@school.example' };
  const one = doctor(smtp).out;
  assert.match(one, /LOOK +backup keys +one person alone/);
  assert.match(one, /ok +mail +127\.0\.0\.1 is set, and none was sent yet/);

  await aBackupKey(world, cast.technician);
  await serverInTrouble(world.store, 'smtp', 'unreachable', world.clock.now());
  const two = doctor(smtp).out;
  assert.match(two, /ok +backup keys +2 people/);
  assert.match(two, /LOOK +mail +127\.0\.0\.1 takes none for .*: unreachable/);
});

test('a virus scanner that does not answer needs somebody', async (t) => {
  const closed = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(closed, 'listening');
  t.after(() => closed.close());
  const port = portOf(closed.address());
  const found = await virusScanner({ clamd: { host: '127.0.0.1', port } });
  assert.match(found.says, /does not answer/);
  assert.match(found.cure ?? '', /Start clamd/);
});

test('a virus scanner that answers is well', async (t) => {
  const answering = createServer((socket) => {
    socket.once('data', () => socket.end('stream: OK\0'));
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(answering, 'listening');
  t.after(() => answering.close());
  const found = await virusScanner({ clamd: { host: '127.0.0.1', port: portOf(answering.address()) } });
  assert.equal(found.cure, undefined);
});

function portOf(address: AddressInfo | string | null): number {
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
