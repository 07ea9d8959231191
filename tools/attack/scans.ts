import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { ask } from '../../test/support/ask.ts';
import type { Finding, Scan } from './finding.ts';
import { paths } from './paths.ts';
import { runScanner } from './program.ts';
import { openSignedInDoor } from './signed-in-door.ts';
import type { Target } from './target.ts';

/** Seconds that each scanner may take: the whole run stays under a quarter of an hour. */
const PATIENCE = { testssl: 180, wapiti: 200, sqlmap: 100, ffuf: 90, slowhttptest: 60 } as const;
/** Seconds that each of ffuf's four threads waits: some 15 requests a second, below the flood limit, or its answers would all be "wait a little". */
const FFUF_PAUSE = '0.25';
/** Connections that slowhttptest opens at once: more than one address may hold. */
const SLOW_CONNECTIONS = 400;

const without = (text: string, target: Target): string => text.replaceAll(target.running.web, '');

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

const wapitiReport = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.array(z.object({ path: z.string(), info: z.string(), method: z.string(), parameter: z.string().nullish() })),
  ),
  anomalies: z.record(z.string(), z.array(z.object({ path: z.string(), info: z.string(), method: z.string() }))),
});

/** What wapiti tries. Left out: those that need a place on the internet to call back (ssrf, xxe), or lists that it would fetch (nikto, wapp). */
const WAPITI_TRIES = 'sql,exec,xss,permanentxss,file,crlf,redirect,csrf,cookieflags,csp,http_headers,methods,backup';
/** Different pages that a crawl of somebody signed in must have seen: the home page alone links to more. */
const LEAST_PAGES = 15;

/** Crawls as somebody signed in, and tries injections of every kind on all forms and addresses it met. */
export async function wapiti(target: Target, role: 'teacher' | 'technician'): Promise<Scan> {
  const file = join(target.folder, `wapiti-${role}.json`);
  const door = await openSignedInDoor(target, role);
  try {
    const { output, whole } = await runScanner(
      'wapiti',
      [
        ...['-u', `${door.address}/`, '--scope', 'domain', '-d', '4', '-v', '1', '-f', 'json', '-o', file],
        ...['-m', WAPITI_TRIES, '--max-scan-time', '60', '--max-attack-time', '8', '--max-links-per-page', '40'],
        ...['--flush-session', '--store-session', target.folder, '--no-bugreport', '-t', '10'],
      ],
      PATIENCE.wapiti,
      target.folder,
    );
    if (!whole || !existsSync(file)) throw new Error(`wapiti did not come to its end:\n${output.slice(-2000)}`);
    const report = wapitiReport.parse(JSON.parse(readFileSync(file, 'utf8')));
    const pages = door.pages().size;
    if (pages < LEAST_PAGES) throw new Error(`wapiti saw ${String(pages)} pages only:\n${output.slice(-2000)}`);
    const home = await ask(`${target.running.web}/`, { headers: { cookie: target.cookies.get(role) ?? '' } });
    if (home.status !== 200) throw new Error(`wapiti lost the session of the ${role}, so it saw less than it says`);
    const found = [...Object.entries(report.vulnerabilities), ...Object.entries(report.anomalies)];
    return {
      tool: 'wapiti',
      looked: `${String(pages)} pages as ${role} in ${String(door.requests())} requests, ${String(door.turnedAway())} of them turned away`,
      findings: found.flatMap(([what, each]) =>
        each.map(({ path, info, method }) => ({
          ...{ tool: 'wapiti', what, where: path.replaceAll(door.address, '') },
          detail: `${method} ${info.replaceAll(door.address, '').slice(0, 300)}`,
        })),
      ),
    };
  } finally {
    await door.end();
  }
}

/** Addresses with something that a statement could be made of, as the head sees them. */
const INJECTED = [
  '/people?show=pupils&q=ash*',
  '/incidents/log?state=open&sort=newest*',
  '/alerts?state=new&sort=newest&severity=urgent*',
  '/filtering/people?q=ash*',
];

/** Tries to change statements of SQL through the addresses that search and sort. */
export async function sqlmap(target: Target): Promise<Scan> {
  const findings: Finding[] = [];
  let tried = 0;
  let cut = 0;
  for (const path of INJECTED) {
    const { output, whole } = await runScanner(
      'sqlmap',
      [
        ...['-u', target.running.web + path, '--cookie', target.cookies.get('head') ?? '', '--batch', '--level', '2'],
        ...[
          '--risk',
          '1',
          '--dbms',
          'sqlite',
          '--technique',
          'BEU',
          '--threads',
          '4',
          '--flush-session',
          '--disable-coloring',
        ],
        ...['--output-dir', join(target.folder, 'sqlmap'), '--timeout', '10', '--ignore-code', '*', '--skip-waf'],
      ],
      PATIENCE.sqlmap / 2,
      target.folder,
    );
    if (!output.includes('testing connection to the target URL'))
      throw new Error(`sqlmap did not begin:\n${output.slice(-2000)}`);
    tried++;
    if (!whole) cut++;
    if (/is vulnerable|sqlmap identified the following injection point/.test(output)) {
      findings.push({ tool: 'sqlmap', what: 'injection', where: path, detail: output.slice(-1500) });
    }
  }
  return {
    tool: 'sqlmap',
    looked: `${String(tried)} addresses, ${String(cut)} of them until its time was up`,
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
  for (const role of [undefined, 'teacher'] as const) {
    const file = join(target.folder, `ffuf-${role ?? 'nobody'}.json`);
    const cookie = role === undefined ? [] : ['-H', `Cookie: ${target.cookies.get(role) ?? ''}`];
    const { output } = await runScanner(
      'ffuf',
      [
        ...['-u', `${target.running.web}/FUZZ`, '-w', list, '-k', '-s', '-t', '4', '-p', FFUF_PAUSE],
        ...[
          '-mc',
          'all',
          '-fc',
          '302,303,400,401,403,404,405,429',
          '-of',
          'json',
          '-o',
          file,
          '-timeout',
          '10',
          ...cookie,
        ],
      ],
      PATIENCE.ffuf,
      target.folder,
    );
    if (!existsSync(file)) throw new Error(`ffuf wrote nothing:\n${output.slice(-2000)}`);
    for (const { url, status } of ffufReport.parse(JSON.parse(readFileSync(file, 'utf8'))).results) {
      const where = without(url, target);
      findings.push({ tool: 'ffuf', what: `answers ${String(status)}`, where, detail: `as ${role ?? 'nobody'}` });
    }
  }
  return { tool: 'ffuf', looked: `${String(paths.length)} addresses, twice`, findings };
}

/** Holds connections open by sending heads, bodies, and taking answers, a byte now and then: other people must still be served. */
export async function slowhttptest(target: Target): Promise<Scan> {
  const findings: Finding[] = [];
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
        ask(`${target.running.web}/policy/read`, { from: '127.0.0.3' }).then(
          ({ status }) => status,
          () => 0,
        ),
        new Promise<number>((resolve) => setTimeout(resolve, 15_000, 0)),
      ]);
      if (answer === 200) served++;
    }
    const { output } = await slow;
    if (!/slow HTTP test status|Exit status|Hit test time limit/i.test(output))
      throw new Error(`slowhttptest did not run:\n${output.slice(-2000)}`);
    if (served < 8)
      findings.push({
        tool: 'slowhttptest',
        what,
        where: '/policy/read',
        detail: `${String(served)} of 8 people were served`,
      });
  }
  return { tool: 'slowhttptest', looked: `${String(SLOW_CONNECTIONS)} connections, three ways`, findings };
}
