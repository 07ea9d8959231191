import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { smallRuleset } from '../ruleset/testing.ts';
import { decide } from './decide.ts';
import type { EngineInput, HostRule, ListLookup, Period } from './decision.ts';
import { prepare } from './prepare.ts';

/** The tiers as contracts.md tells them, by looking through everything: slow, obvious, and only verdict and tier. */
function oracle(
  ruleset: EngineInput,
  listed: ReadonlyMap<string, string>,
  host: string,
  personId: string | null,
  nowMs: number,
): string {
  const named = (name: string): boolean => host === name || host.endsWith(`.${name}`);
  const holds = ({ from, until }: Period): boolean =>
    (from === null || Temporal.Instant.from(from).epochMilliseconds <= nowMs) &&
    (until === null || nowMs < Temporal.Instant.from(until).epochMilliseconds);
  const person = ruleset.people.find((one) => one.id === personId);
  const code = person?.profile ?? (personId === null ? ruleset.networkProfile : ruleset.strictestProfile);
  const profile = ruleset.profiles.find((one) => one.code === code);
  const applies = (rule: HostRule): boolean =>
    rule.hosts.some(named) && holds(rule) && (rule.profiles?.includes(code) ?? true);

  const longest = (names: readonly string[]): number => Math.max(0, ...names.filter(named).map((name) => name.length));
  const [helps, harms] = [longest(ruleset.help.map((help) => help.host)), longest(ruleset.illegal)];
  if (helps > 0 && helps >= harms) return 'allow 0';
  if (harms > 0) return 'block 1';
  if (person?.stops.some(holds) === true) return 'block 2';
  if (ruleset.schoolBlocks.some(applies)) return 'block 4';
  if (ruleset.allows.some(applies)) return 'allow 5';
  const category = listed.get(host);
  if (category !== undefined)
    return `${profile?.blocks.some((block) => block.category === category) === true ? 'block' : 'allow'} 6`;
  return `${profile?.uncategorised ?? ''} 8`;
}

const minute = 60_000;
const start = Temporal.Instant.from('2026-11-21T12:00:00Z');
const instant = fc.option(fc.integer({ min: 0, max: 6 }).map((n) => start.add({ minutes: n }).toString()));
const period = fc.record({ from: instant, until: instant });
const host = fc
  .array(fc.constantFrom('a', 'b', 'www', 'site', 'example'), { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.'));
const hostRule = fc
  .tuple(period, fc.array(host, { minLength: 1, maxLength: 3 }), fc.option(fc.subarray(['ks1', 'ks2', 'staff'])))
  .map(([when, hosts, profiles]) => ({ id: 'r', hosts, profiles, reason: 'because', clause: null, ...when }));
const stops = fc.array(
  fc
    .tuple(period, fc.constantFrom('sanction', 'denied', 'unsigned'))
    .map(([when, kind]) => ({ ...when, kind, clause: null })),
  { maxLength: 2 },
);
const rulesets = fc
  .record({
    help: fc.array(host, { maxLength: 2 }),
    illegal: fc.array(host, { maxLength: 2 }),
    schoolBlocks: fc.array(hostRule, { maxLength: 4 }),
    allows: fc.array(hostRule, { maxLength: 4 }),
    stops: fc.tuple(stops, stops),
  })
  .map(({ help, illegal, schoolBlocks, allows, stops: [first, second] }) =>
    smallRuleset({
      help: help.map((one) => ({ host: one, label: one, url: `https://${one}/` })),
      illegal,
      schoolBlocks,
      allows,
      people: [
        { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: first },
        { id: 'kim', name: 'Kim', profile: 'staff', staff: true, credential: null, stops: second },
      ],
    }),
  );
const listing = fc.array(fc.tuple(host, fc.constantFrom('games', 'gambling', 'education')), { maxLength: 4 });
const question = fc.tuple(host, fc.constantFrom('sam', 'kim', 'gone', null), fc.integer({ min: 0, max: 13 }));

test('every decision has the verdict and tier that looking through all rules in order gives', () => {
  fc.assert(
    fc.property(
      rulesets,
      listing,
      fc.array(question, { minLength: 1, maxLength: 20 }),
      (ruleset, listedPairs, questions) => {
        const listed = new Map(listedPairs);
        const hosts = [...listed.keys()];
        const lists: ListLookup = {
          classes: [
            { members: [] },
            ...[...listed.values()].map((category) => ({ members: [{ category, list: 'l', version: '1' }] })),
          ],
          lookup: (name) => hosts.indexOf(name) + 1,
        };
        const prepared = prepare(ruleset);
        for (const [name, personId, half] of questions) {
          // Half minutes, so that questions fall on starts and ends as well as between them.
          const nowMs = start.epochMilliseconds + (half * minute) / 2;
          const { verdict, tier } = decide(prepared, lists, { host: name, port: 80, scheme: 'http', personId, nowMs });
          assert.equal(`${verdict} ${String(tier)}`, oracle(ruleset, listed, name, personId, nowMs));
        }
      },
    ),
    { seed: 4, numRuns: 1500 },
  );
});
