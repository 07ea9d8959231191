import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { format, resolveConfig } from 'prettier';

import { makeWorld } from '../test/support/world.ts';
import type { ReferencePage } from './reference/markdown.ts';
import { clausesPage } from './reference/clauses-page.ts';
import { permissionsPage } from './reference/permissions-page.ts';
import { registersPage } from './reference/registers-page.ts';
import { auditEventsPage, controlsPage, routesPage, settingsPage } from './reference/program-pages.ts';
import { errorCodesPage, limitsPage } from './reference/source-pages.ts';

/*
 * `npm run docs` writes docs/reference from the program; `npm run docs -- --check` only compares and ends with 1 where a page differs.
 */

const folder = join(import.meta.dirname, '..', 'docs', 'reference');

/** Every page, as it should stand in docs/reference: the program is put together in an empty folder and asked. */
export async function referencePages(): Promise<readonly ReferencePage[]> {
  const world = await makeWorld();
  try {
    const pages = [
      permissionsPage(),
      routesPage(world),
      auditEventsPage(world),
      settingsPage(world),
      controlsPage(world),
      registersPage(),
      clausesPage(world),
      errorCodesPage(),
      limitsPage(),
    ];
    const style = (await resolveConfig(join(folder, 'routes.md'))) ?? {};
    return await Promise.all(
      pages.map(async ({ file, text }) => ({ file, text: await format(text, { ...style, parser: 'markdown' }) })),
    );
  } finally {
    await world.end();
  }
}

/** What differs between the pages as they should be and the folder, one line each; empty when nothing does. */
export async function referenceProblems(): Promise<readonly string[]> {
  const pages = await referencePages();
  const wanted = new Set(pages.map(({ file }) => file));
  const extra = existsSync(folder) ? readdirSync(folder).filter((file) => !wanted.has(file)) : [];
  return [
    ...pages.flatMap(({ file, text }) => {
      const path = join(folder, file);
      if (!existsSync(path)) return [`docs/reference/${file} is missing: run npm run docs`];
      return readFileSync(path, 'utf8') === text ? [] : [`docs/reference/${file} is out of date: run npm run docs`];
    }),
    ...extra.map((file) => `docs/reference/${file} is made by nothing: remove it`),
  ];
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const problems = await referenceProblems();
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } else {
    mkdirSync(folder, { recursive: true });
    for (const { file, text } of await referencePages()) {
      writeFileSync(join(folder, file), text);
      console.log(`docs/reference/${file}`);
    }
  }
}
