import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('assets/built is what tools/build-assets.mjs makes from the sources', () => {
  const tool = fileURLToPath(new URL('../../../tools/build-assets.mjs', import.meta.url));
  const run = spawnSync(process.execPath, [tool, '--check'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});
