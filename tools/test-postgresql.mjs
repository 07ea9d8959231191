import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/*
 * A PostgreSQL of the tests' own: made in a temporary folder, reached only through a socket in it (no port), ended with the tests.
 * It may forget what it wrote when the machine dies: that makes it fast, and no test cuts the power.
 */

/** Newer ones work as well; this is Debian 12's, which .ci/run installs. */
const OLDEST = 15;

const settings = {
  listen_addresses: '',
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  log_min_messages: 'fatal',
};

/** Folder with initdb and postgres of the newest PostgreSQL on this machine, or undefined. */
export function findPostgresql() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map(Number) : [];
  const newest = Math.max(OLDEST - 1, ...versions.filter((version) => Number.isInteger(version)));
  const folder = join(debian, String(newest), 'bin');
  return newest >= OLDEST && existsSync(join(folder, 'initdb')) ? folder : undefined;
}

/**
 * Makes and starts a cluster with a role “schoolgate” that may make databases and is no superuser, and an empty database of its own.
 * @param {string} bin folder of PostgreSQL's programs
 * @returns {{ ok: true, url: string, pause: (mode: string) => void, resume: () => void, stop: () => void } | { ok: false, why: string }}
 *   `pause` stops it as `pg_ctl stop -m` does and `resume` starts it again; `stop` ends it and removes its folder
 */
export function startTestPostgresql(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-pg-'));
  const account = accountFor(folder);
  if (account === undefined)
    return { ok: false, why: 'there is no account “postgres”, and PostgreSQL does not run as root' };
  const run = (program, ...args) =>
    spawnSync(join(bin, program), args, {
      ...account,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const data = join(folder, 'data');
  const stop = () => {
    run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = (result) => {
    stop();
    return { ok: false, why: result.stderr?.trim().split('\n').at(-1) ?? result.error?.message ?? 'failed' };
  };

  const made = run(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  );
  if (made.status !== 0) return failed(made);
  const options = Object.entries({ ...settings, unix_socket_directories: folder }).map(
    ([name, value]) => `-c ${name}='${value}'`,
  );
  const start = () => run('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-o', options.join(' '), 'start');
  const started = start();
  if (started.status !== 0) return failed(started);
  const role = run(
    'psql',
    '-h',
    folder,
    '-U',
    'postgres',
    '-q',
    '-c',
    'create role schoolgate login createdb',
    '-c',
    'create database schoolgate owner schoolgate',
  );
  if (role.status !== 0) return failed(role);
  endWithUs(bin, folder, data, account);
  const pause = (mode) => {
    const paused = run('pg_ctl', '-D', data, '-m', mode, '-w', 'stop');
    if (paused.status !== 0) throw new Error(`PostgreSQL does not stop: ${paused.stderr}`);
  };
  const resume = () => {
    const resumed = start();
    if (resumed.status !== 0) throw new Error(`PostgreSQL does not start again: ${resumed.stderr}`);
  };
  return {
    ok: true,
    pause,
    resume,
    url: `postgresql://schoolgate@localhost/schoolgate?host=${encodeURIComponent(folder)}`,
    stop,
  };
}

/** The account that PostgreSQL runs as: our own, or “postgres” when we are root. The folder becomes its own, closed to others. */
function accountFor(folder) {
  if (process.getuid?.() !== 0) return {};
  const ids = ['-u', '-g'].map((which) => Number(spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout));
  const [uid, gid] = ids;
  if (!uid || !gid) return undefined;
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return { uid, gid };
}

/** Should this program be killed before it can end the cluster, a watcher does. */
function endWithUs(bin, folder, data, account) {
  const watch = `while kill -0 ${process.pid} 2>/dev/null || [ -d /proc/${process.pid} ]; do sleep 2; done; "$1" -D "$2" -m immediate stop; rm -rf "$3"`;
  spawn('/bin/sh', ['-c', watch, 'sh', join(bin, 'pg_ctl'), data, folder], {
    ...account,
    cwd: tmpdir(),
    detached: true,
    stdio: 'ignore',
  }).unref();
}
