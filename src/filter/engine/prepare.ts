import { isBroadHost } from './broad-host.ts';
import { builtInHelp } from './built-in-hosts.ts';
import type { Audience, EngineInput, HostRule, Period, ProfileInput, StopKind } from './decision.ts';
import { buildHostIndex, type HostIndex } from './host-index.ts';
import { normaliseHost } from './normalise-host.ts';

/** A period as epoch milliseconds: from (included), until (not included); infinite where there is no limit. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface PreparedStop extends Span {
  readonly kind: StopKind;
  readonly clause: string | null;
}

export interface PreparedRule extends Span {
  readonly id: string;
  readonly profiles: ReadonlySet<string> | null;
  readonly clause: string | null;
}

/** What the ruleset says about one host: its own and its parents' rules together. */
export interface HostEntry {
  /** Length of the host named, to tell an exact match from a sub-domain. */
  readonly length: number;
  /** Ports at which this very host is the gate or the web app. */
  readonly ownPorts: number[];
  help: boolean;
  /** Help that comes with Schoolgate: no feed of illegal sites closes a part of it. */
  alwaysHelp: boolean;
  illegal: boolean;
  readonly blocks: PreparedRule[];
  readonly allows: PreparedRule[];
}

/** What a profile says about one category that the ruleset knows. */
export interface CategoryRule {
  readonly blocked: boolean;
  readonly clause: string | null;
  /** Seriousness for the DSL, highest first; the ruleset's own order breaks ties. */
  readonly rank: number;
}

export interface PreparedProfile {
  readonly code: string;
  readonly audience: Audience;
  readonly categories: ReadonlyMap<string, CategoryRule>;
  readonly blocksUncategorised: boolean;
}

export interface PreparedPerson {
  readonly profile: PreparedProfile;
  readonly stops: readonly PreparedStop[];
}

/** A ruleset made ready for many decisions. Made once per ruleset; nothing changes it. */
export interface Prepared {
  readonly hosts: HostIndex<HostEntry>;
  readonly people: ReadonlyMap<string, PreparedPerson>;
  readonly strictest: PreparedProfile;
  readonly network: PreparedProfile;
}

const alertRank = { none: 0, notice: 1, serious: 2 };

/**
 * Makes a ruleset ready. `own` is `host:port` of further addresses of the gate and the web app, besides the ruleset's gateUrl and appUrl.
 * Throws RangeError when `strictestProfile` names no profile or an instant cannot be read (readNewestRuleset refuses such rulesets before).
 * A person or network whose profile is missing gets the strictest.
 */
export function prepare(ruleset: EngineInput, own: readonly string[] = []): Prepared {
  const profiles = new Map(ruleset.profiles.map((profile) => [profile.code, prepareProfile(profile, ruleset)]));
  const strictest = profiles.get(ruleset.strictestProfile);
  if (strictest === undefined)
    throw new RangeError(`strictestProfile: there is no profile ${ruleset.strictestProfile}.`);

  const people = new Map<string, PreparedPerson>();
  for (const person of ruleset.people) {
    people.set(person.id, {
      profile: profiles.get(person.profile) ?? strictest,
      stops: person.stops.map((stop) => ({ ...span(stop), kind: stop.kind, clause: stop.clause })),
    });
  }
  return {
    hosts: indexHosts(ruleset, own),
    people,
    strictest,
    network: profiles.get(ruleset.networkProfile) ?? strictest,
  };
}

function prepareProfile(profile: ProfileInput, ruleset: EngineInput): PreparedProfile {
  const clauses = new Map(profile.blocks.map((block) => [block.category, block.clause]));
  const categories = new Map<string, CategoryRule>();
  ruleset.categories.forEach((category, index) => {
    categories.set(category.code, {
      blocked: clauses.has(category.code),
      clause: clauses.get(category.code) ?? null,
      rank: alertRank[category.alert] * ruleset.categories.length + (ruleset.categories.length - index),
    });
  });
  return {
    code: profile.code,
    audience: profile.audience,
    categories,
    blocksUncategorised: profile.uncategorised === 'block',
  };
}

function indexHosts(ruleset: EngineInput, own: readonly string[]): HostIndex<HostEntry> {
  const entries = new Map<string, HostEntry>();
  const entryFor = (host: string): HostEntry | undefined => {
    const name = normaliseHost(host);
    if (name === null) return undefined;
    const known = entries.get(name);
    if (known !== undefined) return known;
    const made = {
      length: name.length,
      ownPorts: [],
      help: false,
      alwaysHelp: false,
      illegal: false,
      blocks: [],
      allows: [],
    };
    entries.set(name, made);
    return made;
  };

  for (const address of [ruleset.gate.gateUrl, ruleset.gate.appUrl, ...own.map((one) => `http://${one}`)]) {
    const place = placeOf(address);
    if (place !== undefined) entryFor(place.host)?.ownPorts.push(place.port);
  }
  for (const { host } of builtInHelp) {
    const entry = entryFor(host);
    if (entry !== undefined) entry.help = entry.alwaysHelp = true;
  }
  for (const { host } of ruleset.help) {
    // A broad name would open the sites of strangers in tier 0.
    const entry = isBroadHost(host) ? undefined : entryFor(host);
    if (entry !== undefined) entry.help = true;
  }
  for (const host of ruleset.illegal) {
    const entry = entryFor(host);
    if (entry !== undefined) entry.illegal = true;
  }
  for (const rule of ruleset.schoolBlocks) {
    const prepared = prepareRule(rule);
    for (const host of rule.hosts) entryFor(host)?.blocks.push(prepared);
  }
  for (const rule of ruleset.allows) {
    const prepared = prepareRule(rule);
    for (const host of rule.hosts) entryFor(host)?.allows.push(prepared);
  }

  return buildHostIndex(entries, (entry, parent) => {
    entry.alwaysHelp ||= parent.alwaysHelp;
    // A help site of the school's opens its sub-domains, but none that a feed names as illegal.
    entry.help ||= parent.help && (!entry.illegal || parent.alwaysHelp);
    entry.illegal ||= parent.illegal;
    entry.blocks.push(...parent.blocks);
    entry.allows.push(...parent.allows);
  });
}

function prepareRule(rule: HostRule): PreparedRule {
  return {
    ...span(rule),
    id: rule.id,
    profiles: rule.profiles === null ? null : new Set(rule.profiles),
    clause: rule.clause,
  };
}

/** Host and port of a URL; undefined for text that is none (a school that has set no address yet). */
export function placeOf(address: string): { host: string; port: number } | undefined {
  const url = URL.parse(address);
  if (url === null || url.hostname === '') return undefined;
  return { host: url.hostname, port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port) };
}

function span(period: Period): Span {
  return {
    from: period.from === null ? Number.NEGATIVE_INFINITY : Temporal.Instant.from(period.from).epochMilliseconds,
    until: period.until === null ? Number.POSITIVE_INFINITY : Temporal.Instant.from(period.until).epochMilliseconds,
  };
}
