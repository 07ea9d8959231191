import { z } from 'zod';

import { isBroadHost } from '../engine/broad-host.ts';

/**
 * What the web app tells the filter: the ruleset, its shape and its limits. Pure: no files here (see publish.ts and read.ts).
 *
 * The filter applies time by itself: everything that starts or ends carries instants, so that what ends, ends with the app stopped.
 * Names of hosts are lower-case ASCII without a trailing dot; a rule for `example.org` covers its sub-domains.
 */

export const RULESET_FORMAT = 1;

const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
  .refine(isInstant);
const host = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$|^\d{1,3}(\.\d{1,3}){3}$|^\[[0-9a-f:.]+\]$/);
const code = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);
const id = z.string().min(1).max(64);
const sentence = z.string().min(1).max(500);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Who reads a block page: decides its words and pictures (design.md). */
export const audiences = ['eyfs', 'ks1', 'ks2', 'staff', 'guest'] as const;
export type Audience = (typeof audiences)[number];

/** Half-open: in force from `from` (included) until `until` (not included); null is without limit on that side. */
const period = { from: instant.nullable(), until: instant.nullable() };

export const categorySchema = z.strictObject({
  code,
  /** As a reader sees it: "gambling sites". */
  label: sentence,
  /** How serious a blocked attempt is for the DSL: no alert, an ordinary one, a serious one. */
  alert: z.enum(['none', 'notice', 'serious']),
});

export const profileSchema = z.strictObject({
  code,
  label: sentence,
  audience: z.enum(audiences),
  /** Category codes that this profile blocks, each with the clause of the policy that says so (null when no clause does). */
  blocks: z.array(z.strictObject({ category: code, clause: z.string().max(20).nullable() })).max(256),
  /** Tier 8: what holds for a site that no list knows. */
  uncategorised: z.enum(['allow', 'block']),
});

export const stopSchema = z.strictObject({
  ...period,
  /** Why this person is off the internet. */
  kind: z.enum(['sanction', 'denied', 'unsigned']),
  clause: z.string().max(20).nullable(),
});

export const personSchema = z.strictObject({
  id,
  /** Shown to the person themselves on the gate ("Hello Sam") and to staff on their block page. */
  name: z.string().min(1).max(100),
  profile: code,
  staff: z.boolean(),
  /** Name of the proxy log-in, and SHA-256 (hex) of its secret; null while none is issued. */
  credential: z.strictObject({ name: z.string().min(1).max(100), sha256 }).nullable(),
  /** Tier 2. */
  stops: z.array(stopSchema).max(50),
});

/** A rule that names hosts: tier 4 (block) or tier 5 (allow). */
export const hostRuleSchema = z.strictObject({
  id,
  hosts: z.array(host).min(1).max(1000),
  /** Profiles it holds for; null is everybody. */
  profiles: z.array(code).max(50).nullable(),
  /** Why, in the school's words: shown to staff, not to pupils. */
  reason: sentence,
  clause: z.string().max(20).nullable(),
  ...period,
});

/** What policies tell a child to do with a bad page on screen (policies.md section 6). */
export const badPageAdvices = ['minimise-and-tell', 'close-and-tell', 'leave-and-tell', 'report-only'] as const;
export type BadPageAdvice = (typeof badPageAdvices)[number];

export const rulesetSchema = z.strictObject({
  schoolId: id,
  schoolName: sentence,
  site: code,
  compiledAt: instant,
  /** Compiled lists this ruleset was made for: file `lists-<sha256>.bin` beside it. */
  lists: z.strictObject({ sha256 }),
  categories: z.array(categorySchema).max(256),
  profiles: z.array(profileSchema).min(1).max(100),
  /** For a person nobody knows: the site's strictest pupil profile. */
  strictestProfile: code,
  /** For a browser on this network that has not signed in; the strictest unless the school chose another. */
  networkProfile: code,
  /** Tier 0, never blocked and never stored by person. The gate's and the web app's own addresses are in `own`. */
  help: z
    .array(
      z.strictObject({ host: host.refine((name) => !isBroadHost(name)), label: sentence, url: z.string().max(300) }),
    )
    .max(100),
  /** Tier 1, from an illegal-content feed where the school has one. Nobody can switch it off. */
  illegal: z.array(host).max(100_000),
  schoolBlocks: z.array(hostRuleSchema).max(10_000),
  allows: z.array(hostRuleSchema).max(10_000),
  people: z.array(personSchema).max(50_000),
  network: z.strictObject({
    /** Ports a CONNECT may name besides 443. */
    connectPorts: z.array(z.int().min(1).max(65535)).max(50),
    /** `host:port` of the school's own servers that may be reached although their addresses are private. */
    ownServers: z.array(z.string().max(260)).max(200),
  }),
  gate: z.strictObject({
    /** Where a browser reaches the gate and the web app, without a trailing slash. */
    gateUrl: z.string().max(300),
    appUrl: z.string().max(300),
    /** What a child should do with a bad page on screen: the policy's setting (policies.md section 6). */
    badPageAdvice: z.enum(badPageAdvices),
    trustedAdult: sentence,
  }),
});

export type Ruleset = z.infer<typeof rulesetSchema>;
export type RulesetPerson = z.infer<typeof personSchema>;
export type RulesetProfile = z.infer<typeof profileSchema>;

/**
 * Line 1 of a ruleset file; line 2 is the payload. `sha256` is about the payload's bytes; `signature` (Ed25519, base64) is about format,
 * epoch, number and payload (ruleset-file.ts).
 */
export const rulesetHeaderSchema = z.strictObject({
  format: z.literal(RULESET_FORMAT),
  epoch: z.int().min(1),
  number: z.int().min(0),
  sha256,
  signature: z.string().max(200),
});

export type RulesetHeader = z.infer<typeof rulesetHeaderSchema>;

/** True when the text is a moment that exists: the 31st of June has the form of an instant and is none. */
function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}
