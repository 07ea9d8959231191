import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { Unusable } from '../../platform/errors/errors.ts';
import type { SiteFolder } from './site-folder.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Keys between the web app and the filter. The private half signs rulesets and stays with the app; the filter has the public half and
 * the key of the tickets that go between gate and app.
 */

const keysSchema = z.strictObject({
  /** Ed25519, PEM (SPKI). */
  rulesetPublicKey: z.string().max(1000),
  /** 256 bits as hex. */
  ticketKey: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface FilterKeys {
  readonly rulesetPublicKey: string;
  readonly ticketKey: Buffer;
}

/** The keys as the app needs them; `privateKey` is an Ed25519 key as PEM (PKCS #8). */
export interface AppKeys extends FilterKeys {
  readonly privateKey: string;
}

/** Makes both folders of a site, readable by their owner only. Does nothing where they exist. */
export function makeSiteFolder(folder: SiteFolder): void {
  mkdirSync(folder.appToFilter, { recursive: true, mode: 0o700 });
  mkdirSync(folder.filterToApp, { recursive: true, mode: 0o700 });
}

/** Makes a new key pair and ticket key, puts what the filter needs into keys.json (mode 0600), and gives the private key as PEM to keep. */
export function makeKeys(folder: SiteFolder): AppKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return writeKeys(
    folder,
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicKeyText(publicKey),
    randomBytes(32),
  );
}

/**
 * The site's keys: read where they exist, made where they do not. The private key is kept in `<data>/keys/ruleset-private.pem`.
 * A keys.json that lacks or contradicts the private key is written anew: the app is the only one that may sign.
 */
export function loadOrMakeKeys(dataFolder: string, folder: SiteFolder): AppKeys {
  makeSiteFolder(folder);
  const path = join(dataFolder, 'keys', 'ruleset-private.pem');
  if (!existsSync(path)) {
    const made = makeKeys(folder);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeWhole(path, [Buffer.from(made.privateKey)]);
    return made;
  }
  const privateKey = readFileSync(path, 'utf8');
  const rulesetPublicKey = publicHalf(privateKey, path);
  const known = existsSync(folder.keys) ? readKeys(folder) : undefined;
  if (known?.rulesetPublicKey === rulesetPublicKey) return { ...known, privateKey };
  return writeKeys(folder, privateKey, rulesetPublicKey, known?.ticketKey ?? randomBytes(32));
}

/** Reads keys.json. Throws Unusable when it is missing or damaged. */
export function readKeys(folder: SiteFolder): FilterKeys {
  const cure = 'Start the web app once: it makes the file.';
  let text: string;
  try {
    text = readFileSync(folder.keys, 'utf8');
  } catch (error) {
    throw new Unusable(folder.keys, `cannot be read (${codeOf(error)}).`, cure);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unusable(folder.keys, 'is not JSON.', `Remove it. ${cure}`);
  }
  const parsed = keysSchema.safeParse(value);
  if (!parsed.success) throw new Unusable(folder.keys, 'lacks rulesetPublicKey or ticketKey.', `Remove it. ${cure}`);
  return { rulesetPublicKey: parsed.data.rulesetPublicKey, ticketKey: Buffer.from(parsed.data.ticketKey, 'hex') };
}

function writeKeys(folder: SiteFolder, privateKey: string, rulesetPublicKey: string, ticketKey: Buffer): AppKeys {
  const text = JSON.stringify({ rulesetPublicKey, ticketKey: ticketKey.toString('hex') });
  writeWhole(folder.keys, [Buffer.from(`${text}\n`)]);
  return { privateKey, rulesetPublicKey, ticketKey };
}

function publicHalf(privateKey: string, path: string): string {
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    return publicKeyText(createPublicKey(key));
  } catch {
    throw new Unusable(
      path,
      'is not an Ed25519 private key.',
      'Restore it from the key backup, or remove it: a new one is made at the next start.',
    );
  }
}

function publicKeyText(key: ReturnType<typeof createPublicKey>): string {
  return key.export({ type: 'spki', format: 'pem' });
}

/** The system's code of a failure (ENOENT), without paths or contents. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown failure';
}
