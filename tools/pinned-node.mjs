import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/*
 * Plain JavaScript that any Node from 18 on can run: it is what finds the Node that Schoolgate really runs on.
 * Only npm puts node_modules/.bin first in PATH; systemd, cron and a bare `node` do not, hence the full path.
 */

/** The major version of Node that the sources are written for (they are TypeScript that only it runs as it is). */
export const NEEDED_MAJOR = 26;

/**
 * Full path of the pinned Node under `root`, or of the Node that is running when that one is new enough.
 * @param {string} root folder of package.json
 * @returns {{ node: string } | { problem: string }} `problem` is one clear line with its cure
 */
export function pinnedNode(root) {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return { node: pinned };
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return { node: process.execPath };
  if (!existsSync(join(root, 'node_modules'))) {
    return {
      problem: 'Schoolgate is not installed yet. Run “npm ci” in its folder, or “npm start”, which does it for you.',
    };
  }
  return {
    problem:
      `Schoolgate needs Node ${NEEDED_MAJOR}; this is ${process.version}, and the one npm installs is missing ` +
      `(it exists for Linux on x64 and arm64; this machine is ${process.platform} on ${process.arch}). ` +
      `On such a machine install Node ${NEEDED_MAJOR} yourself; otherwise run “npm ci” without --omit=optional.`,
  };
}

/**
 * Where Node keeps what it has compiled once, beside the packages: every later start is about a second quicker.
 * @param {string} root folder of package.json
 */
export function compiledFolder(root) {
  return join(root, 'node_modules', '.cache', 'compiled');
}

/**
 * Runs a program with our own standard streams, hands on SIGINT, SIGTERM and SIGHUP, and waits for its end.
 * npm puts a shell between itself and us, and a signal to npm ends only that shell. So under npm the program is also told
 * to stop when our parent is gone; without npm a lost parent (a closed terminal, nohup) means nothing.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 plus the signal's number when a signal ended it; 127 when it could not be started
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const handOn = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    const parent = process.ppid;
    const parentWatch = setInterval(() => {
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) {
        clearInterval(parentWatch);
        child.kill('SIGTERM');
      }
    }, 250);
    const finish = (code) => {
      clearInterval(parentWatch);
      for (const signal of signals) process.off(signal, handOn);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`Schoolgate: “${command}” could not be started: ${error.message}`);
      finish(127);
    });
    child.once('exit', (code, signal) => {
      finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * Asks the Node at `node` for its version.
 * @param {string} node full path
 * @returns {Promise<string | undefined>} one clear line when it is too old or does not run, else undefined
 */
export async function versionProblem(node) {
  const version = await new Promise((resolve) => {
    const child = spawn(node, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(text.trim()));
  });
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (major >= NEEDED_MAJOR) return undefined;
  if (version === '') return `Schoolgate: ${node} does not run on this machine. Run “npm ci” here again.`;
  return `Schoolgate needs Node ${NEEDED_MAJOR}, and ${node} is ${version}. Run “npm ci” here again.`;
}
