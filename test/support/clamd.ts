import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from './running.ts';

/** What our own signature finds: made up, harmless. */
export const TEST_VIRUS = 'schoolgate-made-up-virus-7f3a9c';

/** The real clamd of this machine, with a database of one signature of our own (none can be downloaded in a test). */
export interface Clamd {
  readonly socket: string;
  end(): Promise<void>;
}

/** The program, or undefined where the machine has none: with CI=true that is an error, never a skipped test. */
export function clamdProgram(): string | undefined {
  const found = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/usr/bin/clamd'].find((path) => existsSync(path));
  if (found === undefined && process.env['CI'] === 'true') {
    throw new Error('clamd is not installed: run node tools/setup-test-machine.mjs (Debian: clamav-daemon)');
  }
  return found;
}

/** Starts it in a folder of its own and waits until it answers. */
export async function startClamd(program: string): Promise<Clamd> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-clamd-'));
  const socket = join(folder, 'clamd.ctl');
  writeFileSync(join(folder, 'own.ndb'), `Schoolgate.Made-Up:0:*:${Buffer.from(TEST_VIRUS).toString('hex')}\n`);
  writeFileSync(
    join(folder, 'clamd.conf'),
    [`DatabaseDirectory ${folder}`, `LocalSocket ${socket}`, 'Foreground yes', 'StreamMaxLength 1M', ''].join('\n'),
  );
  const child = spawn(program, ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await until(() => {
    if (child.exitCode !== null) throw new Error(`clamd ended with ${String(child.exitCode)}`);
    return existsSync(socket);
  }, 'clamd does not open its socket');
  return {
    socket,
    async end() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
