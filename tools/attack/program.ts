import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Each scanner's program and the Debian package it comes in. */
export const scanners = {
  testssl: ['/usr/bin/testssl', 'testssl.sh'],
  wapiti: ['/usr/bin/wapiti', 'wapiti'],
  sqlmap: ['/usr/bin/sqlmap', 'sqlmap'],
  ffuf: ['/usr/bin/ffuf', 'ffuf'],
  slowhttptest: ['/usr/bin/slowhttptest', 'slowhttptest'],
} as const;

export type Scanner = keyof typeof scanners;

/** Installs by apt what is absent. Throws with a cure when it cannot. */
export function demandScanners(): void {
  const absent = Object.values(scanners).filter(([file]) => !existsSync(file));
  if (absent.length === 0) return;
  const packages = absent.map(([, name]) => name);
  console.log(`Installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { stdio: 'ignore', env });
  const left = absent.filter(([file]) => !existsSync(file)).map(([, name]) => name);
  if (left.length > 0) throw new Error(`Install these Debian packages first (as root): ${left.join(', ')}`);
}

/** Runs a scanner for at most so many seconds, then ends it. Gives all that it printed; `whole` is false when it was ended. */
export async function runScanner(
  scanner: Scanner,
  args: readonly string[],
  seconds: number,
  folder: string,
): Promise<{ readonly output: string; readonly whole: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ output: string; whole: boolean }>();
  const child = spawn(scanners[scanner][0], args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' },
    detached: true,
  });
  let output = '';
  let whole = true;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const patience = setTimeout(() => {
    whole = false;
    // Its own children too: testssl starts many. They are in a group of their own.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
  child.once('error', reject);
  child.once('close', () => {
    clearTimeout(patience);
    resolve({ output, whole });
  });
  return promise;
}
