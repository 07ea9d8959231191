import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { runCli } from './testing.ts';

describe('the command line, asked wrongly or before there are records', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-cli-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists the commands when none is given or it is unknown', () => {
    for (const args of [[], ['dokter']]) {
      const { code, err } = runCli(folder, args);
      assert.equal(code, 64);
      for (const name of ['doctor', 'decide', 'verify', 'import roster', 'settings', 'demo']) {
        assert.match(err, new RegExp(`npx schoolgate ${name}`));
      }
    }
  });

  it('says how each command is written', () => {
    for (const [args, says] of [
      [['decide'], /--url is missing/],
      [['decide', '--profile', 'ks2', '--person', 'x', '--url', 'http://a.example'], /not both/],
      [['decide', '--colour', 'red'], /--colour/],
      [['import'], /say what to import/],
      [['import', 'roster'], /give a zip, a folder or files/],
      [['doctor', '--fast'], /no options/],
      [['demo', '--fast'], /--make/],
    ] as const) {
      const { code, err } = runCli(folder, args);
      assert.equal(code, 64, args.join(' '));
      assert.match(err, says);
    }
  });

  it('says that there are no records, and what to do', () => {
    for (const args of [['verify'], ['import', 'roster', folder, '--dry-run']]) {
      const { code, err } = runCli(folder, args);
      assert.equal(code, 78);
      assert.match(err, /holds no records yet.*npm start/);
    }
  });

  it('decides nothing while there is no ruleset', () => {
    const { code, out, err } = runCli(folder, ['decide', '--profile', 'ks2', '--url', 'http://example.org']);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /no valid ruleset/);
  });

  it('names a wrong setting and its cure', () => {
    const { code, err } = runCli(folder, ['settings'], { SCHOOLGATE_WEB: 'here' });
    assert.equal(code, 78);
    assert.match(err, /SCHOOLGATE_WEB: “here” is not host:port/);
  });

  it('prints every setting of the machine with what it is now', () => {
    const { code, out } = runCli(folder, ['settings']);
    assert.equal(code, 0);
    assert.match(out, /SCHOOLGATE_GATE\n.*\n {2}set to 127\.0\.0\.1:1/);
    assert.match(out, new RegExp(`Records: ${folder}`));
  });

  it('lets doctor say what is missing on a machine where nothing was started yet', () => {
    const { code, out } = runCli(folder, ['doctor']);
    assert.equal(code, 1);
    assert.match(out, /LOOK +processes +Schoolgate is not running/);
    assert.match(out, /LOOK +records +there are none yet/);
    assert.match(out, /→ Start it with npm start/);
  });

  it('lets doctor find a data folder that others can enter', () => {
    chmodSync(folder, 0o755);
    assert.match(runCli(folder, ['doctor']).out, /LOOK +data folder .*0755.*\n +→ Run: chmod 700/);
    chmodSync(folder, 0o700);
    assert.match(runCli(folder, ['doctor']).out, /ok +data folder/);
  });

  it('lets doctor find that there is no data folder at all', () => {
    const { code, out } = runCli(join(folder, 'nowhere'), ['doctor']);
    assert.equal(code, 1);
    assert.match(out, /LOOK +data folder .*is not there/);
  });
});
