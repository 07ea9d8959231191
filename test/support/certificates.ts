import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';

/*
 * Certificates for tests, signed by themselves: just enough of X.509 (RFC 5280) in DER. Made here so that tests need no program of the machine, and may
 * have any dates.
 */

export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes one for these names and addresses, good from `from` until `to`. */
export function makeCertificate(
  options: { names?: readonly string[]; from?: string; to?: string } = {},
): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { names = ['localhost', '127.0.0.1'], from = '2020-01-01T00:00:00Z', to = '2045-01-01T00:00:00Z' } = options;
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const who = sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from('Schoolgate test')))));
  const alternatives = sequence(
    ...names.map((name) =>
      isIPv4(name) ? tlv(0x87, Buffer.from(name.split('.').map(Number))) : tlv(0x82, Buffer.from(name)),
    ),
  );
  const toBeSigned = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    algorithm,
    who,
    sequence(generalizedTime(from), generalizedTime(to)),
    who,
    publicKey.export({ format: 'der', type: 'spki' }),
    tlv(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, tlv(0x04, alternatives)))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const der = sequence(toBeSigned, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: pem(privateKey),
  };
}

/** Writes one into a folder; gives the two settings that name the files. */
export function writeCertificate(
  folder: string,
  made: MadeCertificate = makeCertificate(),
): { SCHOOLGATE_TLS_CERT: string; SCHOOLGATE_TLS_KEY: string } {
  const [certificate, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  writeFileSync(certificate, made.cert);
  writeFileSync(key, made.key, { mode: 0o600 });
  return { SCHOOLGATE_TLS_CERT: certificate, SCHOOLGATE_TLS_KEY: key };
}

function tlv(tag: number, value: Buffer): Buffer {
  const length =
    value.length < 128
      ? Buffer.from([value.length])
      : value.length < 256
        ? Buffer.from([0x81, value.length])
        : Buffer.from([0x82, value.length >> 8, value.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts));

/** `2026-11-22T10:00:00Z` as `20261122100000Z`. */
const generalizedTime = (text: string): Buffer => tlv(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')));

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' });

/** Object identifiers, as DER has them. */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex');
