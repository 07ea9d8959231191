import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { systemClock } from '../time/clock.ts';
import { supervise, type Part, type SuperviseTiming, type Supervision } from './supervise.ts';

const quick: SuperviseTiming = { firstWait: 10, longestWait: 40, steadyAfter: 60_000, stopDeadline: 10_000 };

/** Writes its process id to a file named after it and runs until told to stop, then leaves the signal's name in another file. */
const obedient = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => { appendFileSync(import.meta.filename + '.signals', signal + '\\n'); process.exit(0); });
  setInterval(() => {}, 1000);
  writeFileSync(import.meta.filename + '.pid', String(process.pid));
`;

const deaf = obedient.replace('process.exit(0);', '');

const dies = (code: number): string => `process.exit(${code});`;

interface Scene {
  readonly supervision: Supervision;
  readonly lines: string[];
  pid(name: string): number | undefined;
  signals(name: string): string;
}

/** Starts the given scripts as parts, real processes all; whatever still runs at the end of the test is killed. */
function scene(
  t: TestContext,
  scripts: Readonly<Record<string, string>>,
  timing: Partial<SuperviseTiming> = {},
): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-supervise-'));
  const parts: Part[] = Object.entries(scripts).map(([name, text]) => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, text);
    return { name, file };
  });
  const lines: string[] = [];
  const supervision = supervise(parts, {
    clock: systemClock,
    say: (line) => lines.push(line),
    timing: { ...quick, ...timing },
  });
  const read = (name: string, what: string): string => {
    const file = join(folder, `${name}.mjs.${what}`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const pid = (name: string): number | undefined => {
    const text = read(name, 'pid');
    return text === '' ? undefined : Number(text);
  };
  t.after(async () => {
    supervision.stop('SIGTERM');
    for (const { name } of parts) {
      const left = pid(name);
      if (left !== undefined) killIfRunning(left);
    }
    await supervision.ended;
    rmSync(folder, { recursive: true });
  });
  return { supervision, lines, pid, signals: (name) => read(name, 'signals') };
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function until<T>(question: () => T | undefined | false): Promise<T> {
  const deadline = systemClock.monotonicMs() + 30_000;
  for (;;) {
    const answer = question();
    if (answer !== undefined && answer !== false) return answer;
    assert.ok(systemClock.monotonicMs() < deadline, `waited in vain for ${String(question)}`);
    await pause(10);
  }
}

const waits = (lines: readonly string[]): string[] => lines.flatMap((line) => /again in (.*)$/.exec(line)?.[1] ?? []);

describe('supervise', () => {
  test('starts every part and says so in one line each', async (t) => {
    const { lines, pid } = scene(t, { web: obedient, filter: obedient });
    const web = await until(() => pid('web'));
    const filter = await until(() => pid('filter'));
    assert.deepEqual(lines, [`web started (process ${web})`, `filter started (process ${filter})`]);
  });

  test('starts again the part that was killed and leaves the other alone', async (t) => {
    const { lines, pid } = scene(t, { web: obedient, filter: obedient });
    const first = await until(() => pid('web'));
    const filter = await until(() => pid('filter'));
    process.kill(first, 'SIGKILL');
    const second = await until(() => pid('web') !== first && pid('web'));
    assert.notEqual(second, first);
    assert.equal(pid('filter'), filter);
    process.kill(filter, 0);
    assert.ok(lines.includes('web was ended by SIGKILL; starting it again in 0.01 s'));
  });

  test('waits twice as long each time a part dies young, up to a limit', async (t) => {
    const { lines } = scene(t, { web: dies(3) });
    await until(() => waits(lines).length >= 5);
    assert.deepEqual(waits(lines).slice(0, 5), ['0.01 s', '0.02 s', '0.04 s', '0.04 s', '0.04 s']);
    assert.ok(lines.includes('web ended with exit code 3; starting it again in 0.01 s'));
  });

  test('begins again with the short wait after a part has lived long enough', async (t) => {
    const { lines } = scene(t, { web: dies(3) }, { steadyAfter: 0 });
    await until(() => waits(lines).length >= 3);
    assert.deepEqual(waits(lines).slice(0, 3), ['0.01 s', '0.01 s', '0.01 s']);
  });

  test('stops everything when a part says that its settings are wrong', async (t) => {
    const { supervision, lines, signals } = scene(t, {
      filter: obedient,
      web: `setTimeout(() => process.exit(78), 500);`,
    });
    assert.equal(await supervision.ended, 78);
    assert.ok(lines.includes('web cannot work with its settings, see above; stopping everything'));
    assert.equal(waits(lines).length, 0);
    assert.equal(signals('filter'), 'SIGTERM\n');
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`hands on ${signal} once and ends with 0 when all parts have`, async (t) => {
      const { supervision, pid, signals } = scene(t, { web: obedient, filter: obedient });
      await until(() => pid('web'));
      await until(() => pid('filter'));
      supervision.stop(signal);
      supervision.stop(signal);
      assert.equal(await supervision.ended, 0);
      assert.equal(signals('web'), `${signal}\n`);
      assert.equal(signals('filter'), `${signal}\n`);
    });
  }

  test('kills a part that does not stop, and says so with its exit code', async (t) => {
    const { supervision, lines, pid, signals } = scene(t, { web: deaf }, { stopDeadline: 200 });
    const web = await until(() => pid('web'));
    supervision.stop('SIGTERM');
    assert.equal(await supervision.ended, 1);
    assert.equal(signals('web'), 'SIGTERM\n');
    assert.ok(lines.includes('web did not stop within 0.2 s and is killed'));
    assert.throws(() => process.kill(web, 0), { code: 'ESRCH' });
  });

  test('stops at once while a part waits to be started again', async (t) => {
    const { supervision, lines } = scene(t, { web: dies(1) }, { firstWait: 3_600_000, longestWait: 3_600_000 });
    await until(() => waits(lines).length === 1);
    supervision.stop('SIGTERM');
    assert.equal(await supervision.ended, 0);
    assert.equal(lines.filter((line) => line.startsWith('web started')).length, 1);
  });
});
