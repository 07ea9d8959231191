import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';

/*
 * The same tests on both kinds of store: each test file that touches a store is run on SQLite, and once more through a small file that names
 * PostgreSQL first and then imports it, in the same run of `node --test`, so that one set of closing lines counts everything. Many files of a
 * whole run share a process.
 */

/** What makes stores for tests: whatever imports it, directly or not, touches a store. */
const MAKER = 'test/support/store.ts';

/** Touch a store and still go round once, because what they look at is the same on both. */
const onSqliteOnly = [
  // What a browser makes of the pages does not depend on the store; the story, and what a restore leaves of it, goes through them on both.
  /^test\/browser\/(?!story(-after-restore)?\.test)/,
  // Who may open what, answers' headers and the generated pages follow from the code alone. Each page's own test goes round on both.
  /^test\/conformance\/(permissions|reference|headers|reach|controls)\.test/,
  // Copies SQLite's own file with its folder; demo-database.test.ts makes the demonstration on both.
  /^src\/cli\/demo\.test/,
  // They break SQLite's own files, or a PostgreSQL of their own.
  /^test\/faults\//,
];

/**
 * Files of one process: loading the program takes longer than most of them need. Only those of modules and of the platform, which share nothing but the program they look
 * at; whatever starts programs or looks at a process has one of its own.
 */
const TOGETHER = 8;
const mayShare = /^src\/(modules|platform\/(?!process\/))/;

/**
 * What `node --test` is to run for these paths or globs of test files: on SQLite, and once more on PostgreSQL what touches a store.
 * @param {string} root folder of package.json
 * @param {string} node full path of the pinned Node
 * @param {readonly string[]} patterns
 * @param {{ together: boolean }} options `together` lets files share a process; without, each has its own, as for people who look at one
 * @returns {{ first: readonly string[], again: readonly string[] }} paths
 */
export function rounds(root, node, patterns, { together }) {
  const folder = ownFolder(root);
  const files = filesLike(root, node, patterns)
    .map((file) => relative(root, resolve(root, file)))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  const stored = files.filter((file) => !onSqliteOnly.some((one) => one.test(file)) && touchesStore(root, file));
  const [first, again] = together ? [groupsOf(files), groupsOf(stored)] : [[], stored.map((file) => [file])];
  return {
    first: together
      ? first.map((group) => (group.length === 1 ? group[0] : sharedFile(root, folder, group)))
      : patterns,
    again: again.map((group) => sharedFile(root, folder, group, 'postgresql')),
  };
}

/** Neighbours together, as far as they may share. */
function groupsOf(files) {
  const sharing = files.filter((file) => mayShare.test(file));
  const groups = files.filter((file) => !mayShare.test(file)).map((file) => [file]);
  for (let at = 0; at < sharing.length; at += TOGETHER) groups.push(sharing.slice(at, at + TOGETHER));
  return groups;
}

/** A small file that runs the tests of these, one file after the other: as they are, or on another kind of store. */
function sharedFile(root, folder, files, store) {
  const name = `${store ?? 'shared'}__${files[0].replaceAll('/', '__').replace(/\.ts$/, '.mjs')}`;
  return written(root, join(folder, name), [
    "import process from 'node:process';",
    "import { describe } from 'node:test';",
    '',
    ...(store === undefined ? [] : [`process.env.SCHOOLGATE_TEST_STORE = '${store}';`]),
    ...files.flatMap((file) => [
      `describe(${JSON.stringify(store === undefined ? file : `on PostgreSQL: ${file}`)}, async () => {`,
      `  await import(${JSON.stringify(join(root, file))});`,
      '});',
    ]),
  ]);
}

/** Asked of the pinned Node: the machine's own, which may run this file, need not know globs. */
function filesLike(root, node, patterns) {
  const program = `process.stdout.write(JSON.stringify(require('node:fs').globSync(${JSON.stringify(patterns)})))`;
  return JSON.parse(execFileSync(node, ['--eval', program], { cwd: root, encoding: 'utf8' }));
}

/** One test that is skipped, so that nobody takes the run for a whole one. */
export function skippedRound(root, why) {
  return [
    written(root, join(ownFolder(root), 'skipped.test.mjs'), [
      "import { test } from 'node:test';",
      '',
      `test('everything that touches a store, on PostgreSQL', { skip: ${JSON.stringify(why)} }, () => {});`,
    ]),
  ];
}

/** A folder for this run alone: two may go on at once. It goes with the program. */
function ownFolder(root) {
  const output = join(root, 'test', '.output');
  mkdirSync(output, { recursive: true });
  const folder = mkdtempSync(join(output, 'rounds-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function written(root, file, lines) {
  writeFileSync(file, `${lines.join('\n')}\n`);
  return relative(root, file);
}

/** Whether the file imports the maker of stores, itself or through what it imports. */
export function touchesStore(root, file, seen = new Set()) {
  if (file === MAKER) return true;
  const path = join(root, file);
  if (seen.has(path) || !existsSync(path)) return false;
  seen.add(path);
  const imported = readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
  return [...imported].some(([, to]) => touchesStore(root, relative(root, resolve(dirname(path), to)), seen));
}
