import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { runToEnd } from './pinned-node.mjs';
import { setUpTestMachine } from './setup-test-machine.mjs';
import { rounds, skippedRound } from './two-stores.mjs';

/** Files run two at a time: the browser tests start several processes each, and small machines have two cores. */
const CONCURRENCY = 2;

/** No test may take longer, and no process, be it of one file or of several that share it; it is there to end one that hangs, so it is generous: the story takes five minutes on a busy machine. */
const TIMEOUT_MS = 600_000;

const EVERYTHING = ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'];

/** Options of `node --test` whose value may be the next argument, which is then not a path. */
const withValue = /^(-t|--test-(name-pattern|skip-pattern|reporter|reporter-destination|concurrency|timeout|shard))$/;

/**
 * Sets up the machine, then runs the tests, or only those named in `args`, and those that touch a store on PostgreSQL as well. With CI=true a skipped test is a failure.
 * @param {string} root folder of package.json
 * @param {string} node full path of the pinned Node
 * @param {readonly string[]} args paths, and options of `node --test`
 * @returns {Promise<number>} exit code
 */
export async function runTests(root, node, args) {
  const ci = process.env.CI === 'true';
  const machine = await setUpTestMachine({ ci });
  try {
    return machine.ok ? await runOn(machine, { root, node, args, ci }) : 1;
  } finally {
    machine.end();
  }
}

async function runOn(machine, { root, node, args, ci }) {
  const output = join(root, 'test', '.output');
  mkdirSync(output, { recursive: true });
  const skipped = join(output, 'skipped-tests.txt');
  rmSync(skipped, { force: true });
  // node reads options only before the first path, and people write them in any order.
  const isPath = args.map((arg, at) => !arg.startsWith('-') && !withValue.test(args[at - 1] ?? ''));
  const paths = args.filter((_, at) => isPath[at]);
  const files = paths.length > 0 ? paths : EVERYTHING;
  const { first, again } = rounds(root, node, files, { together: paths.length === 0 });
  const code = await runToEnd(
    node,
    [
      '--test',
      `--test-concurrency=${CONCURRENCY}`,
      `--test-timeout=${TIMEOUT_MS}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'tools', 'skipped-tests-reporter.mjs')}`,
      `--test-reporter-destination=${skipped}`,
      ...args.filter((_, at) => !isPath[at]),
      ...first,
      ...(machine.noPostgresql === '' ? again : skippedRound(root, machine.noPostgresql)),
    ],
    { cwd: root, env: { ...process.env, ...machine.env } },
  );
  if (code !== 0 || !ci) return code;
  const names = readFileSync(skipped, 'utf8').trim();
  if (names === '') return 0;
  console.error(`With CI=true no test may be skipped or left as a plan, and these were:\n${names}`);
  return 1;
}
