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
    ['SCHOOLGATE_GATE_URL', 'http://gate.example/path'],
    ['SCHOOLGATE_FILTER_WORKERS', '9'],
    ['SCHOOLGATE_DATABASE_URL', 'postgres://localhost/school'],
  ] as const) {
    it(`refuse ${name}=${value}, naming the setting and the cure`, () => {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error) => error instanceof Unusable && error.where === name && error.cure !== '',
      );
    });
  }

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
