import { connect } from 'node:net';
import { join } from 'node:path';

import { freePort, until } from '../../support/running.ts';
import { theBigSchool } from '../big-school.ts';
import { mebibytes, median, medianRatio, ms, rate, times } from '../figures.ts';
import { askForPages, openTunnels, type Load } from '../load.ts';
import { residentBytes, startProgram, type Program } from '../programs.ts';
import { NOT_HERE, prototypeFolder } from '../prototypes.ts';
import type { Bench, Line, Row } from '../row.ts';

const ROUNDS = 4;
const ROUND_MS = 2000;
const TUNNEL_ROUNDS = 3;

interface Proxy {
  readonly name: string;
  readonly port: number;
  readonly program: Program;
  readonly idle: number;
}

/** The real filter process with a million names and somebody signed in, beside the two prototypes, round by round on the same cores. */
export const proxy: Row = {
  name: 'proxy',
  async measure(bench) {
    const school = await theBigSchool(bench);
    const proxies = [await startFilter(bench, school.data), ...(await startPrototypes(bench))];
    const pages = new Map<string, Load[]>(proxies.map(({ name }) => [name, []]));
    for (const each of proxies) await askForPages(bench.folder, each.port, school.site, 1000);
    for (let round = 0; round < ROUNDS && (round === 0 || !bench.late()); round++) {
      bench.say(`pages through the proxies, round ${String(round + 1)} of ${String(ROUNDS)}`);
      for (const each of proxies)
        pages.get(each.name)?.push(await askForPages(bench.folder, each.port, school.site, ROUND_MS));
    }
    const tunnels = new Map<string, Load[]>(proxies.map(({ name }) => [name, []]));
    for (let round = 0; round < TUNNEL_ROUNDS && (round === 0 || !bench.late()); round++) {
      bench.say(`tunnels, round ${String(round + 1)} of ${String(TUNNEL_ROUNDS)}`);
      for (const each of proxies) tunnels.get(each.name)?.push(await openTunnels(each.port, school.far, ROUND_MS));
    }
    return [
      ...lines('Proxy, 1 KB pages, kept connections', proxies, pages, { http: '0.50 x', net: '0.50 x' }),
      ...lines('CONNECT tunnels', proxies, tunnels, { http: '0.50 x', net: '-' }),
      ...memory(proxies),
    ];
  },
};

function lines(
  what: string,
  proxies: readonly Proxy[],
  loads: ReadonlyMap<string, readonly Load[]>,
  aims: Readonly<Record<string, string>>,
): Line[] {
  const ours = loads.get('filter') ?? [];
  const perSecond = (load: Load): number => load.perSecond;
  const failed = ours.reduce((sum, load) => sum + load.failed, 0);
  const figure = `${rate(median(ours.map(perSecond)))}, p50 ${ms(median(ours.map((load) => load.p50)))}, p99 ${ms(median(ours.map((load) => load.p99)))}${failed === 0 ? '' : `, ${String(failed)} FAILED`}`;
  const others = proxies.slice(1);
  if (others.length === 0) return [{ what, figure, ratio: '-', beside: NOT_HERE, aim: aims['http'] ?? '-' }];
  return others.map(({ name }, index) => {
    const theirs = (loads.get(name) ?? []).map(perSecond);
    return {
      what: index === 0 ? what : '',
      figure: index === 0 ? figure : '',
      ratio: times(medianRatio(ours.map(perSecond), theirs)),
      beside: `prototype on node:${name} ${rate(median(theirs))}`,
      aim: aims[name] ?? '-',
    };
  });
}

function memory(proxies: readonly Proxy[]): Line[] {
  return proxies.slice(0, 1).map(({ program, idle }) => ({
    what: 'Filter’s memory, 1M names, 20,000 people',
    figure: `idle ${mebibytes(idle)}, loaded ${mebibytes(residentBytes(program.pid))}`,
    ratio: '-',
    beside: proxies
      .slice(1)
      .map((each) => `${each.name} ${mebibytes(residentBytes(each.program.pid))}`)
      .join(', '),
    aim: '-',
  }));
}

async function startFilter(bench: Bench, data: string): Promise<Proxy> {
  const [gate, web, port] = [await freePort(), await freePort(), await freePort()];
  const program = await startProgram([join(import.meta.dirname, '..', '..', '..', 'src', 'filterd.ts')], {
    core: 'server',
    env: {
      SCHOOLGATE_DATA: data,
      SCHOOLGATE_GATE: `127.0.0.1:${String(gate)}`,
      SCHOOLGATE_WEB: `127.0.0.1:${String(web)}`,
      SCHOOLGATE_PROXY: `127.0.0.1:${String(port)}`,
    },
  });
  bench.atEnd(() => program.end());
  await until(async () => {
    const answer = await fetch(`http://127.0.0.1:${String(gate)}/healthz`).catch(() => undefined);
    return answer?.ok === true && (await answer.text()).includes('1.1');
  }, 'the filter did not take the ruleset into force');
  return { name: 'filter', port, program, idle: residentBytes(program.pid) };
}

async function startPrototypes(bench: Bench): Promise<Proxy[]> {
  const { prototypes } = bench;
  if (prototypes === undefined) return [];
  const cwd = await prototypeFolder(bench, prototypes);
  const started: Proxy[] = [];
  for (const name of ['http', 'net']) {
    const port = await freePort();
    const program = await startProgram([join(prototypes, `nodeproxy-${name}.mjs`), String(port)], {
      cwd,
      core: 'server',
    });
    bench.atEnd(() => program.end());
    await until(() => listens(port), `the prototype ${name} does not listen`);
    started.push({ name, port, program, idle: residentBytes(program.pid) });
  }
  return started;
}

/** The prototypes understand nothing but requests to a proxy: only a connection is tried. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
