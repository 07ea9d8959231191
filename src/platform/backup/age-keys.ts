import { createHash } from 'node:crypto';

import { generateX25519Identity, identityToRecipient } from 'age-encryption';

import { Unusable } from '../errors/errors.ts';

/** Keys of backups: age X25519 pairs. The secret half is shown to its holder once and kept nowhere; ours is the public half. */

/** A new pair. The identity is the secret half. */
export async function makeBackupKey(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Whether this is the public half of a key: `age1…` with a checksum that holds is left to age; this is about its form. */
export const recipientPattern = /^age1[02-9ac-hj-np-z]{58}$/;

/** Sixteen hex digits by which people and the trail tell keys apart. It says nothing about the secret half. */
export function fingerprintOf(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 16);
}

const PREFIX = 'AGE-SECRET-KEY-1';
const identityPattern = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/** The secret half as it is printed: its prefix, then groups of six characters. `readIdentities` reads it back. */
export function inGroups(identity: string): readonly string[] {
  const rest = identity.slice(PREFIX.length);
  return [PREFIX, ...(rest.match(/.{1,6}/g) ?? [])];
}

/**
 * Reads secret halves as people give them: typed in from paper in groups, any case, or a file of age-keygen with comments.
 * Throws Unusable, naming `where`, when there is none or one has a slip in it. Never puts what was typed into the message.
 */
export async function readIdentities(text: string, where: string): Promise<readonly string[]> {
  const typed = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join(' ')
    .toUpperCase()
    .replaceAll(/\s+/g, '');
  const found = typed
    .split(PREFIX)
    .slice(1)
    .map((rest) => `${PREFIX}${rest.replaceAll('-', '')}`);
  const cure = 'Type the key as it stands on the sheet from the safe, from AGE-SECRET-KEY-1 to its last character.';
  if (found.length === 0 || !typed.startsWith(PREFIX)) throw new Unusable(where, 'it holds no backup key.', cure);
  for (const identity of found) {
    const holds =
      identityPattern.test(identity) &&
      (await identityToRecipient(identity).then(
        () => true,
        () => false,
      ));
    if (!holds) {
      throw new Unusable(
        where,
        `the key has a slip in it: it has ${String(identity.length)} characters of 74, or one of them is wrong.`,
        cure,
      );
    }
  }
  return found;
}
