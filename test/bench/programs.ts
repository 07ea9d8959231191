import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Servers run on one core and the load on another where the machine allows it: neither then takes time from what is measured. */
export type Core = 'server' | 'load' | 'any';

const pinning = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

function pinned(command: string, args: readonly string[], core: Core): [string, string[]] {
  return pinning && core !== 'any'
    ? ['taskset', ['-c', core === 'server' ? '0' : '1', command, ...args]]
    : [command, [...args]];
}

/** Runs Node with these arguments to its end and gives what it printed. Throws what it complained of when it fails. */
export async function runToEnd(
  args: readonly string[],
  options: { cwd?: string; core?: Core; command?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const [command, all] = pinned(options.command ?? process.execPath, args, options.core ?? 'any');
  const { stdout } = await promisify(execFile)(command, all, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

export interface Program {
  readonly pid: number;
  /** First line it printed; undefined when it prints none. */
  readonly firstLine: string;
  end(): Promise<void>;
}

/** Starts Node with these arguments. With `waitForLine` it waits for its first line of output. */
export async function startProgram(
  args: readonly string[],
  options: { cwd?: string; core?: Core; env?: Record<string, string>; waitForLine?: boolean } = {},
): Promise<Program> {
  const [command, all] = pinned(process.execPath, args, options.core ?? 'any');
  const child: ChildProcess = spawn(command, all, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let firstLine = '';
  if (options.waitForLine === true && child.stdout !== null) {
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      firstLine += String(chunk);
      if (firstLine.includes('\n')) break;
    }
    child.stdout.resume();
  }
  return {
    pid: child.pid ?? 0,
    firstLine: firstLine.split('\n')[0] ?? '',
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Resident memory of a process in bytes; 0 when it is gone. */
export function residentBytes(pid: number | undefined): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid ?? 0)}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Whether a program is installed here. */
export function installed(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}
