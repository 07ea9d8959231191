import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('Node’s permission model still refuses to sync a file, so the filter cannot run under it (decision 21)', () => {
  const program = "require('node:fs').fdatasyncSync(1)";
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '-e', program],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 1);
  assert.match(stderr, /fdatasync API is disabled when Permission Model is enabled/);
});
