import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

import type { Exposure } from '../config/exposure.ts';
import { Unusable } from '../errors/errors.ts';

/** The web app's certificate with its key, found good at the time it was read. */
export interface Certificate {
  /** PEM: the certificate and those between it and its root. */
  readonly cert: string;
  /** PEM. Never logged. */
  readonly key: string;
  readonly ends: Temporal.Instant;
  /** Whether it was made for this host name or address. */
  isFor(hostname: string): boolean;
}

type Files = NonNullable<Exposure['tls']>;

/** From so many days before its end on, people are told of the certificate. A renewal that failed has been tried for weeks by then. */
export const CERTIFICATE_WARNING_DAYS = 21;

/**
 * Reads and checks both files. Throws `Unusable` with the setting and the cure when one cannot be read, is not PEM, needs a passphrase, is of no use to
 * TLS, when they do not belong together, and when `now` is not within the certificate's time.
 */
export function readCertificate(files: Files, now: Temporal.Instant): Certificate {
  const cert = readText('SCHOOLGATE_TLS_CERT', files.certificate);
  const key = readText('SCHOOLGATE_TLS_KEY', files.key);
  const certificate = parse('SCHOOLGATE_TLS_CERT', files.certificate, 'no certificate in PEM form', () => {
    return new X509Certificate(cert);
  });
  const privateKey = parse(
    'SCHOOLGATE_TLS_KEY',
    files.key,
    'no private key in PEM form, or one with a passphrase',
    () => createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new Unusable(
      'SCHOOLGATE_TLS_KEY',
      `the key in ${files.key} does not belong to the certificate in ${files.certificate}.`,
      'Set both to files of the same renewal.',
    );
  }
  parse('SCHOOLGATE_TLS_CERT', files.certificate, 'a certificate or key that is too weak for TLS', () =>
    createSecureContext({ cert, key, minVersion: 'TLSv1.2' }),
  );
  const [begins, ends] = [instantOf(certificate.validFromDate), instantOf(certificate.validToDate)];
  if (Temporal.Instant.compare(now, ends) >= 0) {
    throw new Unusable(
      'SCHOOLGATE_TLS_CERT',
      `the certificate in ${files.certificate} ended on ${dayOf(ends)}.`,
      'Renew it; until then browsers would refuse it anyway.',
    );
  }
  if (Temporal.Instant.compare(now, begins) < 0) {
    throw new Unusable(
      'SCHOOLGATE_TLS_CERT',
      `the certificate in ${files.certificate} begins on ${dayOf(begins)} only.`,
      'Check the clock of this machine, then the certificate.',
    );
  }
  return {
    cert,
    key,
    ends,
    isFor: (hostname) => {
      const bare = hostname.replaceAll(/[[\]]/g, '');
      return (isIP(bare) === 0 ? certificate.checkHost(bare) : certificate.checkIP(bare)) !== undefined;
    },
  };
}

/** Whole days until the certificate ends; below zero when it has ended. */
export function daysLeft(certificate: Pick<Certificate, 'ends'>, now: Temporal.Instant): number {
  return Math.floor(now.until(certificate.ends).total('days'));
}

/**
 * What somebody should know of the certificate in the files, in one line; undefined when there is none to speak of or all is well. Also says what
 * `readCertificate` would throw: the web app goes on with the last good one meanwhile.
 */
export function certificateTrouble(
  exposure: Pick<Exposure, 'tls' | 'publicUrl'>,
  now: Temporal.Instant,
): string | undefined {
  if (exposure.tls === undefined) return undefined;
  try {
    const certificate = readCertificate(exposure.tls, now);
    const { hostname } = new URL(exposure.publicUrl);
    if (!certificate.isFor(hostname)) return `The certificate is not made for ${hostname}: browsers warn of it`;
    const left = daysLeft(certificate, now);
    return left < CERTIFICATE_WARNING_DAYS
      ? `The certificate ends in ${String(left)} ${left === 1 ? 'day' : 'days'}`
      : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'The certificate cannot be read';
  }
}

/** What can be told of the certificate in the files, also when it is of no use. */
export interface CertificateAsItStands {
  readonly file: string;
  /** Host names and addresses that it was made for; none when it cannot be read. */
  readonly names: readonly string[];
  readonly ends: Temporal.Instant | undefined;
  /** As `certificateTrouble` says it. */
  readonly trouble: string | undefined;
}

/** Looks at the certificate in the files; undefined when the web app has none of its own. */
export function certificateAsItStands(
  exposure: Pick<Exposure, 'tls' | 'publicUrl'>,
  now: Temporal.Instant,
): CertificateAsItStands | undefined {
  if (exposure.tls === undefined) return undefined;
  const file = exposure.tls.certificate;
  const trouble = certificateTrouble(exposure, now);
  try {
    const certificate = new X509Certificate(readFileSync(file));
    const names = (certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/g);
    return { file, names: [...names].map(([, name = '']) => name), ends: instantOf(certificate.validToDate), trouble };
  } catch {
    return { file, names: [], ends: undefined, trouble };
  }
}

/** Keeps the certificate that is in use, and takes a new one from the files when they hold one. */
export interface CertificateInUse {
  current(): Certificate;
  /** Looks at the files again. True when they hold another certificate, which is then the current one. Throws `Unusable` and keeps the old one when they are no good. */
  lookAgain(now: Temporal.Instant): boolean;
}

/** Reads the certificate for the first time; throws as `readCertificate`. */
export function openCertificate(files: Files, now: Temporal.Instant): CertificateInUse {
  let current = readCertificate(files, now);
  return {
    current: () => current,
    lookAgain(at) {
      const found = readCertificate(files, at);
      if (found.cert === current.cert && found.key === current.key) return false;
      current = found;
      return true;
    },
  };
}

function readText(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Unusable(
      setting,
      `the file ${file} cannot be read.`,
      'Check the path, and that this account may read it.',
    );
  }
}

/** What a library says of a broken file is not for people, and may quote it. */
function parse<Value>(setting: string, file: string, problem: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new Unusable(setting, `the file ${file} holds ${problem}.`, 'Set it to the right file.');
  }
}

const instantOf = (date: { getTime(): number }): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime());

const dayOf = (instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO('Europe/London').toPlainDate().toLocaleString('en-GB', { dateStyle: 'long' });
