import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { ensureInstalled } from './install.mjs';
import { longTests } from './long-tests.mjs';
import { compiledFolder, pinnedNode, runToEnd, versionProblem } from './pinned-node.mjs';
import { runTests } from './run-tests.mjs';

/*
 * What `npm start`, `npm test` and the other scripts of package.json run: installs what is missing, then runs the task on
 * the pinned Node. It starts on whatever Node the machine has, so it is plain JavaScript.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each task: given the pinned Node and the further arguments, the programs to run one after the other. */
const tasks = {
  start: (args) => [['src/main.ts', ...args]],
  demo: (args) => [['src/cli.ts', 'demo', ...args]],
  bench: (args) => [['test/bench/bench.ts', ...args]],
  lint: (args) => [
    ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...(args.length > 0 ? args : ['.'])],
    ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...(args.length > 0 ? args : ['.'])],
  ],
  format: (args) => [
    ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', ...(args.length > 0 ? args : ['.'])],
  ],
  // Each further checker works out the libraries' types anew: four of them take three times the work of one, for the same time on two cores.
  typecheck: (args) => [['node_modules/typescript-7/bin/tsc', '--noEmit', '--checkers', '1', ...args]],
  'test:attack': (args) => [['tools/attack/attack.ts', ...args]],
  sbom: (args) => [['tools/sbom.ts', ...args]],
  docs: (args) => [['tools/generate-reference.ts', ...args]],
  clauses: (args) => [['tools/clauses.ts', ...args]],
};

process.env.NODE_COMPILE_CACHE ??= compiledFolder(root);

process.exitCode = await main(process.argv.slice(2));

async function main([task, ...args]) {
  if (task !== 'test' && task !== 'test:long' && !Object.hasOwn(tasks, task ?? '')) {
    console.error(`Schoolgate: the tasks are ${[...Object.keys(tasks), 'test', 'test:long'].join(', ')}.`);
    return 64;
  }
  if (!(await ensureInstalled(root))) return 1;
  const found = pinnedNode(root);
  const problem = 'problem' in found ? found.problem : await versionProblem(found.node);
  if (problem !== undefined) {
    console.error(problem);
    return 1;
  }
  if (task === 'test') return runTests(root, found.node, args);
  if (task === 'test:long') return longTests(root, found.node, args);
  let worst = 0;
  for (const program of tasks[task](args)) {
    const code = await runToEnd(found.node, program, { cwd: root });
    if (code > 128) return code;
    worst = Math.max(worst, code);
  }
  return worst;
}
