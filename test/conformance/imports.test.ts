import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import ts from 'typescript';

import { importedPath, layerProblem, moduleCircles, type Import } from '../../tools/layers.ts';

const root = join(import.meta.dirname, '..', '..');

/** Every import, re-export and `import()` of every TypeScript file under src, types included. */
function importsOfSources(): Import[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.sort().flatMap((name) => {
    const from = `src/${name.replaceAll('\\', '/')}`;
    return importsOf(from, readFileSync(join(root, from), 'utf8'));
  });
}

function importsOf(from: string, text: string): Import[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => ({ from, to: importedPath(from, fileName) }));
}

describe('the imports under src', () => {
  const imports = importsOfSources();

  test('are found', () => {
    assert.ok(imports.some(({ from, to }) => from === 'src/main.ts' && to === 'src/platform/time/clock.ts'));
  });

  test('go only in the allowed directions', () => {
    const problems = imports.flatMap(({ from, to }) => {
      const problem = layerProblem({ from, to });
      return problem === undefined ? [] : [`${from} imports ${to}: ${problem}`];
    });
    assert.deepEqual(problems, []);
  });

  test('make no circle between modules', () => {
    assert.deepEqual(moduleCircles(imports), []);
  });

  test('name files that exist', () => {
    const missing = imports.filter(({ to }) => to.startsWith('src/') && !existsSync(join(root, to)));
    assert.deepEqual(missing, []);
  });
});

describe('every module', () => {
  const folder = join(root, 'src', 'modules');
  const modules = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];
  for (const name of modules) {
    test(`${name} has its door and its page of explanation`, () => {
      assert.ok(existsSync(join(folder, name, 'index.ts')), `src/modules/${name}/index.ts is missing`);
      assert.ok(existsSync(join(folder, name, 'README.md')), `src/modules/${name}/README.md is missing`);
    });
  }
});

describe('the reader of imports', () => {
  test('sees imports, types, re-exports and import()', () => {
    const text = `
      import { a } from './a.ts';
      import type { B } from '../b.ts';
      export * from 'zod';
      export { c } from './deep/c.ts';
      export type D = import('./d.ts').D;
      const e = await import('./e.ts');
      // import { no } from './comment.ts';
    `;
    assert.deepEqual(
      importsOf('src/modules/people/x.ts', text)
        .map(({ to }) => to)
        .sort(),
      [
        'src/modules/b.ts',
        'src/modules/people/a.ts',
        'src/modules/people/d.ts',
        'src/modules/people/deep/c.ts',
        'src/modules/people/e.ts',
        'zod',
      ],
    );
  });
});

describe('the layer rules', () => {
  const refused: readonly (readonly [from: string, to: string])[] = [
    ['src/platform/db/open.ts', 'src/modules/people/index.ts'],
    ['src/platform/db/open.ts', 'src/filter/ruleset/ruleset.ts'],
    ['src/platform/http/server.ts', 'src/compose.ts'],
    ['src/platform/http/server.test.ts', 'src/modules/people/index.ts'],
    ['src/modules/incidents/store.ts', 'src/modules/people/store.ts'],
    ['src/modules/incidents/store.ts', 'src/modules/people/testing.ts'],
    ['src/modules/incidents/store.ts', 'src/compose.ts'],
    ['src/modules/incidents/store.ts', 'test/support/app.ts'],
    ['src/modules/incidents/store.ts', 'src/filter/ruleset/ruleset.ts'],
    ['src/modules/incidents/incident.test.ts', 'src/modules/people/store.ts'],
    ['src/modules/filtering/publish.ts', 'src/filter/proxy/proxy.ts'],
    ['src/filter/proxy/proxy.ts', 'src/modules/people/index.ts'],
    ['src/filter/proxy/proxy.ts', 'src/platform/db/open.ts'],
    ['src/filter/proxy/proxy.ts', 'src/platform/ids/ids.ts'],
    ['src/filter/engine/decide.ts', 'src/filter/lists/table.ts'],
    ['src/filter/engine/decide.ts', 'src/platform/time/clock.ts'],
    ['src/filter/engine/decide.ts', 'node:fs'],
    ['src/filter/engine/decide.ts', 'zod'],
    ['src/filterd.ts', 'src/modules/people/index.ts'],
    ['src/filterd.ts', 'src/compose.ts'],
    ['src/main.ts', 'src/compose.ts'],
    ['src/main.ts', 'src/filter/proxy/proxy.ts'],
    ['src/shared/thing.ts', 'zod'],
    ['src/thing.ts', 'zod'],
  ];
  for (const [from, to] of refused) {
    test(`refuse ${from} → ${to}`, () => {
      assert.equal(typeof layerProblem({ from, to }), 'string');
    });
  }

  const allowed: readonly (readonly [from: string, to: string])[] = [
    ['src/platform/db/open.ts', 'src/platform/time/clock.ts'],
    ['src/platform/db/open.ts', 'kysely'],
    ['src/platform/db/open.ts', 'node:sqlite'],
    ['src/platform/db/migrate.ts', 'migrations/0001-start.ts'],
    ['src/platform/http/server.test.ts', 'test/support/request.ts'],
    ['src/modules/incidents/store.ts', 'src/modules/incidents/words.ts'],
    ['src/modules/incidents/store.ts', 'src/modules/people/index.ts'],
    ['src/modules/incidents/index.ts', 'src/modules/module.ts'],
    ['src/modules/incidents/store.ts', 'src/platform/db/open.ts'],
    ['src/modules/incidents/pages/close/page.test.ts', 'src/compose.ts'],
    ['src/modules/incidents/incident.test.ts', 'src/modules/people/testing.ts'],
    ['src/modules/incidents/testing.ts', 'src/modules/people/testing.ts'],
    ['src/modules/filtering/publish.ts', 'src/filter/ruleset/ruleset.ts'],
    ['src/modules/monitoring/intake.ts', 'src/filter/spool/events.ts'],
    ['src/filter/proxy/proxy.ts', 'src/filter/engine/decide.ts'],
    ['src/filter/proxy/proxy.ts', 'src/platform/log/log.ts'],
    ['src/filter/engine/decide.ts', 'src/filter/engine/tiers.ts'],
    ['src/filter/engine/decide.test.ts', 'node:test'],
    ['src/filter/engine/decide.test.ts', 'fast-check'],
    ['src/compose.ts', 'src/modules/people/index.ts'],
    ['src/webd.ts', 'src/compose.ts'],
    ['src/filterd.ts', 'src/filter/proxy/proxy.ts'],
    ['src/cli.ts', 'src/filter/engine/decide.ts'],
    ['src/main.ts', 'src/platform/process/supervise.ts'],
    ['test/faults/kill.test.ts', 'src/filter/proxy/proxy.ts'],
    ['eslint.config.mjs', 'tools/layer-rule.ts'],
  ];
  for (const [from, to] of allowed) {
    test(`allow ${from} → ${to}`, () => {
      assert.equal(layerProblem({ from, to }), undefined);
    });
  }
});

describe('the search for circles', () => {
  const uses = (from: string, to: string): Import => ({
    from: `src/modules/${from}/store.ts`,
    to: `src/modules/${to}/index.ts`,
  });

  test('finds two modules that use each other, once', () => {
    assert.deepEqual(moduleCircles([uses('b', 'a'), uses('a', 'b')]), [['a', 'b']]);
  });

  test('finds a long way round', () => {
    assert.deepEqual(moduleCircles([uses('c', 'a'), uses('a', 'b'), uses('b', 'c'), uses('a', 'c')]), [
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
  });

  test('is quiet about a tree', () => {
    assert.deepEqual(moduleCircles([uses('a', 'b'), uses('a', 'c'), uses('b', 'd'), uses('c', 'd')]), []);
  });

  test('leaves out tests and builders', () => {
    const back: Import = { from: 'src/modules/b/testing.ts', to: 'src/modules/a/index.ts' };
    const test: Import = { from: 'src/modules/b/x.test.ts', to: 'src/modules/a/index.ts' };
    assert.deepEqual(moduleCircles([uses('a', 'b'), back, test]), []);
  });
});
