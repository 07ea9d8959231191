import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openLog } from '../../platform/log/log.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { startWorkers } from './worker-pool.ts';

async function until(done: () => boolean, what: string): Promise<void> {
  const end = AbortSignal.timeout(30_000);
  while (!done()) {
    assert.ok(!end.aborted, what);
    await sleep(5);
  }
}

test('a proxy thread that dies is started again twenty times; with the next death the filter is told that it is hopeless', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-threads-'));
  let hopeless = 0;
  const pool = await startWorkers({
    threads: 1,
    listen: { host: '127.0.0.1', port: 0 },
    start: () => ({
      filter: 'test',
      boot: 'test',
      spoolFolder: folder,
      logFile: join(folder, 'proxy.log'),
      gate: { url: 'http://localhost:1', listens: { host: '127.0.0.1', port: 1 }, secret: 'test' },
      own: [],
      formKey: Buffer.alloc(32),
      schoolNetworks: [],
      demo: false,
      nowMs: 0,
      rules: null,
      sessions: [],
      overrides: [],
      confirmations: [],
    }),
    onBlocked: () => undefined,
    onHopeless: () => {
      hopeless += 1;
    },
    log: openLog('test', undefined),
  });
  t.after(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
  });
  // Lists that cannot be read end a thread: the main thread looks at them before it hands them on.
  const die = async (): Promise<void> => {
    pool.send({ type: 'rules', rules: { epoch: 1, number: 1, ruleset: smallRuleset(), lists: new ArrayBuffer(8) } });
    await until(() => pool.listening() === 0, 'the thread did not die');
  };
  for (let death = 1; death <= 20; death += 1) {
    await die();
    await until(() => pool.listening() === 1, 'no other thread took its place');
  }
  assert.equal(hopeless, 0);
  await die();
  await until(() => hopeless === 1, 'nobody was told');
  assert.equal(pool.listening(), 0);
});
