/**
 * What goes into a decision and what comes out. Types only.
 *
 * The engine knows nothing of files, clocks or schemas, so it names here the little it needs; `Ruleset` (filter/ruleset) and
 * `ListTable` (filter/lists) fit these shapes.
 */

export type Audience = 'eyfs' | 'ks1' | 'ks2' | 'staff' | 'guest';

/** Half-open: in force from `from` (included) until `until` (not included). Instants such as 2026-11-21T10:00:00Z; null is without limit. */
export interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

export type StopKind = 'sanction' | 'denied' | 'unsigned';

export interface HostRule extends Period {
  readonly id: string;
  readonly hosts: readonly string[];
  readonly profiles: readonly string[] | null;
  readonly clause: string | null;
}

export interface ProfileInput {
  readonly code: string;
  readonly audience: Audience;
  readonly blocks: readonly { readonly category: string; readonly clause: string | null }[];
  readonly uncategorised: 'allow' | 'block';
}

export interface PersonInput {
  readonly id: string;
  readonly profile: string;
  readonly stops: readonly (Period & { readonly kind: StopKind; readonly clause: string | null })[];
}

/** The parts of a ruleset that decide. */
export interface EngineInput {
  readonly categories: readonly { readonly code: string; readonly alert: 'none' | 'notice' | 'serious' }[];
  readonly profiles: readonly ProfileInput[];
  readonly strictestProfile: string;
  readonly networkProfile: string;
  readonly help: readonly { readonly host: string }[];
  readonly illegal: readonly string[];
  readonly schoolBlocks: readonly HostRule[];
  readonly allows: readonly HostRule[];
  readonly people: readonly PersonInput[];
  readonly gate: { readonly gateUrl: string; readonly appUrl: string };
}

/** A class of names: all (category, list) pairs that name them. */
export interface ListClass {
  readonly members: readonly { readonly category: string; readonly list: string; readonly version: string }[];
}

/** Compiled lists. `lookup` takes a normal host (normalise-host.ts) and gives an index into `classes`; 0 when no list knows it. */
export interface ListLookup {
  readonly classes: readonly ListClass[];
  lookup(host: string): number;
}

export interface Question {
  /** As the browser wrote it: any case, trailing dot or IP literal. */
  readonly host: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** Null when nobody has signed in at this browser. */
  readonly personId: string | null;
  /** Epoch milliseconds: the later of wall clock and monotonic clock, so that a clock set back lengthens nothing (contracts.md). */
  readonly nowMs: number;
}

/** Why, as a closed list: pages and reports give each its own sentence. */
export const reasonCodes = [
  /** Tier 0: a help site, or the gate or the web app itself. */
  'help',
  'own',
  /** Tier 1. */
  'illegal',
  /** Tier 2. */
  'sanction',
  'denied',
  'unsigned',
  /** Tiers 4 and 5. */
  'school-block',
  'school-allow',
  /** Tier 6: a list knows the host, and the profile blocks a category of it, or none. */
  'category-blocked',
  'category-allowed',
  /** Tier 8. */
  'uncategorised-blocked',
  'uncategorised-allowed',
  /** Tier 8: no host can have this name (longer than DNS allows, or not a host at all). */
  'impossible-host',
  /** No ruleset has ever been valid: an update host, or everything else. */
  'update-host',
  'no-ruleset',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

export type Tier = 0 | 1 | 2 | 4 | 5 | 6 | 8;

export interface Decision {
  readonly verdict: 'allow' | 'block';
  readonly tier: Tier;
  /** Id of the host rule, code of the category, or the reason code. */
  readonly rule: string;
  readonly reason: ReasonCode;
  readonly category: string | null;
  /** The list that named the host, and which version of it. */
  readonly list: string | null;
  readonly listVersion: string | null;
  readonly clause: string | null;
  /** Epoch milliseconds at which what decided ends; null when it has no end. */
  readonly until: number | null;
  readonly profile: string;
  readonly audience: Audience;
  /** Null in tier 0 whoever asked: help is never stored by person. */
  readonly personId: string | null;
}
