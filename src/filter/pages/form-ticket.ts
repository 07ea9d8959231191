import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

/**
 * The ticket inside each form of the filter's pages. It shows that the filter itself made the form (no other site can forge one),
 * says about whom and what it was made, and is spent once. Keyed afresh at each start of the filter; a form from before is shown
 * again instead of being refused.
 */
const factsSchema = z.strictObject({
  purpose: z.enum(['tell', 'mistake', 'open', 'sign-out']),
  address: z.string().max(64),
  /** Who was at the browser as the filter saw it then. */
  person: z.string().max(64).nullable(),
  knownBy: z.enum(['credential', 'sign-in', 'network']),
  profile: z.string().max(64),
  ruleset: z.string().max(40),
  /** The host it is about, or empty. */
  about: z.string().max(260),
});

export type FormFacts = z.infer<typeof factsSchema>;
export type FormPurpose = FormFacts['purpose'];

const payloadSchema = z.strictObject({ f: factsSchema, n: z.string().min(8).max(64), e: z.number() });

/** How long an open form stays good: a lesson and the break after it. */
export const FORM_LIFE_MS = 2 * 3_600_000;

export type FormReading =
  | { readonly ok: true; readonly facts: FormFacts; readonly nonce: string; readonly expiresMs: number }
  | { readonly ok: false; readonly reason: 'forged' | 'expired' };

/** Makes a ticket. `nonce` is at random, `nowMs` milliseconds since 1970. */
export function makeFormTicket(key: Buffer, facts: FormFacts, nonce: string, nowMs: number): string {
  const payload = Buffer.from(JSON.stringify({ f: facts, n: nonce, e: nowMs + FORM_LIFE_MS })).toString('base64url');
  return `${payload}.${mac(key, payload).toString('base64url')}`;
}

/** Reads a ticket made for `purpose`. A ticket for another purpose is forged. */
export function readFormTicket(key: Buffer, text: string, purpose: FormPurpose, nowMs: number): FormReading {
  const forged = { ok: false, reason: 'forged' } as const;
  const dot = text.indexOf('.');
  if (text.length > 2000 || dot < 0) return forged;
  const payload = text.slice(0, dot);
  const offered = Buffer.from(text.slice(dot + 1), 'base64url');
  const expected = mac(key, payload);
  if (offered.length !== expected.length || !timingSafeEqual(offered, expected)) return forged;
  const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.f.purpose !== purpose) return forged;
  if (nowMs >= parsed.data.e) return { ok: false, reason: 'expired' };
  return { ok: true, facts: parsed.data.f, nonce: parsed.data.n, expiresMs: parsed.data.e };
}

function mac(key: Buffer, payload: string): Buffer {
  return createHmac('sha256', key)
    .update('schoolgate form ticket 1\n' + payload)
    .digest();
}

/** Remembers which tickets were spent until they expire anyway. */
export interface SpentTickets {
  has(nonce: string): boolean;
  add(nonce: string, expiresMs: number): void;
}

/** More than a school can press in two hours; the oldest go first. */
export const MOST_SPENT = 100_000;

export function spentTickets(nowMs: () => number): SpentTickets {
  const spent = new Map<string, number>();
  return {
    has: (nonce) => spent.has(nonce),
    add(nonce, expiresMs) {
      const now = nowMs();
      for (const [old, expires] of spent) {
        if (expires > now && spent.size < MOST_SPENT) break;
        spent.delete(old);
      }
      spent.set(nonce, expiresMs);
    },
  };
}
