import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { z } from 'zod';

import { makeSbom } from './sbom.ts';

const bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  components: z.array(
    z.object({ name: z.string(), version: z.string(), hashes: z.array(z.object({ content: z.string() })).optional() }),
  ),
});
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().optional(), devOptional: z.boolean().optional() }),
  ),
});

test('the list of what Schoolgate is made of names every package of the lock file that is not for developers only', () => {
  const { components } = bom.parse(JSON.parse(makeSbom()));
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const { packages } = lock.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')),
  );
  const wanted = Object.entries(packages).flatMap(([path, entry]) =>
    path === '' || entry.dev === true ? [] : [`${path.replace(/^.*node_modules\//, '')}@${entry.version ?? ''}`],
  );
  assert.ok(wanted.length > 50, `${String(wanted.length)} packages`);
  assert.deepEqual(
    wanted.filter((name) => !listed.has(name)),
    [],
  );
  for (const component of components)
    assert.ok((component.hashes ?? []).length > 0, `${component.name} has no checksum`);
  assert.ok(!components.some(({ name }) => name === 'eslint' || name === 'playwright-core'));
});
