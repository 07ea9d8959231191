import { z } from 'zod';

/**
 * What the filter tells the web app. Every event travels inside a record that names its writer:
 * (filter id, boot id, worker, sequence) is unique for ever, and intake relies on that.
 */

const base = {
  /** When it happened, an instant in UTC with milliseconds. */
  at: z.string().max(40),
  /** Person id, or null when nobody is known or the event is about help (tier 0 is never stored by person). */
  person: z.string().max(64).nullable(),
  /** How the person was known. */
  knownBy: z.enum(['credential', 'sign-in', 'network']),
  /** Client address. */
  address: z.string().max(64),
  profile: z.string().max(64),
  /** `epoch.number` of the ruleset that decided. */
  ruleset: z.string().max(40),
};

const decided = {
  host: z.string().max(260),
  port: z.int(),
  scheme: z.enum(['http', 'https']),
  tier: z.int().min(0).max(8),
  /** The rule that decided: id of a host rule, category code, or a fixed word such as `sanction`. */
  rule: z.string().max(64),
  list: z.string().max(64).nullable(),
  clause: z.string().max(20).nullable(),
};

export const filterEventSchema = z.discriminatedUnion('type', [
  /**
   * A refused visit: written before the reply. `url` is path and query for http (cut to 500 characters), empty for https. With `count` it
   * stands for so many of one minute in a flood, and the host may be `*`: further sites (proxy/refusal-counter.ts).
   */
  z.strictObject({
    type: z.literal('blocked'),
    ...base,
    ...decided,
    url: z.string().max(500),
    count: z.int().min(1).optional(),
  }),
  /** Allowed visits to one host in one minute, coalesced. */
  z.strictObject({ type: z.literal('visited'), ...base, ...decided, count: z.int().min(1) }),
  /** "Tell an adult": written and synced before the page answers. `about` is the host that was blocked, or empty. */
  z.strictObject({ type: z.literal('help-asked'), ...base, about: z.string().max(260), ticket: z.string().max(100) }),
  /** A member of staff asks to open a site, from the block page. */
  z.strictObject({ type: z.literal('open-asked'), ...base, host: z.string().max(260), reason: z.string().max(500) }),
  /** "I think this is a mistake" from a KS2 block page. */
  z.strictObject({ type: z.literal('mistake-reported'), ...base, host: z.string().max(260) }),
  /** Events that could not be written: the spool was full or its disk failed. */
  z.strictObject({
    type: z.literal('unrecorded'),
    at: z.string().max(40),
    count: z.int().min(1),
    since: z.string().max(40),
  }),
]);

export type FilterEvent = z.infer<typeof filterEventSchema>;

export const spoolRecordSchema = z.strictObject({
  filter: z.string().max(40),
  boot: z.string().max(40),
  worker: z.int().min(0),
  seq: z.int().min(1),
  event: filterEventSchema,
});

export type SpoolRecord = z.infer<typeof spoolRecordSchema>;

/** Written by the filter every second, replaced atomically: what is in force, and what is wrong. */
export const filterStatusSchema = z.strictObject({
  at: z.string().max(40),
  filter: z.string().max(40),
  boot: z.string().max(40),
  pid: z.int(),
  /** Null while no ruleset has ever been valid. */
  inForce: z
    .strictObject({ epoch: z.int(), number: z.int(), since: z.string().max(40), lists: z.string().max(64) })
    .nullable(),
  /** Each alarm names file, problem and cure; empty when all is well. */
  alarms: z.array(z.strictObject({ code: z.string().max(40), message: z.string().max(1000) })).max(50),
  decisions: z.int(),
  unrecorded: z.int(),
  openTunnels: z.int(),
});

export type FilterStatus = z.infer<typeof filterStatusSchema>;
