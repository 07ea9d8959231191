import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the command line as a person does, in a process of its own, on this data folder. It has no other settings of the machine. `input` is what
 * they type.
 */
export function runCli(
  data: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input: string | Uint8Array = '',
): Ran {
  const cache = process.env['NODE_COMPILE_CACHE'];
  const ran = spawnSync(process.execPath, [join(import.meta.dirname, '..', 'cli.ts'), ...args], {
    encoding: 'utf8',
    timeout: 120_000,
    input,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
      SCHOOLGATE_DATA: data,
      // Port 1 of the loopback: nothing of ours is ever there, whatever else runs on the machine.
      SCHOOLGATE_WEB: '127.0.0.1:1',
      SCHOOLGATE_GATE: '127.0.0.1:1',
      SCHOOLGATE_PROXY: '127.0.0.1:1',
      ...env,
    },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
