#!/usr/bin/env node
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { compiledFolder, pinnedNode, runToEnd, versionProblem } from './pinned-node.mjs';

/*
 * `npx schoolgate <command>`, or this file by its full path from cron or systemd: runs the command line on the pinned Node,
 * whatever Node the machine has.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.env.NODE_COMPILE_CACHE ??= compiledFolder(root);
const found = pinnedNode(root);
const problem = 'problem' in found ? found.problem : await versionProblem(found.node);
if (problem === undefined) {
  process.exitCode = await runToEnd(found.node, [join(root, 'src', 'cli.ts'), ...process.argv.slice(2)]);
} else {
  console.error(problem);
  process.exitCode = 1;
}
