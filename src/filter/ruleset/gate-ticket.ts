import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

/**
 * The ticket that the gate hands to the web app at sign-in: it says from which client address the browser came, which the
 * web app could not see for itself behind the filter. HMAC-SHA256 with the `ticketKey` of keys.json; nothing in it is secret.
 */
export interface GateTicket {
  /** Client address as the filter sees it. */
  readonly address: string;
  /** At random, so that the web app may let each ticket be spent once. */
  readonly nonce: string;
  /** The ticket counts until this instant (not included). */
  readonly expires: Temporal.Instant;
}

/** How long a ticket counts. */
export const GATE_TICKET_LIFE = Temporal.Duration.from({ minutes: 5 });

const payloadSchema = z.strictObject({
  a: z.string().min(1).max(64),
  n: z.string().min(8).max(64),
  e: z.int(),
});

/** Domain separation: a MAC made for anything else with the same key is never a ticket. */
const PURPOSE = 'schoolgate gate ticket 1\n';

/** Makes the text of a ticket: base64url payload, a dot, base64url MAC. `key` is the `ticketKey` of keys.json. */
export function makeTicket(key: Uint8Array, ticket: GateTicket): string {
  const payload = Buffer.from(
    JSON.stringify({ a: ticket.address, n: ticket.nonce, e: ticket.expires.epochMilliseconds }),
  ).toString('base64url');
  return `${payload}.${mac(key, payload).toString('base64url')}`;
}

export type TicketReading =
  { readonly ok: true; readonly ticket: GateTicket } | { readonly ok: false; readonly reason: 'forged' | 'expired' };

/**
 * Reads the text of a ticket at the instant `now`. `forged` covers everything that we did not make with this key, whatever is
 * wrong with it. Spending a nonce only once is the reader's business.
 */
export function readTicket(key: Uint8Array, text: string, now: Temporal.Instant): TicketReading {
  const forged = { ok: false, reason: 'forged' } as const;
  if (text.length > 400) return forged;
  const [payload, given, ...rest] = text.split('.');
  if (payload === undefined || given === undefined || rest.length > 0) return forged;
  const expected = mac(key, payload);
  const offered = Buffer.from(given, 'base64url');
  if (offered.length !== expected.length || !timingSafeEqual(offered, expected)) return forged;
  const parsed = payloadSchema.safeParse(json(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return forged;
  const expires = Temporal.Instant.fromEpochMilliseconds(parsed.data.e);
  if (Temporal.Instant.compare(now, expires) >= 0) return { ok: false, reason: 'expired' };
  return { ok: true, ticket: { address: parsed.data.a, nonce: parsed.data.n, expires } };
}

function mac(key: Uint8Array, payload: string): Buffer {
  return createHmac('sha256', key)
    .update(PURPOSE + payload)
    .digest();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
