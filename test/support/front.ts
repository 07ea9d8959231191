import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's Caddy, as tools/setup-test-machine.mjs installs it. */
const CADDY = '/usr/bin/caddy';

/** A reason to skip tests behind Caddy, or false. With CI=true nothing may be skipped: the tests then fail by themselves. */
export const skipWithoutCaddy: string | false =
  existsSync(CADDY) || process.env['CI'] === 'true' ? false : 'Caddy is not installed';

/** A reverse proxy in front of the web app. */
export interface Front {
  /** Where browsers reach the web app through it. */
  readonly web: string;
  /** The settings that Schoolgate needs behind it. */
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

const example = join(import.meta.dirname, '..', '..', 'docs', 'technicians', 'examples', 'Caddyfile');

/** Starts Caddy with the example that technicians are given, its ports and its certificate's place adapted by the variables that the file names. */
export async function startCaddy(ports: { web: number; https: number; http: number }): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-caddy-'));
  const outputFile = join(folder, 'caddy.out');
  const descriptor = openSync(outputFile, 'a');
  const child = spawn(CADDY, ['run', '--config', example, '--adapter', 'caddyfile'], {
    stdio: ['ignore', descriptor, descriptor],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      SCHOOLGATE_CADDY_SITE: 'localhost',
      SCHOOLGATE_CADDY_HTTPS: String(ports.https),
      SCHOOLGATE_CADDY_HTTP: String(ports.http),
      SCHOOLGATE_CADDY_TO: `127.0.0.1:${String(ports.web)}`,
    },
  });
  closeSync(descriptor);
  const exited = once(child, 'exit');
  for (let tries = 0; !readFileSync(outputFile, 'utf8').includes('"serving initial configuration"'); tries++) {
    if (child.exitCode !== null || tries > 1200)
      throw new Error(`Caddy does not serve:\n${readFileSync(outputFile, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    web: `https://localhost:${String(ports.https)}`,
    env: {
      SCHOOLGATE_TRUSTED_PROXY: '127.0.0.1',
      SCHOOLGATE_PUBLIC_URL: `https://localhost:${String(ports.https)}`,
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
