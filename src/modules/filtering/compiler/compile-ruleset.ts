import { builtInHelp } from '../../../filter/engine/built-in-hosts.ts';
import type { BadPageAdvice, Ruleset } from '../../../filter/ruleset/ruleset.ts';
import type { FilterPerson } from '../../people/index.ts';
import type { PackProfile } from '../../policy/index.ts';
import type { NetworkCredential } from '../records/credentials.ts';
import type { NetworkSettings } from '../records/network.ts';
import type { HostRule } from '../records/rules.ts';
import type { Stop } from '../records/stops.ts';
import { stamp } from '../tables.ts';
import { categoriesOf, type Category } from './categories.ts';

/** All the records that the filter's rules follow from, as they are at one instant. */
export interface Material {
  readonly schoolId: string;
  readonly schoolName: string;
  readonly people: readonly FilterPerson[];
  readonly profiles: readonly PackProfile[];
  readonly stops: readonly Stop[];
  readonly rules: readonly HostRule[];
  readonly credentials: readonly NetworkCredential[];
  readonly network: NetworkSettings;
  readonly badPageAdvice: BadPageAdvice;
  readonly trustedAdult: string;
}

/** What is not a record: where things are, and which lists were compiled. */
export interface Surroundings {
  readonly at: Temporal.Instant;
  readonly gateUrl: string;
  readonly appUrl: string;
  readonly listsSha256: string;
  readonly categories: readonly Category[];
}

/** A person has more stops than this only by mistake; those that end last are kept. */
const MOST_STOPS = 50;

/**
 * Makes the ruleset. Pure: the same material and surroundings give the same ruleset. What has not begun is in it with its start, so that
 * the filter begins and ends it by itself. Throws RangeError when the policy has no profile for pupils.
 */
export function compileRuleset(material: Material, around: Surroundings): Ruleset {
  const strictest = strictestOf(material.profiles);
  const profileFor = (audience: string): string =>
    material.profiles.find((profile) => profile.audience === audience)?.code ?? strictest.code;
  const stops = groupBy(material.stops, (stop) => stop.person);
  const credentials = new Map(
    // Newest first: of two, the newest holds.
    [...material.credentials].reverse().map((credential) => [credential.person, credential]),
  );
  const known = new Set(material.profiles.map((profile) => profile.code));
  const network = material.network.networkProfile;
  return {
    schoolId: material.schoolId,
    schoolName: material.schoolName,
    site: 'main',
    compiledAt: stamp(around.at),
    lists: { sha256: around.listsSha256 },
    categories: categoriesOf(around.categories, material.profiles),
    profiles: material.profiles.map(({ code, label, audience, blocks, uncategorised }) => ({
      code,
      label,
      audience,
      blocks: blocks.map(({ category, clause }) => ({ category, clause })),
      uncategorised,
    })),
    strictestProfile: strictest.code,
    networkProfile: network !== null && known.has(network) ? network : strictest.code,
    help: builtInHelp.map(({ host, label, url }) => ({ host, label, url })),
    illegal: [],
    schoolBlocks: material.rules.filter((rule) => rule.verdict === 'block').map((rule) => hostRule(rule)),
    allows: material.rules.filter((rule) => rule.verdict === 'allow').map((rule) => hostRule(rule)),
    people: material.people.map((person) => {
      const credential = credentials.get(person.id);
      return {
        id: person.id,
        name: person.name.slice(0, 100),
        profile: profileFor(person.audience),
        staff: person.staff,
        credential: credential === undefined ? null : { name: credential.name, sha256: credential.secretSha256 },
        stops: stopsOfPerson(stops.get(person.id) ?? []),
      };
    }),
    network: { connectPorts: [...material.network.connectPorts], ownServers: [...material.network.ownServers] },
    gate: {
      gateUrl: around.gateUrl,
      appUrl: around.appUrl,
      badPageAdvice: material.badPageAdvice,
      trustedAdult: material.trustedAdult,
    },
  };
}

const pupilAudiences = ['eyfs', 'ks1', 'ks2'];

/** The pupil profile that blocks most: unknown sites first, then the number of categories, then the youngest. */
export function strictestOf(profiles: readonly PackProfile[]): PackProfile {
  const weight = (profile: PackProfile): number =>
    (profile.uncategorised === 'block' ? 100_000 : 0) +
    profile.blocks.length * 10 -
    pupilAudiences.indexOf(profile.audience);
  const [strictest] = profiles
    .filter((profile) => pupilAudiences.includes(profile.audience))
    .sort((a, b) => weight(b) - weight(a));
  if (strictest === undefined) throw new RangeError('profiles: the policy has no level of filtering for pupils.');
  return strictest;
}

function hostRule(rule: HostRule): Ruleset['allows'][number] {
  return {
    id: rule.id,
    hosts: [...rule.hosts],
    profiles: rule.profiles === null ? null : [...rule.profiles],
    reason: rule.reason,
    clause: rule.clause,
    from: stamp(rule.from),
    until: rule.until === null ? null : stamp(rule.until),
  };
}

function stopsOfPerson(stops: readonly Stop[]): Ruleset['people'][number]['stops'] {
  const end = (stop: Stop): number => stop.until?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return [...stops]
    .sort((a, b) => end(b) - end(a))
    .slice(0, MOST_STOPS)
    .map((stop) => ({
      from: stamp(stop.from),
      until: stop.until === null ? null : stamp(stop.until),
      kind: stop.kind,
      clause: stop.clause,
    }));
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
