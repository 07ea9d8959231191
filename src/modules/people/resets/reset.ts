import { createHash } from 'node:crypto';

import { roles, type Role } from '../../../platform/access/roles.ts';
import { sameText } from '../../../platform/auth/machine-key.ts';
import type { Ids } from '../../../platform/ids/ids.ts';
import { keyPosts } from '../words.ts';
import type { ResetTables } from './rows.ts';

/**
 * A new way in for somebody who cannot sign in: what a reset is, and its states.
 *
 *     wished  → taken-up | expired            the owner asked on the sign-in page; nobody has vouched for them yet
 *     waiting → link | cancelled | expired    a key post: a second key holder must confirm
 *     link    → used | cancelled | expired    a one-time link is out
 *
 * Expiry is reckoned from the times when it is looked at, so that it holds whether or not anything runs.
 */
export const resetStates = ['wished', 'taken-up', 'waiting', 'link', 'used', 'cancelled', 'expired'] as const;
export type ResetState = (typeof resetStates)[number];

export type ResetRow = ResetTables['account_reset'];

/** What is made anew. */
export const resetWhats = ['password', 'both'] as const;
export type ResetWhat = (typeof resetWhats)[number];

/** How long each waits. */
const WISH_LIFE = Temporal.Duration.from({ hours: 7 * 24 });
const WAITING_LIFE = Temporal.Duration.from({ hours: 24 });
export const LINK_LIFE = Temporal.Duration.from({ hours: 24 });
/** How long one that nobody used is still shown as such, after it expired. */
export const SHOWN_EXPIRED = Temporal.Duration.from({ hours: 7 * 24 });
/** The longest that one can be open after it was asked for. */
export const LONGEST_OPEN = WISH_LIFE;

/** The state of a reset at `now`. */
export function stateOf(row: Pick<ResetRow, 'state' | 'asked_at' | 'link_until'>, now: Temporal.Instant): ResetState {
  const state = resetStates.find((one) => one === row.state) ?? 'cancelled';
  const until = endOf(row, state);
  return until !== undefined && Temporal.Instant.compare(until, now) <= 0 ? 'expired' : state;
}

/** Until when an open reset waits; undefined for one that is over. */
export function endOf(row: Pick<ResetRow, 'asked_at' | 'link_until'>, state: ResetState): Temporal.Instant | undefined {
  const asked = Temporal.Instant.from(row.asked_at);
  if (state === 'wished') return asked.add(WISH_LIFE);
  if (state === 'waiting') return asked.add(WAITING_LIFE);
  return state === 'link' && row.link_until !== null ? Temporal.Instant.from(row.link_until) : undefined;
}

/** True when one of these roles is a key post (roles.md, "First of all"). */
export function holdsKeyPost(held: Iterable<string>): boolean {
  const posts: readonly string[] = keyPosts;
  return [...held].some((role) => posts.includes(role));
}

/** Who may ask for a reset of a key post, or confirm one as the second. */
export const askers: readonly Role[] = roles.filter(
  (role) => keyPosts.includes(role) || role === 'technician' || role === 'lead',
);

/** What is kept of a secret: random, so a plain hash is enough. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(`account reset\0${secret}`).digest('hex');
}

/** A code of ten signs (40 bits, five tries) that somebody reads out or writes down: none is taken for another. */
export function handOverCode(ids: Ids): string {
  const alphabet = 'ACDEFHJKMNPRTWXY';
  const signs = [...Buffer.from(ids.secret(10), 'base64url')].map((byte) => alphabet[byte % 16] ?? 'A');
  return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`;
}

/** A code as typed, in the form that was hashed. */
export function plainCode(typed: string): string {
  const signs = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return `${signs.slice(0, 5)}-${signs.slice(5, 10)}`;
}

/** True when the typed code is the one that was handed over, or none is needed. */
export function codeFits(row: Pick<ResetRow, 'code_hash'>, typed: string): boolean {
  return row.code_hash === null || sameText(row.code_hash, hashOfSecret(plainCode(typed)));
}
