import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { SealBroken, type SealingKey, type SealingKeys } from '../db/sealing.ts';

/**
 * A file sealed piece by piece, so that it is never whole in memory: AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway,
 * Vizár 2015). Layout: `SGF1`, eight characters of the key's id, 32 bytes of salt, then pieces of 64 KiB, each with its tag of 16 bytes.
 * Each file has a key of its own (HKDF-SHA-256 of the casework key and the salt); the nonce is the piece's number and whether it is the last,
 * so that pieces cannot be changed, swapped, repeated or cut off unseen.
 */

const MAGIC = 'SGF1';
const SALT = 32;
const HEADER = MAGIC.length + 8 + SALT;
const TAG = 16;
export const PIECE = 64 * 1024;

/** Seals what `source` gives. */
export async function* sealFile(
  keys: SealingKeys,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [key] = keys;
  const salt = randomBytes(SALT);
  yield Buffer.concat([Buffer.from(`${MAGIC}${key.id}`), salt]);
  const secret = keyFor(key, salt);
  let waiting = Buffer.alloc(0);
  let number = 0;
  for await (const bytes of source) {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length > PIECE) {
      yield sealPiece(secret, number++, false, waiting.subarray(0, PIECE));
      waiting = waiting.subarray(PIECE);
    }
  }
  yield sealPiece(secret, number, true, waiting);
}

/** Opens a sealed file piece by piece. Throws `SealBroken` naming it when it was changed, cut short or sealed with a key that is not here. */
export async function* openSealedFile(
  keys: SealingKeys,
  name: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting = Buffer.alloc(0);
  let secret: Uint8Array | undefined;
  let number = 0;
  for await (const bytes of source) {
    waiting = Buffer.concat([waiting, bytes]);
    if (secret === undefined) {
      if (waiting.length < HEADER) continue;
      secret = keyOfHeader(keys, name, waiting.subarray(0, HEADER));
      waiting = waiting.subarray(HEADER);
    }
    while (waiting.length > PIECE + TAG) {
      yield openPiece(secret, name, number++, false, waiting.subarray(0, PIECE + TAG));
      waiting = waiting.subarray(PIECE + TAG);
    }
  }
  if (secret === undefined || waiting.length < TAG) throw new SealBroken(`the file ${name} was cut short`);
  yield openPiece(secret, name, number, true, waiting);
}

function keyOfHeader(keys: SealingKeys, name: string, header: Uint8Array): Uint8Array {
  const start = Buffer.from(header.subarray(0, MAGIC.length + 8)).toString('latin1');
  if (!start.startsWith(MAGIC)) throw new SealBroken(`the file ${name} is not one that Schoolgate sealed`);
  const id = start.slice(MAGIC.length);
  const key = keys.find((one) => one.id === id);
  if (key === undefined) throw new SealBroken(`the file ${name} was sealed with the key ${id}, which is not here`);
  return keyFor(key, header.subarray(MAGIC.length + 8));
}

function keyFor(key: SealingKey, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.secret, salt, 'schoolgate file', 32));
}

function nonceOf(number: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function sealPiece(secret: Uint8Array, number: number, last: boolean, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', secret, nonceOf(number, last), { authTagLength: TAG });
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function openPiece(secret: Uint8Array, name: string, number: number, last: boolean, bytes: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', secret, nonceOf(number, last), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw new SealBroken(`the file ${name} was changed or cut short after it was written`);
  }
}
