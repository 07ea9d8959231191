import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { openLog } from './log.ts';

test('writes one line of JSON for each message, without secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(folder, 'logs', 'part.log');
  openLog('part', file).info({ password: 'kettle', port: 1 }, 'hello');
  const line: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(typeof line === 'object' && line !== null);
  const { msg, port, password }: Record<string, unknown> = { ...line };
  assert.deepEqual({ msg, port, password }, { msg: 'hello', port: 1, password: '[Redacted]' });
  rmSync(folder, { recursive: true });
});

test(
  'a disk that takes nothing more does not end the program',
  { skip: process.platform !== 'linux' && 'needs /dev/full' },
  () => {
    const log = openLog('part', '/dev/full');
    for (let i = 0; i < 3; i++) {
      assert.doesNotThrow(() => {
        log.error('this line has nowhere to go');
      });
    }
  },
);
