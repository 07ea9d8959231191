import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installed, runToEnd } from './programs.ts';
import { number } from './said.ts';

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that were not what was asked for. */
  readonly failed: number;
}

const CONNECTIONS = { requests: 50, tunnels: 16 };

/** Asks the proxy for 1 KB over and over on 50 kept connections. With wrk where it is installed: it takes the least time for itself. */
export async function askForPages(
  folder: string,
  proxyPort: number,
  sitePort: number,
  milliseconds: number,
): Promise<Load> {
  if (!installed('wrk')) return own('requests', proxyPort, sitePort, milliseconds);
  const script = join(folder, 'wrk.lua');
  const host = `127.0.0.1:${String(sitePort)}`;
  const text = `GET http://${host}/1k HTTP/1.1\\r\\nHost: ${host}\\r\\nUser-Agent: bench\\r\\nAccept: */*\\r\\n\\r\\n`;
  writeFileSync(script, `local text = "${text}"\nrequest = function() return text end\n`);
  const said = await runToEnd(
    [
      '-t1',
      `-c${String(CONNECTIONS.requests)}`,
      `-d${String(Math.ceil(milliseconds / 1000))}s`,
      '--latency',
      '-s',
      script,
      `http://127.0.0.1:${String(proxyPort)}/`,
    ],
    { command: 'wrk', core: 'load' },
  );
  const latency = (share: string): number => {
    const [, value, unit] = new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s)`, 'm').exec(said) ?? [];
    return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1);
  };
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]),
    p50: latency('50'),
    p99: latency('99'),
    failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(said)?.[1] ?? 0),
  };
}

/** Opens tunnels through the proxy, one after the other on 16 lines at once. */
export function openTunnels(proxyPort: number, farPort: number, milliseconds: number): Promise<Load> {
  return own('tunnels', proxyPort, farPort, milliseconds);
}

async function own(kind: 'requests' | 'tunnels', proxyPort: number, port: number, milliseconds: number): Promise<Load> {
  const child = join(import.meta.dirname, 'children', 'load.ts');
  const args = [child, kind, String(proxyPort), String(port), String(CONNECTIONS[kind]), String(milliseconds)];
  const said: unknown = JSON.parse(await runToEnd(args, { core: 'load' }));
  return {
    perSecond: number(said, 'perSecond'),
    p50: number(said, 'p50'),
    p99: number(said, 'p99'),
    failed: number(said, 'failed'),
  };
}
