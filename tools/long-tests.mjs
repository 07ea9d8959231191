import { randomInt } from 'node:crypto';
import process from 'node:process';

import { runToEnd } from './pinned-node.mjs';

/** How often each part is killed, and how long that may take on a slow machine. */
const KILLS = '200';
const TIMEOUT_MS = 2 * 60 * 60_000;

/**
 * The tests that take an hour: two hundred kills of each part under load, at moments that a seed decides. The seed is another each time and
 * is printed; `SCHOOLGATE_SEED` sets it, `SCHOOLGATE_KILLS` the number.
 * @param {string} root folder of package.json
 * @param {string} node full path of the pinned Node
 * @param {readonly string[]} args further options of `node --test`
 * @returns {Promise<number>} exit code
 */
export async function longTests(root, node, args) {
  process.env.SCHOOLGATE_KILLS ??= KILLS;
  process.env.SCHOOLGATE_SEED ??= String(randomInt(1_000_000_000));
  console.log(`SCHOOLGATE_SEED=${process.env.SCHOOLGATE_SEED} SCHOOLGATE_KILLS=${process.env.SCHOOLGATE_KILLS}`);
  return runToEnd(node, ['--test', `--test-timeout=${TIMEOUT_MS}`, ...args, 'test/faults/kills.test.ts'], {
    cwd: root,
  });
}
