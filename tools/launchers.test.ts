import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

/**
 * The launchers, run as a person runs them, in a made-up project. npm stands outside us and is a small shell script here that
 * notes its arguments and leaves behind what the real one does.
 */
const oneLock = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-machine': { version: '1.0.0', optional: true },
  },
});

const npm = `#!/bin/sh
echo "$@" >> npm-calls
mkdir -p node_modules/a node_modules/.bin
echo '{}' > node_modules/a/package.json
echo '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' > node_modules/.package-lock.json
ln -sf '${process.execPath}' node_modules/.bin/node
`;

interface Project {
  readonly root: string;
  write(path: string, text: string): void;
  run(script: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }>;
  npmCalls(): string[];
}

function project(t: TestContext): Project {
  const root = mkdtempSync(join(tmpdir(), 'schoolgate-launch-'));
  t.after(() => {
    rmSync(root, { recursive: true });
  });
  cpSync(import.meta.dirname, join(root, 'tools'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package-lock.json', oneLock);
  write('src/main.ts', `console.log('main', process.argv.slice(2).join(' ')); process.exitCode = 5;`);
  write('src/cli.ts', `console.log('cli', process.argv.slice(2).join(' ')); process.exitCode = 7;`);
  write('outside/npm', npm);
  chmodSync(join(root, 'outside/npm'), 0o755);
  return {
    root,
    write,
    run: (script, ...args) =>
      new Promise((resolve) => {
        const env = { ...process.env, PATH: `${join(root, 'outside')}${delimiter}${process.env['PATH'] ?? ''}` };
        const child = spawn(process.execPath, [join(root, 'tools', script), ...args], { cwd: root, env });
        let out = '';
        let err = '';
        child.stdout.on('data', (data: Buffer) => (out += data.toString()));
        child.stderr.on('data', (data: Buffer) => (err += data.toString()));
        child.once('close', (code) => {
          resolve({ code, out, err });
        });
      }),
    npmCalls: () =>
      existsSync(join(root, 'npm-calls')) ? readFileSync(join(root, 'npm-calls'), 'utf8').trim().split('\n') : [],
  };
}

describe('npm start', () => {
  test('installs on a fresh clone, without scripts of packages, then starts and hands on the exit code', async (t) => {
    const { run, npmCalls } = project(t);
    const { code, out, err } = await run('run.mjs', 'start', 'x');
    assert.equal(err, '');
    assert.match(out, /^Schoolgate: installing .*\nSchoolgate: installed in \d+ s\nmain x\n$/);
    assert.equal(code, 5);
    assert.equal(npmCalls().length, 1);
    assert.match(npmCalls()[0] ?? '', /^ci --ignore-scripts /);
  });

  test('does not install a second time', async (t) => {
    const { run, npmCalls } = project(t);
    await run('run.mjs', 'start');
    assert.equal((await run('run.mjs', 'start')).out, 'main \n');
    assert.equal(npmCalls().length, 1);
  });

  test('is content with what somebody installed by hand, and with an absent package for other machines', async (t) => {
    const { root, run, npmCalls } = project(t);
    await run('run.mjs', 'start');
    rmSync(join(root, 'node_modules', '.schoolgate-lock'));
    assert.equal((await run('run.mjs', 'start')).out, 'main \n');
    assert.equal(npmCalls().length, 1);
  });

  test('installs again when the lock file names another version', async (t) => {
    const { run, npmCalls, write } = project(t);
    await run('run.mjs', 'start');
    write('package-lock.json', oneLock.replace('1.0.0', '1.0.1'));
    await run('run.mjs', 'start');
    assert.equal(npmCalls().length, 2);
  });

  test('installs again when a package has gone missing', async (t) => {
    const { root, run, npmCalls } = project(t);
    await run('run.mjs', 'start');
    rmSync(join(root, 'node_modules', '.schoolgate-lock'));
    rmSync(join(root, 'node_modules', 'a'), { recursive: true });
    await run('run.mjs', 'start');
    assert.equal(npmCalls().length, 2);
  });

  test('stops with npm’s own message and a cure when npm fails, and starts nothing', async (t) => {
    const { run, write } = project(t);
    write('outside/npm', '#!/bin/sh\necho no network >&2\nexit 1\n');
    const { code, out, err } = await run('run.mjs', 'start');
    assert.equal(code, 1);
    assert.match(err, /^no network\nSchoolgate: npm ci failed/);
    assert.doesNotMatch(out, /main/);
  });

  test('names the tasks when asked for one that does not exist', async (t) => {
    const { run, npmCalls } = project(t);
    const { code, err } = await run('run.mjs', 'strat');
    assert.equal(code, 64);
    assert.match(err, /the tasks are start, demo, /);
    assert.deepEqual(npmCalls(), []);
  });
});

describe('npx schoolgate', () => {
  test('is found beside the packages after the first start, and again after they were installed anew', async (t) => {
    const { root, run } = project(t);
    const link = join(root, 'node_modules', '.bin', 'schoolgate');
    await run('run.mjs', 'start');
    assert.equal(realpathSync(link), realpathSync(join(root, 'tools', 'schoolgate.mjs')));
    rmSync(link);
    await run('run.mjs', 'start');
    assert.equal(realpathSync(link), realpathSync(join(root, 'tools', 'schoolgate.mjs')));
  });

  test('runs the command line on the pinned Node with its arguments and exit code', async (t) => {
    const { root, run } = project(t);
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    assert.deepEqual(await run('schoolgate.mjs', 'doctor', '--quick'), {
      code: 7,
      out: 'cli doctor --quick\n',
      err: '',
    });
  });

  test('says in one line what to do when the Node beside it is too old', async (t) => {
    const { root, run, write } = project(t);
    write('node_modules/.bin/node', '#!/bin/sh\necho v20.1.0\n');
    chmodSync(join(root, 'node_modules/.bin/node'), 0o755);
    const { code, out, err } = await run('schoolgate.mjs', 'doctor');
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /^Schoolgate needs Node 26, and .* is v20\.1\.0\. Run “npm ci” here again\.\n$/);
  });
});
