import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

import { findPostgresql, startTestPostgresql } from './test-postgresql.mjs';

/*
 * What the tests need beyond npm's packages: Debian's Chromium, for the browser tests, Debian's PostgreSQL, the second kind of store, Caddy and systemd-analyze.
 * They find them in SCHOOLGATE_TEST_CHROMIUM and SCHOOLGATE_TEST_DATABASE_URL, and what needs one that is absent is skipped.
 * SQLite files with every migration taken are shared by all of a run in SCHOOLGATE_TEST_TEMPLATES. Temporary files of the run are kept in memory where there is room.
 */

/** Where Linux keeps files in memory, and how much room it must have: a whole run takes some hundred megabytes. */
const MEMORY = '/dev/shm';
const ROOM = 4 * 1024 ** 3;

/**
 * Installs Chromium and PostgreSQL where they are absent and we may, starts a PostgreSQL for this run, and says in one line what could not be.
 * @param {{ ci: boolean }} options with `ci` anything missing is a failure
 * @returns {Promise<{ ok: boolean, env: Record<string, string>, noPostgresql: string, end: () => void }>} `env` is for the tests,
 *   `noPostgresql` why there is none, or empty; `end` ends what was started
 */
export async function setUpTestMachine({ ci }) {
  const chromium = obtain(findChromium, 'chromium', 'for the browser tests');
  const postgresql = obtain(findPostgresql, 'postgresql-15', 'for the tests of the second store');
  let ok = true;
  // Tests wait for the disk at every commit, and none of them needs it to remember.
  const memory = folderInMemory();
  if (memory !== undefined) process.env.TMPDIR = memory;
  if ('why' in chromium) {
    ok = lacking(ci, {
      what: `Chromium could not be installed (${chromium.why})`,
      skipped: 'the browser tests are',
      cure: 'Install Debian’s package “chromium”, or set SCHOOLGATE_TEST_CHROMIUM to a Chromium’s full path.',
    });
  }
  for (const [program, debianPackage, what] of [
    ['caddy', 'caddy', 'the tests behind a reverse proxy'],
    ['systemd-analyze', 'systemd', 'the tests of the systemd units'],
    ['clamd', 'clamav-daemon', 'the tests of the virus scanner'],
  ]) {
    const there = obtain(() => onPath(program) ?? inSbin(program), debianPackage, `for ${what}`);
    if ('found' in there) continue;
    const without = lacking(ci, {
      what: `${debianPackage} could not be installed (${there.why})`,
      skipped: `${what} are`,
      cure: `Install Debian’s package “${debianPackage}”.`,
    });
    ok = ok && without;
  }
  const started = 'why' in postgresql ? { ok: false, why: postgresql.why } : startTestPostgresql(postgresql.found);
  if (!started.ok) {
    const without = lacking(ci, {
      what: `PostgreSQL could not be started (${started.why})`,
      skipped: 'the tests of the second store are',
      cure: 'Install Debian’s package “postgresql-15”.',
    });
    ok = ok && without;
  }
  const templates = mkdtempSync(join(tmpdir(), 'schoolgate-templates-'));
  return {
    ok,
    env: {
      SCHOOLGATE_TEST_TEMPLATES: templates,
      SCHOOLGATE_TEST_CHROMIUM: 'found' in chromium ? chromium.found : '',
      SCHOOLGATE_TEST_DATABASE_URL: started.ok ? started.url : '',
    },
    noPostgresql: started.ok ? '' : started.why,
    end: () => {
      rmSync(templates, { recursive: true, force: true });
      if (started.ok) started.stop();
    },
  };
}

/** A folder for the temporary files of this run, in memory; undefined where there is little room, programs do not run from there, or somebody named another. */
function folderInMemory() {
  if (process.env.TMPDIR !== undefined) return undefined;
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    // The place may be larger than what the machine has free.
    if (Math.min(bavail * bsize, freemem()) < ROOM) return undefined;
    const folder = mkdtempSync(join(MEMORY, 'schoolgate-tests-'));
    // Also where the run is broken off before it is ended: memory is not given back otherwise.
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    // PostgreSQL has an account of its own.
    chmodSync(folder, 0o711);
    const program = join(folder, 'runs');
    writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    if (spawnSync(program).status === 0) return folder;
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // No such place: the disk serves as well.
  }
  return undefined;
}

/** Says what is lacking, and whether the tests may go on without it. */
function lacking(ci, { what, skipped, cure }) {
  if (ci) console.error(`${what}, and with CI=true nothing may be skipped. ${cure}`);
  else console.log(`${what}: ${skipped} skipped. ${cure}`);
  return !ci;
}

/** Finds a program, installing its package if need be. */
function obtain(find, debianPackage, what) {
  const there = find();
  if (there !== undefined) return { found: there };
  const why = install(debianPackage, what);
  const found = find();
  return found === undefined ? { why: why === '' ? 'it is not where it should be' : why } : { found };
}

/** Full path of a Chromium on this machine, or undefined. */
export function findChromium() {
  const given = process.env.SCHOOLGATE_TEST_CHROMIUM;
  if (given !== undefined && given !== '') return executable(given) ? given : undefined;
  return onPath('chromium') ?? onPath('chromium-browser');
}

/** Where Debian puts daemons, which is not on everybody's path. */
function inSbin(program) {
  const path = join('/usr/sbin', program);
  return executable(path) ? path : undefined;
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

/** Asks apt-get for a package. Returns why it did not work, or an empty text. */
function install(debianPackage, what) {
  if (onPath('apt-get') === undefined) return 'there is no apt-get';
  if (process.getuid?.() !== 0) return 'that needs root';
  console.log(`Installing Debian’s package ${debianPackage} ${what}; this can take some minutes`);
  const aptGet = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const installing = () => aptGet('install', '-y', '-q', '--no-install-recommends', debianPackage);
  let result = installing();
  if (result.status !== 0) {
    aptGet('update', '-q');
    result = installing();
  }
  if (result.status === 0) return '';
  return `apt-get: ${result.stderr?.trim().split('\n').at(-1) ?? result.error?.message ?? 'failed'}`;
}
