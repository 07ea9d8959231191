import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { limitTests } from '../../tools/reference/limit-tests.ts';
import { limitsPage } from '../../tools/reference/source-pages.ts';

const root = join(import.meta.dirname, '..', '..');

describe('docs/reference/limits.md', () => {
  it('names tests that are there', () => {
    for (const [limit, { file, test }] of Object.entries(limitTests)) {
      assert.ok(existsSync(join(root, file)), `${limit}: ${file}`);
      assert.ok(readFileSync(join(root, file), 'utf8').includes(test), `${limit}: ${test}`);
    }
  });

  it('names no limit that the program has not', () => {
    const { text } = limitsPage();
    for (const limit of Object.keys(limitTests)) {
      const [path = '', name = ''] = limit.split(' ');
      const row = text.split('\n').find((line) => line.includes(`\`${name}\``) && line.includes(`\`${path}\``));
      assert.ok(row !== undefined, limit);
    }
  });

  it('has every limit of the web server, with the test that shows it', () => {
    for (const path of ['src/platform/http/server.ts', 'src/platform/http/flood-guard.ts']) {
      const names = readFileSync(join(root, path), 'utf8').match(/(?<=^export const )[A-Z_]+(?= =)/gm) ?? [];
      assert.ok(names.length > 0, path);
      for (const name of names) assert.ok(Object.hasOwn(limitTests, `${path} ${name}`), `${path} ${name}`);
    }
  });
});
