import { timingSafeEqual } from 'node:crypto';

import type { Identity } from '../identity/identify.ts';

/**
 * How the proxy tells the gate from which browser a request comes that passes through it: the gate would see only this machine.
 * The field is dropped from everything that comes from outside, and believed only with the secret of this start of the filter.
 */
export interface ClientField {
  readonly address: string;
  readonly knownBy: Identity['knownBy'];
  readonly personId: string | null;
}

export function writeClientField(secret: string, address: string, identity: Identity): string {
  return [
    secret,
    address,
    identity.knownBy,
    identity.personId === null ? '-' : `id=${encodeURIComponent(identity.personId)}`,
  ].join(' ');
}

/** Reads the field; undefined when it does not carry the secret. */
export function readClientField(secret: string, field: string | undefined): ClientField | undefined {
  const [given, address, knownBy, person] = (field ?? '').split(' ');
  if (given === undefined || address === undefined || person === undefined) return undefined;
  const offered = Buffer.from(given);
  const expected = Buffer.from(secret);
  if (offered.length !== expected.length || !timingSafeEqual(offered, expected)) return undefined;
  if (knownBy !== 'credential' && knownBy !== 'sign-in' && knownBy !== 'network') return undefined;
  return { address, knownBy, personId: person.startsWith('id=') ? decodeURIComponent(person.slice(3)) : null };
}
