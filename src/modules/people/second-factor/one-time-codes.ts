import { Secret, TOTP } from 'otpauth';

import type { Ids } from '../../../platform/ids/ids.ts';

/**
 * Codes of an authenticator app: RFC 6238 with what every app understands, SHA-1, 30 seconds, 6 digits, and a secret of 160 bits (RFC 4226, 4).
 * One step either way is let pass, for clocks that are a little off (RFC 6238, 5.2).
 */
export const STEP_SECONDS = 30;
const WINDOW = 1;

/** A new secret, in base32. */
export function newSecret(ids: Ids): string {
  const bytes = Uint8Array.from(Buffer.from(ids.secret(20), 'base64url'));
  return new Secret({ buffer: bytes.buffer }).base32;
}

/** The time step an instant falls into. */
export function stepAt(now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / 1000 / STEP_SECONDS);
}

/**
 * The time step whose code was given; undefined when it fits none near `now`, or one that is not after `lastStep`: a code is accepted once.
 * Spaces that people type between the digits do not matter. Compared in constant time.
 */
export function stepOfCode(
  given: { readonly secret: string; readonly lastStep: number },
  code: string,
  now: Temporal.Instant,
): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totp(given.secret).validate({ token, timestamp: now.epochMilliseconds, window: WINDOW });
  if (delta === null) return undefined;
  const step = stepAt(now) + delta;
  return step > given.lastStep ? step : undefined;
}

/** The code that an app with this secret shows at an instant. For the demonstration, whose people have no phones. */
export function authenticatorCode(secret: string, now: Temporal.Instant): string {
  return codeOfStep(secret, stepAt(now));
}

/** The code of a time step: what the app shows then. The sign-in itself never makes one. */
export function codeOfStep(secret: string, step: number): string {
  return totp(secret).generate({ timestamp: step * STEP_SECONDS * 1000 });
}

/** The address in the QR code: who and where, so that people tell their accounts apart, and the secret. */
export function setUpAddress(secret: string, given: { readonly school: string; readonly loginName: string }): string {
  const issuer = given.school === '' ? 'Schoolgate' : `Schoolgate ${given.school}`;
  return totp(secret, { issuer: issuer.replaceAll(':', ' '), label: given.loginName }).toString();
}

/** The secret as people type it: groups of four. */
export function spelledOut(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

function totp(secret: string, names: { issuer: string; label: string } = { issuer: 'Schoolgate', label: '' }): TOTP {
  return new TOTP({ ...names, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: STEP_SECONDS });
}
