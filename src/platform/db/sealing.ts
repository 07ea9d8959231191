import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Sealed text: AES-256-GCM (NIST SP 800-38D) under a key that is kept outside the data folder (contracts.md, "Secrecy at rest").
 * Stored as `sealed.1.<key id>.<base64 of nonce, ciphertext and tag>`. The column's name is bound to it as additional data, so that a
 * text moved into another column does not open.
 */

/** What every sealed text begins with: format 1. */
export const SEALED_MARKER = 'sealed.1.';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** A key with its name. The name is eight hexadecimal digits of its hash: it tells two keys apart and nothing else. */
export interface SealingKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** The keys of this installation: the first seals, all open. */
export type SealingKeys = readonly [SealingKey, ...SealingKey[]];

/** A sealed text that does not open, or a text that should be sealed and is not. Broken: logged with a reference, never shown as empty. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Names a key of 32 bytes. Throws `TypeError` for any other length. */
export function sealingKey(secret: Uint8Array): SealingKey {
  if (secret.length !== KEY_BYTES) throw new TypeError(`a casework key has ${String(KEY_BYTES)} bytes`);
  const id = createHash('sha256').update('schoolgate casework key\0').update(secret).digest('hex').slice(0, 8);
  return { id, secret };
}

/** A new random key. Not from the clock-and-ids parts: a repeatable key would be none. */
export function newSealingKey(): SealingKey {
  return sealingKey(randomBytes(KEY_BYTES));
}

/** Seals `text` for `place` (`table.column`) under the first key. */
export function seal(keys: SealingKeys, place: string, text: string): string {
  const [{ id, secret }] = keys;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${SEALED_MARKER}${id}.${sealed.toString('base64')}`;
}

/** Opens what `seal` made for the same place. Throws `SealBroken` naming the place when it was damaged, moved, sealed with another key, or never sealed. */
export function unseal(keys: SealingKeys, place: string, stored: string): string {
  const id = keyOfSealed(stored);
  if (id === undefined)
    throw new SealBroken(`${place} holds text that is not sealed: it was not written by Schoolgate`);
  const key = keys.find((one) => one.id === id);
  if (key === undefined) {
    throw new SealBroken(`${place} was sealed with the key ${id}, which is not here (here: ${idsOf(keys)})`);
  }
  const bytes = Buffer.from(stored.slice(SEALED_MARKER.length + id.length + 1), 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken(`${place} holds a sealed text that was cut short`);
  const decipher = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken(`${place} holds a sealed text that was changed after it was written`);
  }
}

/** The id of the key that a stored text says it was sealed with; undefined for text that is not sealed. */
export function keyOfSealed(stored: string): string | undefined {
  return /^sealed\.1\.([0-9a-f]{8})\./.exec(stored)?.[1];
}

function idsOf(keys: SealingKeys): string {
  return keys.map((key) => key.id).join(', ');
}
