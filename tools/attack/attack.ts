import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FalseTokens } from './door.ts';
import { explanationOf } from './explained.ts';
import { allRoutes } from './explore.ts';
import type { Finding, Scan } from './finding.ts';
import { gateNames, wapitiAtGate } from './gate.ts';
import { demandScanners } from './program.ts';
import { ffuf, slowhttptest, sqlmap, testssl } from './scans.ts';
import { makeDemonstration, type Made, type Target } from './target.ts';
import { wapitiAs } from './wapiti.ts';

/*
 * `npm run test:attack`: common scanners against the demonstration, behind TLS on this machine and nowhere else. Ends with 1 when one finds something
 * that explained.ts does not explain, and when one did not do its work. `npm run test:attack -- ffuf testssl` runs only those.
 */

/** A wapiti for each kind of person. `least` is a little less than a whole run reached: below it something kept the scanner out. */
const scans: Readonly<Record<string, (target: Target) => Promise<Scan>>> = {
  testssl,
  ffuf,
  'wapiti-nobody': (target) => wapitiAs(target, { name: undefined, least: { pages: 3, forms: 3 }, slow: true }, 11),
  'wapiti-teacher': (target) => wapitiAs(target, { name: 'teacher', least: { pages: 20, forms: 9 }, slow: true }, 12),
  'wapiti-office': (target) => wapitiAs(target, { name: 'office', least: { pages: 12, forms: 9 }, slow: false }, 13),
  'wapiti-dsl': (target) => wapitiAs(target, { name: 'dsl', least: { pages: 40, forms: 25 }, slow: false }, 14),
  'wapiti-head': (target) => wapitiAs(target, { name: 'head', least: { pages: 60, forms: 40 }, slow: false }, 15),
  'wapiti-technician': (target) =>
    wapitiAs(target, { name: 'technician', least: { pages: 20, forms: 12 }, slow: true }, 16),
  'wapiti-pupil-at-the-gate': (target) =>
    wapitiAtGate(target, { name: gateNames.pupil, least: { pages: 3, forms: 2 } }, 17),
  'wapiti-teacher-at-the-gate': (target) =>
    wapitiAtGate(target, { name: gateNames.teacher, least: { pages: 3, forms: 3 } }, 18),
  sqlmap,
  slowhttptest,
};

/** Wapitis at the same time, each before a demonstration of its own. */
const AT_ONCE = 2;

/** Forms of the web app that a whole run must have worked on, of all that it has. */
const LEAST_FORMS = 60;

async function attack(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !Object.hasOwn(scans, name));
  if (unknown.length > 0) {
    console.error(`No scan is called ${unknown.join(', ')}. There are: ${Object.keys(scans).join(', ')}.`);
    return 64;
  }
  demandScanners();
  console.log('attack: making the demonstration');
  const made = makeDemonstration();
  const report: string[] = [];
  const say = (line: string): void => {
    console.log(line);
    report.push(line);
  };
  let bad = 0;
  const reached = new Set<string>();
  const tokens: Tokens = { saidToBeUnchecked: new Set(), seen: new Map() };
  try {
    const chosen = Object.entries(scans).filter(([name]) => wanted.length === 0 || wanted.includes(name));
    // Those that measure or load the machine run alone.
    const [beside, alone] = [true, false].map((is) => chosen.filter(([name]) => name.startsWith('wapiti') === is));
    const runner = async (left: typeof chosen): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        console.log(`attack: ${next[0]} …`);
        bad += await one(made, next[0], next[1], { reached, tokens, say });
      }
    };
    await runner(alone ?? []);
    await Promise.all(Array.from({ length: AT_ONCE }, () => runner(beside ?? [])));
  } finally {
    made.end();
  }
  const forms = allRoutes.filter((route) => route.startsWith('POST '));
  const left = forms.filter((route) => !reached.has(route));
  if (reached.size > 0) {
    say(
      `forms: ${String(forms.length - left.length)} of the web app's ${String(forms.length)} were worked on as somebody`,
    );
    say(`  not by a scanner, but by test/conformance/foul-requests.test.ts: ${left.join(', ')}`);
  }
  if (wanted.length === 0 && forms.length - left.length < LEAST_FORMS) {
    bad++;
    say(`forms: FAILED: fewer than ${String(LEAST_FORMS)}`);
  }
  const refusals = [...tokens.seen].filter(([, { refused }]) => refused > 0).length;
  if (tokens.seen.size > 0) say(`tokens: a made-up one was refused by ${String(refusals)} kinds of form`);
  for (const line of troubleWithTokens(tokens)) {
    bad++;
    say(line);
  }
  const folder = join(import.meta.dirname, '..', '..', 'test', '.output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'attack.txt'), `${report.join('\n')}\n`);
  console.log(bad === 0 ? 'attack: nothing unexplained was found' : `attack: ${String(bad)} to mend or explain`);
  return bad === 0 ? 0 : 1;
}

/** wapiti's name for a form that takes any token. */
const CSRF = 'Cross Site Request Forgery';

/** What all scans together learned of forms, by the shape of their address. */
interface Tokens {
  /** wapiti says so when a good and a made-up token had the same answer, which is also so where the door kept the form from it. */
  readonly saidToBeUnchecked: Set<string>;
  readonly seen: Map<string, FalseTokens>;
}

function note({ seen }: Tokens, falseTokens: ReadonlyMap<string, FalseTokens>): void {
  for (const [shape, { refused, workedOn }] of falseTokens) {
    const before = seen.get(shape) ?? { refused: 0, workedOn: 0 };
    seen.set(shape, { refused: before.refused + refused, workedOn: before.workedOn + workedOn });
  }
}

/** A line for each form that worked on a made-up token, and for each that wapiti calls unchecked and no door saw refuse one. */
function troubleWithTokens({ saidToBeUnchecked, seen }: Tokens): string[] {
  return [
    ...[...seen]
      .filter(([, { workedOn }]) => workedOn > 0)
      .map(([shape, { workedOn }]) => `  OPEN      ${shape} worked on a made-up token ${String(workedOn)} times`),
    ...[...saidToBeUnchecked]
      .filter((shape) => (seen.get(shape)?.refused ?? 0) === 0)
      .map((shape) => `  OPEN      ${CSRF} at ${shape}: no door saw it refuse a made-up token`),
  ];
}

/** Runs one scan against a copy of the demonstration. Gives how much of it was bad. */
async function one(
  made: Made,
  name: string,
  scan: (target: Target) => Promise<Scan>,
  { reached, tokens, say }: { reached: Set<string>; tokens: Tokens; say: (line: string) => void },
): Promise<number> {
  const target = await made.start();
  try {
    const { looked, findings: all, parts = [], reached: routes = [], falseTokens = new Map() } = await scan(target);
    for (const route of routes) reached.add(route);
    note(tokens, falseTokens);
    // What wapiti concludes from two answers that are alike is settled at the end, by what the doors saw of the tokens.
    const isOfTokens = ({ tool, what }: Finding): boolean => tool === 'wapiti' && what === CSRF;
    for (const { where } of all.filter(isOfTokens)) tokens.saidToBeUnchecked.add(where);
    const findings = all.filter((finding) => !isOfTokens(finding));
    const open = findings.filter((finding) => explanationOf(finding) === undefined);
    say(
      [
        `${name}: ${looked}; ${String(findings.length)} findings, ${String(open.length)} unexplained`,
        ...(parts.length > 0 ? [`  forms worked on: ${parts.join(', ')}`] : []),
        ...findings.map((finding) => {
          const because = explanationOf(finding);
          const how = because === undefined ? 'OPEN     ' : 'explained';
          return `  ${how} ${finding.what} at ${finding.where}: ${because ?? finding.detail}`;
        }),
      ].join('\n'),
    );
    const trouble = target.trouble();
    if (trouble !== undefined) say(`${name}: FAILED: afterwards ${trouble}`);
    return open.length + (trouble === undefined ? 0 : 1);
  } catch (error) {
    say(`${name}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await target.end();
  }
}

process.exitCode = await attack(process.argv.slice(2));
