import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileLists, type ListInput } from '../../src/filter/lists/compile-lists.ts';
import { readStarterLists } from '../../src/filter/lists/starter-lists.ts';
import { loadOrMakeKeys } from '../../src/filter/ruleset/keys.ts';
import { publishLists, publishRuleset } from '../../src/filter/ruleset/publish.ts';
import type { Ruleset } from '../../src/filter/ruleset/ruleset.ts';
import { appendSession } from '../../src/filter/ruleset/session-tail.ts';
import { siteFolder } from '../../src/filter/ruleset/site-folder.ts';
import { smallRuleset } from '../../src/filter/ruleset/testing.ts';
import { CATEGORIES, makeUpNames, type MadeUpNames } from './made-up-names.ts';
import { startProgram } from './programs.ts';
import type { Bench } from './row.ts';

/** A site folder as the web app would have written it for a trust of 20,000 people, 50 profiles and a million listed names. */
export interface BigSchool {
  readonly data: string;
  readonly questions: string;
  readonly names: MadeUpNames;
  /** Ports of the bench's own site, and of the far end of tunnels. */
  readonly site: number;
  readonly far: number;
}

const PEOPLE = 20_000;
const PROFILES = 50;
/** Own rules of each profile, half of them blocks. */
const RULES_PER_PROFILE = 200;
const NAMES = 1_000_000;
const QUESTIONS = 300_000;

const made = new WeakMap<Bench, Promise<BigSchool>>();

/** Made once for all rows, with the site that the proxies reach (its ports are the school's own servers). Somebody is signed in at 127.0.0.1. */
export function theBigSchool(bench: Bench): Promise<BigSchool> {
  const known = made.get(bench) ?? makeBigSchool(bench);
  made.set(bench, known);
  return known;
}

async function makeBigSchool(bench: Bench): Promise<BigSchool> {
  bench.say('making up a million names');
  const program = await startProgram([join(import.meta.dirname, 'children', 'site.ts')], {
    core: 'load',
    waitForLine: true,
  });
  bench.atEnd(() => program.end());
  const [site = 0, far = 0] = program.firstLine.split(' ').map(Number);
  const data = join(bench.folder, 'big-school');
  mkdirSync(data, { recursive: true });
  const names = makeUpNames(NAMES, QUESTIONS);
  const starter = readStarterLists(join(import.meta.dirname, '..', '..', 'lists', 'starter'));
  const byCategory = Array.from({ length: CATEGORIES }, (): string[] => []);
  names.names.forEach((name, index) => byCategory[names.categories[index] ?? 0]?.push(name));
  const lists: ListInput[] = byCategory.map((list, index) => ({
    category: `c${String(index)}`,
    list: 'made-up',
    version: '1',
    names: list,
  }));
  const compiled = compileLists([...lists, ...starter.lists], [20261121, 42]);

  const to = siteFolder(data, 'main');
  const { privateKey } = loadOrMakeKeys(data, to);
  publishLists(to, compiled.bytes, compiled.sha256);
  publishRuleset(
    to,
    ruleset(names.questions, compiled.sha256, starter.categories, {
      ownServers: [`127.0.0.1:${String(site)}`, `127.0.0.1:${String(far)}`],
      connectPorts: [far],
    }),
    { epoch: 1, number: 1, privateKey },
  );
  appendSession(to, 1, { op: 'in', address: '127.0.0.1', person: 'p0', until: '2099-01-01T00:00:00Z' });
  const questions = join(bench.folder, 'questions.txt');
  writeFileSync(questions, names.questions.join('\n'));
  return { data, questions, names, site, far };
}

function ruleset(
  questions: readonly string[],
  sha256: string,
  starter: readonly { readonly code: string; readonly label: string; readonly alert: 'none' | 'notice' | 'serious' }[],
  site: { ownServers: readonly string[]; connectPorts: readonly number[] },
): Ruleset {
  const categories = [
    ...Array.from({ length: CATEGORIES }, (_, index) => ({
      code: `c${String(index)}`,
      label: `made-up ${String(index)}`,
      alert: 'none' as const,
    })),
    ...starter.map(({ code, label, alert }) => ({ code, label, alert })),
  ];
  const profiles = Array.from({ length: PROFILES }, (_, index) => ({
    code: `g${String(index)}`,
    label: `Group ${String(index)}`,
    audience: 'ks2' as const,
    blocks: categories
      .filter((_one, at) => (at + index) % 2 === 0)
      .map(({ code }) => ({ category: code, clause: null })),
    uncategorised: 'allow' as const,
  }));
  const rule = (kind: string) => (profile: number, index: number) => ({
    id: `${kind}${String(profile)}-${String(index)}`,
    hosts: [questions[(profile * 9973 + index * 131) % questions.length] ?? 'none.example'],
    profiles: [`g${String(profile)}`],
    reason: 'bench',
    clause: null,
    from: null,
    until: null,
  });
  const rules = (kind: string, first: number) =>
    profiles.flatMap((_, profile) =>
      Array.from({ length: RULES_PER_PROFILE / 2 }, (_one, index) => rule(kind)(profile, first + index)),
    );
  const small = smallRuleset();
  return {
    ...small,
    lists: { sha256 },
    categories,
    profiles,
    strictestProfile: 'g0',
    networkProfile: 'g0',
    schoolBlocks: rules('b', 0),
    allows: rules('a', RULES_PER_PROFILE / 2),
    people: Array.from({ length: PEOPLE }, (_, index) => ({
      id: `p${String(index)}`,
      name: `Person ${String(index)}`,
      profile: `g${String(index % PROFILES)}`,
      staff: false,
      credential: null,
      stops:
        index % 100 === 1
          ? [{ kind: 'sanction' as const, clause: null, from: null, until: '2026-01-01T00:00:00Z' }]
          : [],
    })),
    network: { ownServers: [...site.ownServers], connectPorts: [...site.connectPorts] },
  };
}
