import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { EXIT_CONFIGURATION } from '../../src/platform/process/supervise.ts';
import { endProcess, startSchoolgate, until, type Running } from '../support/running.ts';
import { ILLEGAL, visitThrough } from './filter-alone.ts';

/*
 * The supervisor alone is killed (by the system, for want of memory). Web app and filter live on without it; a new start says whose ports
 * are in use, disturbs nobody and leaves nobody behind; and when the old ones are ended, it starts.
 */

let data = '';
let running: Running;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'schoolgate-orphans-'));
  running = await startSchoolgate({ data });
});
afterEach(async () => {
  await running.end();
  for (const pid of processesOf(data)) await endProcess(pid, 'SIGKILL');
  rmSync(data, { recursive: true, force: true });
  rmSync(`${data}-keys`, { recursive: true, force: true });
});

/** Every process of the machine that works on this data folder. */
function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const settings = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        return settings.includes(`SCHOOLGATE_DATA=${folder}`) ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
}

/** Starts Schoolgate once more on the same folder and ports, and waits for its end. */
function startBeside(): { code: number | null; said: string } {
  const { web, gate, proxy } = running.ports;
  const started = spawnSync(process.execPath, [join(import.meta.dirname, '..', '..', 'src', 'main.ts')], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      PATH: process.env['PATH'],
      SCHOOLGATE_DATA: data,
      SCHOOLGATE_WEB: `127.0.0.1:${String(web)}`,
      SCHOOLGATE_GATE: `127.0.0.1:${String(gate)}`,
      SCHOOLGATE_PROXY: `127.0.0.1:${String(proxy)}`,
    },
  });
  return { code: started.status, said: started.stdout + started.stderr };
}

describe('a killed supervisor', () => {
  test('leaves web app and filter at work; a new start refuses clearly, disturbs neither and leaves no process behind', async () => {
    const left = await running.abandon();
    const atWork = async (): Promise<void> => {
      assert.equal((await fetch(`${running.web}/healthz`)).status, 200);
      assert.equal((await fetch(`${running.gate}/healthz`)).status, 200);
      assert.equal((await visitThrough(running.ports.proxy, `http://${ILLEGAL}/`)).status, 403);
    };
    await atWork();
    const beside = startBeside();
    assert.equal(beside.code, EXIT_CONFIGURATION, beside.said);
    assert.match(
      beside.said,
      /is already in use by another program\. Stop that program|port is in use by another program\. Stop that one/,
    );
    assert.deepEqual([...processesOf(data)].sort(), [left.web, left.filter].sort(), 'another process is left');
    await atWork();
    for (const pid of [left.web, left.filter]) await endProcess(pid);
    assert.deepEqual(processesOf(data), []);
    const again = await startSchoolgate({ data, ports: running.ports });
    try {
      await until(async () => (await fetch(`${running.gate}/healthz`)).ok, 'the filter does not start again');
    } finally {
      assert.equal(await again.stop(), 0);
    }
    assert.deepEqual(processesOf(data), []);
  });
});
