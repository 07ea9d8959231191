import { readFileSync, statfsSync, statSync } from 'node:fs';
import { get } from 'node:http';
import { get as getByTls } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { z } from 'zod';

import type { Config, HostPort } from '../../platform/config/config.ts';
import { certificateTrouble } from '../../platform/http/certificate.ts';
import { needs, well, type Finding } from './finding.ts';

/** What the machine itself must offer: Node, the data folder, room on the disk. */

const GIGABYTE = 1024 ** 3;
/** Below this the filter's spool and the records can run out of room within days. */
const LEAST_FREE_BYTES = 2 * GIGABYTE;

const pinned = z.object({ optionalDependencies: z.record(z.string(), z.string()) });

/** Node's version against the one the project pins. */
export function nodeVersion(running: string = process.version): Finding {
  const file = join(import.meta.dirname, '..', '..', '..', 'package.json');
  const wanted = Object.values(pinned.parse(JSON.parse(readFileSync(file, 'utf8'))).optionalDependencies)[0] ?? '';
  const major = (version: string): string => version.replace(/^v/, '').split('.')[0] ?? '';
  return major(running) === major(wanted)
    ? well('Node', running)
    : needs('Node', `${running}, but Schoolgate is made for ${wanted}`, 'Start it with npm start or npx schoolgate.');
}

/** The data folder: there, and closed to everybody else on the machine. */
export function dataFolder(folder: string): Finding {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) {
    return needs(
      'data folder',
      `${folder} is not there`,
      'Run npm start once, or set SCHOOLGATE_DATA to the right folder.',
    );
  }
  const mode = found.mode & 0o777;
  return (mode & 0o077) === 0
    ? well('data folder', `${folder}, closed to others (0${mode.toString(8)})`)
    : needs(
        'data folder',
        `${folder} can be entered by other accounts of this machine (0${mode.toString(8)})`,
        `Run: chmod 700 ${folder}`,
      );
}

/** Room on the data folder's disk. */
export function diskSpace(folder: string): Finding {
  const disk = statfsSync(folder);
  const free = disk.bavail * disk.bsize;
  const says = `${(free / GIGABYTE).toFixed(1)} GB free`;
  return free >= LEAST_FREE_BYTES
    ? well('disk', says)
    : needs('disk', says, 'Free space on this disk: when it is full, nothing can be recorded.');
}

const health = z.object({ parts: z.record(z.string(), z.unknown()) });
const appPart = z.object({ ready: z.boolean(), detail: z.string() });

/** What a part's /healthz said; undefined when nothing answers there. */
export interface Health {
  readonly status: number;
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Asks the /healthz at this place; undefined when nothing answers within three seconds. */
export function askHealth(place: HostPort, tls = false): Promise<Health | undefined> {
  const address = `${tls ? 'https' : 'http'}://${reachable(place.host)}:${String(place.port)}/healthz`;
  const { promise, resolve } = Promise.withResolvers<Health | undefined>();
  // It is this machine that answers, by an address that the certificate need not name: whether the certificate is good is looked at by itself.
  const ask = tls ? getByTls(address, { rejectUnauthorized: false }) : get(address);
  ask.setTimeout(3000, () => ask.destroy());
  ask.on('error', () => {
    resolve(undefined);
  });
  ask.on('response', (answer) => {
    json(answer)
      .then((body) => {
        resolve({ status: answer.statusCode ?? 0, parts: health.safeParse(body).data?.parts ?? {} });
      })
      .catch(() => {
        resolve(undefined);
      });
  });
  return promise;
}

/** True when something accepts connections there. */
export async function answers(place: HostPort): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: reachable(place.host).replaceAll(/[[\]]/g, ''), port: place.port, timeout: 3000 });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('timeout', () => {
      end(false);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

/** Which processes answer, and what the web app says of its parts (the jobs among them). */
export async function processes(
  config: Config,
): Promise<{ readonly running: boolean; readonly findings: readonly Finding[] }> {
  const [web, gate, proxy] = [
    await askHealth(config.web, config.tls !== undefined),
    await askHealth(config.gate),
    await answers(config.proxy),
  ];
  const cure = 'Start Schoolgate with npm start, and read the last lines of the folder logs if it does not stay up.';
  if (web === undefined && gate === undefined && !proxy) {
    return {
      running: false,
      findings: [
        needs('processes', 'Schoolgate is not running: neither web app nor filter answers', 'Start it with npm start.'),
      ],
    };
  }
  const findings = [
    web === undefined
      ? needs('web app', `does not answer on ${placeText(config.web)}`, cure)
      : well('web app', `answers on ${placeText(config.web)}`),
    gate === undefined
      ? needs('gate', `does not answer on ${placeText(config.gate)}`, cure)
      : well('gate', `answers on ${placeText(config.gate)}`),
    proxy
      ? well('proxy', `takes connections on ${placeText(config.proxy)}`)
      : needs('proxy', `takes no connections on ${placeText(config.proxy)}`, cure),
  ];
  for (const [part, state] of Object.entries(web?.parts ?? {})) {
    const read = appPart.safeParse(state).data;
    if (read === undefined || read.ready) continue;
    findings.push(
      part === 'jobs'
        ? needs('jobs', `in trouble: ${read.detail}`, 'Read the last lines of logs/web.log: they name the cause.')
        : needs(`web app: ${part}`, read.detail, 'See the lines about this part below, and logs/web.log.'),
    );
  }
  return { running: true, findings };
}

/** The certificate in the files that are set; nothing where none is. */
export function certificate(config: Config, now: Temporal.Instant): readonly Finding[] {
  if (config.tls === undefined) return [];
  const trouble = certificateTrouble(config, now);
  return [
    trouble === undefined
      ? well('certificate', `good, and for ${config.publicUrl}`)
      : needs('certificate', trouble, 'Renew it; the web app takes the new files within a minute by itself.'),
  ];
}

function placeText(place: HostPort): string {
  return `${place.host}:${String(place.port)}`;
}

/** Where something that listens on all addresses can be reached from here. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '[::]' ? '[::1]' : host;
}
