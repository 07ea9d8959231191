import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { Unusable } from '../errors/errors.ts';
import { DEMONSTRATION_MARKER, readConfig } from './config.ts';

describe('the settings of the machine', () => {
  it('stay on loopback when nothing is set', () => {
    const config = readConfig({});
    assert.deepEqual(
      [config.web, config.gate, config.proxy],
      [
        { host: '127.0.0.1', port: 8080 },
        { host: '127.0.0.1', port: 8081 },
        { host: '127.0.0.1', port: 3128 },
      ],
    );
    assert.equal(config.publicUrl, 'http://localhost:8080');
    assert.ok(Object.isFrozen(config));
  });

  for (const [name, value] of [
    ['SCHOOLGATE_WEB', '0.0.0.0:8080'],
    ['SCHOOLGATE_WEB', 'localhost'],
    ['SCHOOLGATE_GATE', '127.0.0.1:99999'],
    ['SCHOOLGATE_PROXY', ':3128'],
    ['SCHOOLGATE_DNS', 'everywhere'],
    ['SCHOOLGATE_PUBLIC_URL', 'school.example'],
    ['SCHOOLGATE_TRUSTED_PROXY', 'caddy'],
    ['SCHOOLGATE_SCHOOL_NETWORKS', '0.0.0.0/0'],
    ['SCHOOLGATE_OUTSIDE', 'everybody'],
    ['SCHOOLGATE_GATE_URL', 'http://gate.example/path'],
    ['SCHOOLGATE_FILTER_WORKERS', '9'],
  ] as const) {
    it(`refuse ${name}=${value}, naming the setting and the cure`, () => {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error) => error instanceof Unusable && error.where === name && error.cure !== '',
      );
    });
  }

  const TLS = { SCHOOLGATE_TLS_CERT: 'tls.crt', SCHOOLGATE_TLS_KEY: 'tls.key' };
  const BEYOND = { SCHOOLGATE_WEB: '0.0.0.0:8443', SCHOOLGATE_PUBLIC_URL: 'https://schoolgate.school.example' };
  const PROXY = { SCHOOLGATE_TRUSTED_PROXY: '127.0.0.1' };
  for (const [what, setting, env] of [
    ['a certificate without its key', 'SCHOOLGATE_TLS_KEY', { SCHOOLGATE_TLS_CERT: 'tls.crt' }],
    ['a key without its certificate', 'SCHOOLGATE_TLS_CERT', { SCHOOLGATE_TLS_KEY: 'tls.key' }],
    ['listening beyond this machine with neither', 'SCHOOLGATE_WEB', BEYOND],
    ['TLS under a plain address', 'SCHOOLGATE_PUBLIC_URL', { ...TLS, SCHOOLGATE_PUBLIC_URL: 'http://school.example' }],
    ['a reverse proxy in front of a plain address', 'SCHOOLGATE_PUBLIC_URL', PROXY],
    ['other computers sent to localhost', 'SCHOOLGATE_PUBLIC_URL', { ...TLS, SCHOOLGATE_WEB: '0.0.0.0:8443' }],
    [
      'a plain gate under a name that is kept to HTTPS',
      'SCHOOLGATE_GATE_URL',
      { ...TLS, ...BEYOND, SCHOOLGATE_GATE_URL: 'http://schoolgate.school.example:8081' },
    ],
  ] as const) {
    it(`refuse ${what}, naming the setting and the cure`, () => {
      assert.throws(
        () => readConfig(env),
        (error) => error instanceof Unusable && error.where === setting && error.cure !== '',
      );
    });
  }

  it('let the web app listen beyond this machine with TLS, or behind a named reverse proxy', () => {
    const tls = readConfig({ ...TLS, ...BEYOND, SCHOOLGATE_GATE_URL: 'http://gate.school.example:8081' });
    assert.equal(tls.tls?.key, join(process.cwd(), 'tls.key'));
    assert.deepEqual([tls.web.host, tls.publicUrl], ['0.0.0.0', 'https://schoolgate.school.example']);
    const proxied = readConfig({ ...PROXY, ...BEYOND });
    assert.deepEqual([proxied.tls, proxied.trustedProxy.written], [undefined, ['127.0.0.1']]);
    assert.equal(readConfig({ ...TLS }).publicUrl, 'https://localhost:8080');
  });

  it('take the private networks as the school’s, and this machine whatever is set', () => {
    const usual = readConfig({});
    assert.deepEqual(['192.168.7.7', '127.0.0.1', '203.0.113.9'].map(usual.insideSchool), [true, true, false]);
    assert.equal(usual.outside, 'parents');
    const own = readConfig({ SCHOOLGATE_SCHOOL_NETWORKS: '203.0.113.0/24', SCHOOLGATE_OUTSIDE: 'staff' });
    assert.deepEqual(['192.168.7.7', '127.0.0.1', '203.0.113.9'].map(own.insideSchool), [false, true, true]);
    assert.equal(own.outside, 'staff');
  });

  it('may stand in files, and a file that is not there is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-config-'));
    try {
      writeFileSync(join(folder, 'web'), '127.0.0.1:9000\n');
      assert.equal(readConfig({ SCHOOLGATE_WEB_FILE: join(folder, 'web') }).web.port, 9000);
      assert.throws(
        () => readConfig({ SCHOOLGATE_WEB_FILE: join(folder, 'gone') }),
        (error) => error instanceof Unusable && error.where === 'SCHOOLGATE_WEB_FILE',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('name what is set and not used yet', () => {
    assert.deepEqual(readConfig({ SCHOOLGATE_DNS: '127.0.0.1:5353' }).unused, ['SCHOOLGATE_DNS']);
  });

  it('know a demonstration by the marker in its folder, whatever the environment says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-config-'));
    try {
      assert.equal(readConfig({ SCHOOLGATE_DATA: folder }).demo, false);
      writeFileSync(join(folder, DEMONSTRATION_MARKER), '');
      assert.equal(readConfig({ SCHOOLGATE_DATA: folder }).demo, true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
