import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { makeCertificate, writeCertificate } from '../../../test/support/certificates.ts';
import { Unusable } from '../errors/errors.ts';
import { certificateTrouble, daysLeft, openCertificate, readCertificate } from './certificate.ts';

const NOW = Temporal.Instant.from('2026-11-22T10:00:00Z');
const good = makeCertificate({ names: ['gate.school.example', '192.168.1.5'], to: '2026-12-24T10:00:00Z' });

describe('the certificate', () => {
  let folder: string;
  let files: { certificate: string; key: string };
  const write = (made: { cert: string; key: string }): void => {
    writeCertificate(folder, made);
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-certificate-'));
    files = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const refused = (where: string, says: RegExp) => (error: unknown) =>
    error instanceof Unusable && error.where === where && says.test(error.message) && error.cure !== '';

  it('is read with its key, its end and whom it is for', () => {
    write(good);
    const read = readCertificate(files, NOW);
    assert.equal(read.ends.toString(), '2026-12-24T10:00:00Z');
    assert.deepEqual(['gate.school.example', '192.168.1.5', 'other.school.example', '192.168.1.6'].map(read.isFor), [
      true,
      true,
      false,
      false,
    ]);
    assert.equal(daysLeft(read, NOW), 32);
  });

  it('is refused when its key belongs to another', () => {
    write({ cert: good.cert, key: makeCertificate().key });
    assert.throws(() => readCertificate(files, NOW), refused('SCHOOLGATE_TLS_KEY', /does not belong/));
  });

  it('is refused before its time and after it, with the day', () => {
    write(makeCertificate({ to: '2026-11-22T09:59:59Z' }));
    assert.throws(() => readCertificate(files, NOW), refused('SCHOOLGATE_TLS_CERT', /ended on 22 November 2026/));
    write(makeCertificate({ from: '2026-11-23T00:00:00Z' }));
    assert.throws(() => readCertificate(files, NOW), refused('SCHOOLGATE_TLS_CERT', /begins on 23 November 2026/));
  });

  it('is refused when a file is not there, is no PEM, or needs a passphrase; no line shows what is in it', () => {
    write(good);
    assert.throws(
      () => readCertificate({ ...files, key: join(folder, 'gone') }, NOW),
      refused('SCHOOLGATE_TLS_KEY', /gone cannot be read/),
    );
    writeFileSync(files.certificate, 'planted words');
    assert.throws(() => readCertificate(files, NOW), refused('SCHOOLGATE_TLS_CERT', /^(?!.*planted)/));
    const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: 'planted words',
    });
    write({ cert: good.cert, key: locked });
    assert.throws(() => readCertificate(files, NOW), refused('SCHOOLGATE_TLS_KEY', /passphrase/));
  });

  it('is taken anew when the files hold another, and kept when they are no good', () => {
    write(good);
    const inUse = openCertificate(files, NOW);
    assert.equal(inUse.lookAgain(NOW), false);
    const next = makeCertificate();
    write({ cert: next.cert, key: good.key });
    assert.throws(() => inUse.lookAgain(NOW), Unusable);
    assert.equal(inUse.current().cert, good.cert);
    write(next);
    assert.equal(inUse.lookAgain(NOW), true);
    assert.equal(inUse.current().cert, next.cert);
  });

  it('is spoken of in its last 21 days, when it is for another name, and when it cannot be used', () => {
    const about = (publicUrl: string, at: string): string | undefined =>
      certificateTrouble({ tls: files, publicUrl }, Temporal.Instant.from(at));
    write(good);
    assert.equal(about('https://gate.school.example', '2026-12-03T10:00:00Z'), undefined);
    assert.equal(about('https://gate.school.example', '2026-12-03T10:00:01Z'), 'The certificate ends in 20 days');
    assert.match(
      about('https://www.school.example', '2026-11-22T10:00:00Z') ?? '',
      /not made for www\.school\.example/,
    );
    assert.match(about('https://gate.school.example', '2027-01-01T00:00:00Z') ?? '', /ended on 24 December 2026/);
    assert.equal(certificateTrouble({ tls: undefined, publicUrl: 'http://localhost:1' }, NOW), undefined);
  });
});
