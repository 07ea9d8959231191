import { builtInHelp, updateHosts } from './built-in-hosts.ts';
import type { Decision, ListLookup, Question, ReasonCode, Tier } from './decision.ts';
import { normaliseHost } from './normalise-host.ts';
import {
  placeOf,
  type CategoryRule,
  type Prepared,
  type PreparedProfile,
  type PreparedRule,
  type PreparedStop,
  type Span,
} from './prepare.ts';

/**
 * Decides one request. Tiers in the order of contracts.md; the first that has something to say decides:
 * 0 help and own (an illegal sub-domain of a help site of the school's excepted) · 1 illegal · 2 person stopped · 4 school block · 5 allow · 6 category by profile · 8 uncategorised.
 * A person id that the ruleset lacks gets the strictest profile; nobody signed in gets the network's.
 * Never throws. Pure: the same three inputs give the same decision.
 */
export function decide(prepared: Prepared, lists: ListLookup, question: Question): Decision {
  const { personId, nowMs } = question;
  const person = personId === null ? undefined : prepared.people.get(personId);
  const profile = person?.profile ?? (personId === null ? prepared.network : prepared.strictest);

  const host = normaliseHost(question.host);
  if (host === null) return plain('block', 8, 'impossible-host', profile, personId);

  const entry = prepared.hosts.find(host);
  if (entry !== undefined) {
    if (entry.length === host.length && entry.ownPorts.includes(question.port)) {
      return plain('allow', 0, 'own', profile, null);
    }
    if (entry.help) return plain('allow', 0, 'help', profile, null);
    if (entry.illegal) return plain('block', 1, 'illegal', profile, personId);
  }

  if (person !== undefined && person.stops.length > 0) {
    const stop = lastToEnd(person.stops, nowMs);
    if (stop !== undefined) return stopped(stop, person.stops, profile, personId);
  }

  if (entry !== undefined) {
    const block = ruleInForce(entry.blocks, profile, nowMs);
    if (block !== undefined) return byRule('block', 4, 'school-block', block, profile, personId);
    const allow = ruleInForce(entry.allows, profile, nowMs);
    if (allow !== undefined) return byRule('allow', 5, 'school-allow', allow, profile, personId);
  }

  const found = lists.lookup(host);
  const byCategory = found === 0 ? undefined : decideByCategory(lists, found, profile, personId);
  if (byCategory !== undefined) return byCategory;

  return profile.blocksUncategorised
    ? plain('block', 8, 'uncategorised-blocked', profile, personId)
    : plain('allow', 8, 'uncategorised-allowed', profile, personId);
}

/** Whoever is at the browser while no ruleset has ever been valid: nobody is known, so the words are for a child who reads. */
const withoutRuleset: PreparedProfile = {
  code: 'none',
  audience: 'ks2',
  categories: new Map(),
  blocksUncategorised: true,
};

/**
 * Decides while no ruleset has ever been valid: only the gate and the web app (`own`, as `host:port`), the built-in help sites and
 * update hosts are open (contracts.md, "when something is missing").
 */
export function decideWithoutRuleset(own: readonly string[], question: Question): Decision {
  const host = normaliseHost(question.host);
  if (host === null) return plain('block', 8, 'impossible-host', withoutRuleset, question.personId);
  for (const address of own) {
    const place = placeOf(`http://${address}`);
    if (place?.host === host && place.port === question.port) return plain('allow', 0, 'own', withoutRuleset, null);
  }
  if (builtInHelp.some((help) => covers(help.host, host))) return plain('allow', 0, 'help', withoutRuleset, null);
  if (updateHosts.some((update) => covers(update, host))) {
    return plain('allow', 5, 'update-host', withoutRuleset, question.personId);
  }
  return plain('block', 8, 'no-ruleset', withoutRuleset, question.personId);
}

/** True when `host` is `name` or a sub-domain of it; both normal. */
function covers(name: string, host: string): boolean {
  return host.endsWith(name) && (host.length === name.length || host.charAt(host.length - name.length - 1) === '.');
}

/** A list knows the host: the most serious blocked category decides; undefined when the ruleset knows none of its categories. */
function decideByCategory(
  lists: ListLookup,
  found: number,
  profile: PreparedProfile,
  personId: string | null,
): Decision | undefined {
  const members = lists.classes[found]?.members ?? [];
  let best: CategoryRule | undefined;
  let chosen: (typeof members)[number] | undefined;
  for (const member of members) {
    const rule = profile.categories.get(member.category);
    if (rule === undefined) continue;
    if (best === undefined || (rule.blocked === best.blocked ? rule.rank > best.rank : rule.blocked)) {
      best = rule;
      chosen = member;
    }
  }
  if (best === undefined || chosen === undefined) return undefined;
  return {
    verdict: best.blocked ? 'block' : 'allow',
    tier: 6,
    rule: chosen.category,
    reason: best.blocked ? 'category-blocked' : 'category-allowed',
    category: chosen.category,
    list: chosen.list,
    listVersion: chosen.version,
    clause: best.clause,
    until: null,
    profile: profile.code,
    audience: profile.audience,
    personId,
  };
}

/** Of the spans in force at `nowMs`, the one that ends last: it is what keeps the verdict as it is. The first of equals. */
function lastToEnd<Kind extends Span>(spans: readonly Kind[], nowMs: number): Kind | undefined {
  let last: Kind | undefined;
  for (const one of spans) {
    if (one.from <= nowMs && nowMs < one.until && (last === undefined || one.until > last.until)) last = one;
  }
  return last;
}

function ruleInForce(
  rules: readonly PreparedRule[],
  profile: PreparedProfile,
  nowMs: number,
): PreparedRule | undefined {
  if (rules.length === 0) return undefined;
  let last: PreparedRule | undefined;
  for (const rule of rules) {
    if (rule.profiles !== null && !rule.profiles.has(profile.code)) continue;
    if (rule.from <= nowMs && nowMs < rule.until && (last === undefined || rule.until > last.until)) last = rule;
  }
  return last;
}

/** A stop that begins before this one has ended carries it on: the person is told when they are really back. */
function stopped(
  stop: PreparedStop,
  stops: readonly PreparedStop[],
  profile: PreparedProfile,
  personId: string | null,
): Decision {
  let end = stop.until;
  for (let changed = true; changed;) {
    changed = false;
    for (const next of stops) {
      if (next.from <= end && next.until > end) {
        end = next.until;
        changed = true;
      }
    }
  }
  return {
    ...plain('block', 2, stop.kind, profile, personId),
    clause: stop.clause,
    until: end === Number.POSITIVE_INFINITY ? null : end,
  };
}

function byRule(
  verdict: 'allow' | 'block',
  tier: 4 | 5,
  reason: ReasonCode,
  rule: PreparedRule,
  profile: PreparedProfile,
  personId: string | null,
): Decision {
  return {
    verdict,
    tier,
    rule: rule.id,
    reason,
    category: null,
    list: null,
    listVersion: null,
    clause: rule.clause,
    until: rule.until === Number.POSITIVE_INFINITY ? null : rule.until,
    profile: profile.code,
    audience: profile.audience,
    personId,
  };
}

function plain(
  verdict: 'allow' | 'block',
  tier: Tier,
  reason: ReasonCode,
  profile: PreparedProfile,
  personId: string | null,
): Decision {
  return {
    verdict,
    tier,
    rule: reason,
    reason,
    category: null,
    list: null,
    listVersion: null,
    clause: null,
    until: null,
    profile: profile.code,
    audience: profile.audience,
    personId,
  };
}
