import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { z } from 'zod';

import { ask } from '../../test/support/ask.ts';
import { browserOf } from './browser.ts';
import { openDoor, type Door } from './door.ts';
import type { Finding, Scan } from './finding.ts';
import { paths } from './paths.ts';
import { runScanner } from './program.ts';
import { AT_HOME, AT_SCHOOL, type Target } from './target.ts';

/** Seconds that each scanner may take. */
const PATIENCE = { testssl: 180, sqlmap: 100, ffuf: 90, slowhttptest: 60 } as const;
/** Connections that slowhttptest opens at once: more than one address may hold. */
const SLOW_CONNECTIONS = 400;

/** Answers that sqlmap must have had from each address: with fewer it has not tried its statements. */
const LEAST_STATEMENTS = 40;

/** A door for somebody's browser that only counts what goes through. */
async function countingDoor(target: Target, name: string | undefined, place: number): Promise<Door> {
  const browser = browserOf(target, `${AT_SCHOOL}.${String(place)}`, name);
  await browser.signIn();
  const markNow = (): Promise<undefined> => Promise.resolve(undefined);
  const way = { inside: target.running.web, browser, staysSignedIn: false, endings: 1, only: new Map(), markNow };
  return openDoor({ ...way, shapeOf: (path) => path });
}

/** TLS itself: protocols, suites, known weaknesses, the head of answers. */
export async function testssl(target: Target): Promise<Scan> {
  const file = join(target.folder, 'testssl.json');
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '--openssl-timeout', '10', '--ip', '127.0.0.1'];
  const { output, whole } = await runScanner(
    'testssl',
    [...args, '-p', '-s', '-f', '-S', '-h', '-U', '--jsonfile', file, `localhost:${String(target.running.ports.web)}`],
    PATIENCE.testssl,
    target.folder,
  );
  if (!existsSync(file)) throw new Error(`testssl wrote nothing:\n${output.slice(-2000)}`);
  // Ended early, its list has no last bracket.
  const text = readFileSync(file, 'utf8').trim();
  const lines = z
    .array(z.object({ id: z.string(), severity: z.string(), finding: z.string() }))
    .parse(JSON.parse(text.endsWith(']') ? text : `${text.replace(/,$/, '')}]`));
  if (lines.length < 30)
    throw new Error(`testssl looked at ${String(lines.length)} things only:\n${output.slice(-2000)}`);
  return {
    tool: 'testssl',
    looked: `${String(lines.length)} properties${whole ? '' : ', then its time was up'}`,
    findings: lines
      .filter(({ severity }) => /^(LOW|MEDIUM|HIGH|CRITICAL|FATAL)$/.test(severity))
      .map(({ id, severity, finding }) => ({
        tool: 'testssl',
        what: id,
        where: 'TLS',
        detail: `${severity}: ${finding}`,
      })),
  };
}

/** Addresses with something that a statement could be made of, as the head sees them. */
const INJECTED = [
  '/people?show=pupils&q=ash*',
  '/people?show=pupils&class=oak*',
  '/incidents?state=open*',
  '/incidents?term=autumn*&category=cyberbullying*',
  '/incidents?person=ash*',
  '/alerts?state=open&severity=all*&sort=severity*',
  '/incidents/log-for-governors?term=autumn*',
  '/filtering/requests?state=open*',
];

/** Tries to change statements of SQL through the addresses that search and sort. */
export async function sqlmap(target: Target): Promise<Scan> {
  const findings: Finding[] = [];
  const door = await countingDoor(target, 'head', 60);
  let cut = 0;
  const answered = (): number => [...door.pages.values()].reduce((all, { taken }) => all + taken, 0);
  try {
    for (const path of INJECTED) {
      const before = answered();
      const { output, whole } = await runScanner(
        'sqlmap',
        [
          ...['-u', door.address + path, '--batch', '--level', '2', '--risk', '1', '--dbms', 'sqlite'],
          ...['--technique', 'BEU', '--threads', '2', '--flush-session', '--disable-coloring', '--skip-waf'],
          ...['--output-dir', join(target.folder, 'sqlmap'), '--timeout', '20'],
        ],
        PATIENCE.sqlmap,
        target.folder,
      );
      if (answered() - before < LEAST_STATEMENTS) {
        throw new Error(
          `sqlmap had ${String(answered() - before)} answers at ${path}, so it tried next to nothing:\n${output.slice(-2000)}`,
        );
      }
      if (!whole) cut++;
      if (/is vulnerable|sqlmap identified the following injection point/.test(output)) {
        findings.push({ tool: 'sqlmap', what: 'injection', where: path, detail: output.slice(-1500) });
      }
    }
  } finally {
    await door.end();
  }
  return {
    tool: 'sqlmap',
    looked: `${String(INJECTED.length)} addresses as head, ${String(answered())} pages answered, ${String(cut)} addresses until their time was up`,
    findings,
  };
}

const ffufReport = z.object({
  results: z.array(z.object({ url: z.string(), status: z.number(), length: z.number() })),
});

/** Asks for addresses that programs forget to close: as nobody, and as a teacher. Whatever answers 200 and is not ours to give is a finding. */
export async function ffuf(target: Target): Promise<Scan> {
  const list = join(target.folder, 'paths.txt');
  writeFileSync(list, `${paths.join('\n')}\n`);
  const findings: Finding[] = [];
  for (const [at, role] of [undefined, 'teacher'].entries()) {
    const file = join(target.folder, `ffuf-${role ?? 'nobody'}.json`);
    const door = await countingDoor(target, role, 50 + at);
    try {
      const { output } = await runScanner(
        'ffuf',
        [
          ...['-u', `${door.address}/FUZZ`, '-w', list, '-s', '-t', '2', '-timeout', '20', '-of', 'json', '-o', file],
          ...['-mc', 'all', '-fc', '302,303,400,401,403,404,405'],
        ],
        PATIENCE.ffuf,
        target.folder,
      );
      if (!existsSync(file)) throw new Error(`ffuf wrote nothing:\n${output.slice(-2000)}`);
      if (door.requests() < paths.length)
        throw new Error(`ffuf asked for ${String(door.requests())} addresses of ${String(paths.length)}`);
      for (const { url, status } of ffufReport.parse(JSON.parse(readFileSync(file, 'utf8'))).results) {
        const where = url.replaceAll(door.address, '');
        findings.push({ tool: 'ffuf', what: `answers ${String(status)}`, where, detail: `as ${role ?? 'nobody'}` });
      }
    } finally {
      await door.end();
    }
  }
  return { tool: 'ffuf', looked: `${String(paths.length)} addresses, as nobody and as teacher`, findings };
}

/** Holds connections open by sending heads, bodies, and taking answers, a byte now and then: other people must still be served. */
export async function slowhttptest(target: Target): Promise<Scan> {
  const findings: Finding[] = [];
  const connections: number[] = [];
  for (const [mode, what] of [
    ['-H', 'slow heads'],
    ['-B', 'slow bodies'],
    ['-X', 'slow reading'],
  ] as const) {
    const slow = runScanner(
      'slowhttptest',
      [
        ...[
          mode,
          '-c',
          String(SLOW_CONNECTIONS),
          '-r',
          '100',
          '-i',
          '5',
          '-l',
          '20',
          '-u',
          `${target.running.web}/sign-in`,
        ],
        ...['-p', '5', '-v', '1'],
      ],
      PATIENCE.slowhttptest,
      target.folder,
    );
    // The scanner's own probe shares its address, whose connections are limited; everybody else has another.
    let served = 0;
    for (let probe = 0; probe < 8; probe++) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const answer = await Promise.race([
        ask(`${target.running.web}/policy/read`, { from: AT_HOME }).then(
          ({ status }) => status,
          () => 0,
        ),
        new Promise<number>((resolve) => setTimeout(resolve, 15_000, 0)),
      ]);
      if (answer === 200) served++;
    }
    const output = stripVTControlCharacters((await slow).output);
    if (!/slow HTTP test status|Exit status|Hit test time limit/i.test(output))
      throw new Error(`slowhttptest did not run:\n${output.slice(-2000)}`);
    const held = Math.max(
      0,
      ...[...output.matchAll(/(?:connected|closed):\s+(\d+)/g)].map(([, count]) => Number(count)),
    );
    connections.push(held);
    if (held < SLOW_CONNECTIONS / 2)
      throw new Error(
        `slowhttptest had ${String(held)} connections of ${String(SLOW_CONNECTIONS)}:\n${output.slice(-2000)}`,
      );
    if (served < 8)
      findings.push({
        tool: 'slowhttptest',
        what,
        where: '/policy/read',
        detail: `${String(served)} of 8 people were served`,
      });
  }
  return {
    tool: 'slowhttptest',
    looked: `${String(SLOW_CONNECTIONS)} connections, three ways, ${connections.join(', ')} of them held or closed at once`,
    findings,
  };
}
