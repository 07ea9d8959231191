import { createHash } from 'node:crypto';

import { z } from 'zod';

import { sameText } from '../../../platform/auth/machine-key.ts';
import type { Ids } from '../../../platform/ids/ids.ts';

/** How many are made at a time. */
export const RECOVERY_CODES = 10;
/** Letters and digits that nobody takes for one another: no 0, 1, I, L, O, U. 30 of them. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 16;

/** Ten new codes of 16 signs (78 bits) in groups of four. Shown once; only their hashes are kept. */
export function newRecoveryCodes(ids: Ids): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => newCode(ids));
}

function newCode(ids: Ids): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of Buffer.from(ids.secret(32), 'base64url')) {
      // Bytes above the last whole multiple of 30 are left out, so that each sign is as likely as any other.
      if (byte < 240 && code.length < LENGTH) code += alphabet[byte % alphabet.length] ?? '';
    }
  }
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/**
 * What is kept of a code. A plain hash is enough for 78 random bits: nobody can try them all; and it does not depend on a key of this
 * machine, so that printed codes still work after a restore on another.
 */
export function hashOfCode(person: string, code: string): string {
  return createHash('sha256')
    .update(`recovery\0${person}\0${plain(code)}`)
    .digest('base64url');
}

/** True for something that may be a recovery code rather than the six digits of an app. */
export function looksLikeRecoveryCode(code: string): boolean {
  return plain(code).length === LENGTH;
}

/** The hashes that are left after `code` was used; undefined when it is none of them. Looks at each, whichever fits. */
export function withoutCode(hashes: readonly string[], person: string, code: string): readonly string[] | undefined {
  const hash = hashOfCode(person, code);
  const left = hashes.filter((one) => !sameText(one, hash));
  return left.length === hashes.length ? undefined : left;
}

const kept = z.array(z.string().length(43)).max(RECOVERY_CODES);

/** Reads the kept list. */
export function readHashes(json: string): readonly string[] {
  return kept.parse(JSON.parse(json));
}

function plain(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
