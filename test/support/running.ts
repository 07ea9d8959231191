import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ask } from './ask.ts';
import { startCaddy, type Front } from './front.ts';
import { testPlace } from './store.ts';

/** Schoolgate as its owner runs it: the supervisor and its two children, on ports of their own and a data folder of its own. */
/** The three ports, to start again on the same ones. */
export interface Ports {
  readonly web: number;
  readonly gate: number;
  readonly proxy: number;
}

export interface Running {
  readonly ports: Ports;
  readonly data: string;
  readonly web: string;
  readonly gate: string;
  readonly proxy: { readonly host: string; readonly port: number };
  /** Everything the processes printed so far. */
  output(): string;
  /** Process id of the supervisor. */
  readonly pid: number | undefined;
  /** Process ids of the children by script: `webd.ts`, `filterd.ts`. */
  child(script: 'webd.ts' | 'filterd.ts'): number | undefined;
  /** Kills the supervisor alone: its children live on, as contracts.md says. Returns their process ids. */
  abandon(): Promise<{ readonly web: number; readonly filter: number }>;
  /** Stops the supervisor as Ctrl-C does and waits for all to end. Returns its exit code. */
  stop(): Promise<number | null>;
  /** Ends what still runs and removes the data folder. */
  end(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

/** How long anything may take here before the test gives up: generous, never a measure of speed. */
export const DEADLINE = 60_000;

/** Starts `src/main.ts` (or another script) and waits until `/healthz` answers at all. */
export async function startSchoolgate(
  options: { data?: string; env?: Record<string, string>; script?: string; ready?: boolean; ports?: Ports } = {},
): Promise<Running> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'schoolgate-run-'));
  const place = await testPlace(data);
  const ports = options.ports ?? { web: await freePort(), gate: await freePort(), proxy: await freePort() };
  const front = await frontOf(ports);
  const tls = options.env?.['SCHOOLGATE_TLS_CERT'] !== undefined;
  const direct = `${tls ? 'https' : 'http'}://localhost:${String(ports.web)}`;
  const outputFile = join(data, '..', `${data.split('/').at(-1) ?? 'run'}.out`);
  const descriptor = openSync(outputFile, 'a');
  const child: ChildProcess = spawn(process.execPath, [join(root, options.script ?? 'src/main.ts')], {
    cwd: root,
    stdio: ['ignore', descriptor, descriptor],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...(process.env['NODE_COMPILE_CACHE'] === undefined
        ? {}
        : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
      SCHOOLGATE_DATA: data,
      ...place.env,
      SCHOOLGATE_WEB: `127.0.0.1:${String(ports.web)}`,
      SCHOOLGATE_GATE: `127.0.0.1:${String(ports.gate)}`,
      SCHOOLGATE_PROXY: `127.0.0.1:${String(ports.proxy)}`,
      ...front?.env,
      ...options.env,
    },
  });
  closeSync(descriptor);
  const exited = once(child, 'exit');
  const output = (): string => readFileSync(outputFile, 'utf8');
  const running: Running = {
    ports,
    data,
    web: front?.web ?? direct,
    gate: `http://localhost:${String(ports.gate)}`,
    proxy: { host: '127.0.0.1', port: ports.proxy },
    output,
    pid: child.pid,
    child: (script) => childOf(child.pid, script),
    async abandon() {
      const web = childOf(child.pid, 'webd.ts');
      const filter = childOf(child.pid, 'filterd.ts');
      if (web === undefined || filter === undefined) throw new Error('a child is not running');
      child.kill('SIGKILL');
      await exited;
      return { web, filter };
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await exited;
      return child.exitCode;
    },
    async end() {
      await this.stop();
      await front?.end();
      if (options.data === undefined) {
        rmSync(data, { recursive: true, force: true });
        rmSync(`${data}-keys`, { recursive: true, force: true });
      }
      rmSync(outputFile, { force: true });
    },
  };
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`Schoolgate ended with ${String(child.exitCode)}:\n${output()}`);
      const answer = await ask(`${direct}/healthz`).catch(() => undefined);
      return answer !== undefined && (options.ready === false || answer.status === 200);
    },
    () => `Schoolgate is not ready:\n${output()}`,
  );
  return running;
}

/** A reverse proxy for each web port, which outlives a restart of Schoolgate behind it. */
const fronts = new Map<number, Front>();

/** The reverse proxy that the environment asks for: with SCHOOLGATE_TEST_FRONT=caddy the same tests run behind Caddy and TLS. */
async function frontOf(ports: Ports): Promise<Front | undefined> {
  if (process.env['SCHOOLGATE_TEST_FRONT'] !== 'caddy') return undefined;
  const known = fronts.get(ports.web);
  if (known !== undefined) return { ...known, end: () => Promise.resolve() };
  const made = await startCaddy({ web: ports.web, https: await freePort(), http: await freePort() });
  fronts.set(ports.web, made);
  return made;
}

/** Waits until `condition` holds; fails with `message` after a generous deadline. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  message: string | (() => string),
  deadline: number = DEADLINE,
): Promise<void> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > deadline) throw new Error(typeof message === 'string' ? message : message());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function childOf(parent: number | undefined, script: string): number | undefined {
  if (parent === undefined) return undefined;
  try {
    const children = readFileSync(`/proc/${String(parent)}/task/${String(parent)}/children`, 'utf8').trim();
    for (const pid of children.split(' ').filter((word) => word !== '')) {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script)) return Number(pid);
    }
  } catch {
    // The parent or child has just ended.
  }
  return undefined;
}

/** Ends a process that is not our child and waits until it is gone. */
export async function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  process.kill(pid, signal);
  await until(
    () => {
      try {
        // A zombie waits for whoever inherited it and has ended all the same.
        return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
      } catch {
        return true;
      }
    },
    `process ${String(pid)} does not end`,
  );
}
