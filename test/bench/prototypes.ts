import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { theBigSchool } from './big-school.ts';
import { runToEnd } from './programs.ts';
import type { Bench } from './row.ts';

/*
 * The prototypes whose figures our aims come from are no part of this project: they lie in a folder of their own and are only
 * started from there. Where the folder is missing, their rows say so.
 */

/** Where the prototypes are: SCHOOLGATE_BENCH_PROTOTYPES, else `../shared/bench` beside the checkout; undefined when they are not there. */
export function findPrototypes(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env['SCHOOLGATE_BENCH_PROTOTYPES'];
  const folder = resolve(given ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'bench'));
  return existsSync(join(folder, 'engine.mjs')) ? folder : undefined;
}

export const NOT_HERE = 'prototype not here';

const made = new WeakMap<Bench, Promise<string>>();

/** Writes the names as the prototypes read them (`data/d1m.tbl`, `data/q1m.txt`), once, and gives the folder to start them in. */
export function prototypeFolder(bench: Bench, prototypes: string): Promise<string> {
  const known = made.get(bench) ?? makeFolder(bench, prototypes);
  made.set(bench, known);
  return known;
}

async function makeFolder(bench: Bench, prototypes: string): Promise<string> {
  const { names } = await theBigSchool(bench);
  const cwd = join(bench.folder, 'prototype');
  mkdirSync(join(cwd, 'data'), { recursive: true });
  const lines = names.names.map((name, index) => `${name}\t${String(names.categories[index] ?? 0)}`);
  writeFileSync(join(cwd, 'data', 'd1m.txt'), lines.join('\n'));
  writeFileSync(join(cwd, 'data', 'q1m.txt'), names.questions.join('\n'));
  const engine = pathToFileURL(join(prototypes, 'engine.mjs')).href;
  const build = `import { build, readList, save } from ${JSON.stringify(engine)}; const { names, cls } = readList('data/d1m.txt'); save(build(names, cls), 'data/d1m.tbl');`;
  await runToEnd(['--input-type=module', '-e', build], { cwd });
  return cwd;
}
