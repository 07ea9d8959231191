import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/*
 * What the tests need beyond npm's packages: Debian's Chromium, for the browser tests.
 * They find it in the environment variable SCHOOLGATE_TEST_CHROMIUM, and skip themselves when that is empty.
 */

/**
 * Installs Chromium where it is absent and we may, and says in one line what could not be installed.
 * @param {{ ci: boolean }} options with `ci` anything missing is a failure
 * @returns {Promise<{ ok: boolean, env: Record<string, string> }>} `env` is for the tests
 */
export async function setUpTestMachine({ ci }) {
  let chromium = findChromium();
  let why = '';
  if (chromium === undefined) {
    why = installChromium();
    chromium = findChromium();
  }
  if (chromium !== undefined) return { ok: true, env: { SCHOOLGATE_TEST_CHROMIUM: chromium } };
  const cure = 'Install Debian’s package “chromium”, or set SCHOOLGATE_TEST_CHROMIUM to a Chromium’s full path.';
  if (ci) {
    console.error(`Chromium could not be installed (${why}), and with CI=true nothing may be skipped. ${cure}`);
    return { ok: false, env: {} };
  }
  console.log(`Chromium could not be installed (${why}): the browser tests are skipped. ${cure}`);
  return { ok: true, env: { SCHOOLGATE_TEST_CHROMIUM: '' } };
}

/** Full path of a Chromium on this machine, or undefined. */
export function findChromium() {
  const given = process.env.SCHOOLGATE_TEST_CHROMIUM;
  if (given !== undefined && given !== '') return executable(given) ? given : undefined;
  return onPath('chromium') ?? onPath('chromium-browser');
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(executable);
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks apt-get for Chromium. Returns why it did not work, or an empty text. */
function installChromium() {
  if (onPath('apt-get') === undefined) return 'there is no apt-get';
  if (process.getuid?.() !== 0) return 'that needs root';
  console.log('Installing Debian’s Chromium for the browser tests; this can take some minutes');
  const aptGet = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = () => aptGet('install', '-y', '-q', '--no-install-recommends', 'chromium');
  let result = install();
  if (result.status !== 0) {
    aptGet('update', '-q');
    result = install();
  }
  if (result.status === 0) return '';
  return `apt-get: ${result.stderr?.trim().split('\n').at(-1) ?? result.error?.message ?? 'failed'}`;
}
