import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { startFilter } from '../../src/filter/proxy/filter-process.ts';
import { appendSession } from '../../src/filter/ruleset/session-tail.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { systemClock, type Clock } from '../../src/platform/time/clock.ts';
import { until } from '../support/running.ts';
import { ILLEGAL, listed, makeFilterAlone, visitThrough, type Answer, type FilterAlone } from './filter-alone.ts';

/*
 * "When something is missing" of the contracts, row by row, on the real filter process. In each the illegal tier stays closed. The rows
 * about the records (audit, disk full) are in missing-records.test.ts.
 */

let filter: FilterAlone;

beforeEach(async () => {
  filter = await makeFilterAlone();
});
afterEach(async () => {
  await filter.end();
});

const illegal = `http://${ILLEGAL}/`;
const games = `http://${listed.games}/`;
const gambling = `http://${listed.gambling}/`;

/** Signs somebody in at this machine's address, as the web app does. */
function signIn(person: string): void {
  appendSession(filter.folder, 1, { op: 'in', address: '127.0.0.1', person, until: '2099-01-01T00:00:00Z' });
}

async function statusOf(url: string): Promise<number> {
  return (await filter.visit(url)).status;
}

async function illegalIsClosed(): Promise<void> {
  for (const url of [illegal, `http://www.${ILLEGAL}/page`]) assert.equal(await statusOf(url), 403, url);
}

/** Puts a ruleset in the place of the newest that is damaged in its payload. */
function publishBroken(number: number): string {
  const path = filter.folder.ruleset(1, number);
  const good = readFileSync(filter.folder.ruleset(1, number - 1), 'utf8');
  writeFileSync(
    path,
    good.replace('"number":' + String(number - 1), '"number":' + String(number)).replace('games sites', 'games sitez'),
  );
  return path;
}

describe('no valid ruleset ever', () => {
  test('only gate, help sites and update hosts are open', async () => {
    await filter.start();
    await illegalIsClosed();
    for (const url of [games, filter.openSite, 'http://never-heard-of.example/'])
      assert.equal(await statusOf(url), 403, url);
    const start = await filter.visit(`${filter.gate}/`);
    assert.equal(start.status, 200);
    assert.match(start.body, /Tell an adult/);
    // Names under real help and update hosts that nobody has: what is refused is refused before any name is looked up.
    for (const host of ['no-such-name.childline.org.uk', 'no-such-name.deb.debian.org']) {
      assert.notEqual(await statusOf(`http://${host}/`), 403, host);
    }
    assert.equal(filter.status()?.inForce, null);
  });

  test('a broken first ruleset opens nothing', async () => {
    await filter.start();
    await filter.publish();
    await filter.kill();
    for (const file of [filter.folder.ruleset(1, 1)]) writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40));
    await filter.start();
    await filter.alarm('ruleset-broken');
    await illegalIsClosed();
    for (const url of [games, filter.openSite]) assert.equal(await statusOf(url), 403, url);
  });
});

describe('newest ruleset broken', () => {
  test('the last good one stays in force, with an alarm that names file, place and cure; also after a restart', async () => {
    await filter.publish();
    await filter.start();
    assert.equal((await filter.visit(filter.openSite)).body, 'the open site');
    const path = publishBroken(2);
    for (const restart of [false, true]) {
      if (restart) {
        await filter.kill();
        await filter.start();
      }
      const alarm = await filter.alarm('ruleset-broken');
      assert.ok(alarm.includes(path) && /line 2.*checksum.*Publish again/.test(alarm), alarm);
      assert.equal(filter.status()?.inForce?.number, 1);
      assert.equal(await statusOf(filter.openSite), 200);
      assert.equal(await statusOf(gambling), 403);
      await illegalIsClosed();
    }
    await filter.publish({ schoolName: 'Mended' });
    await until(() => filter.status()?.alarms.length === 0, 'the alarm does not end when a good ruleset comes');
  });
});

describe('person unknown', () => {
  test('the strictest pupil profile of the site holds', async () => {
    // The network's own profile (ks2) opens what no list knows; the strictest (ks1) does not.
    await filter.publish({ networkProfile: 'ks2' });
    await filter.start();
    assert.equal(await statusOf(filter.openSite), 200);
    signIn('nobody-of-this-name');
    await until(
      async () => (await statusOf(filter.openSite)) === 403,
      'a person nobody knows has the network’s profile',
    );
    assert.equal(await statusOf(games), 403);
    await illegalIsClosed();
    const seen = filter
      .records()
      .flatMap(({ event }) => (event.type === 'blocked' && event.host === listed.games ? [event] : []));
    assert.equal(seen.at(-1)?.profile, 'ks1');
  });
});

describe('spool cannot be written', () => {
  test('the filter goes on deciding, counts what is not recorded, and raises the alarm on gate and health', async () => {
    await filter.publish();
    await filter.start();
    assert.equal(await statusOf(gambling), 403);
    await until(() => filter.records().length === 1, 'the first refusal is on record');

    filter.limitFiles(1);
    for (let i = 0; i < 3; i++) assert.equal(await statusOf(gambling), 403);
    assert.equal((await filter.visit(filter.openSite)).body, 'the open site');
    await illegalIsClosed();
    const called = await tellAnAdult();
    assert.match(called.body, /Tell a grown-up now/);
    assert.doesNotMatch(called.body, /Saved/);
    const health = await (await fetch(`${filter.gate}/healthz`)).text();
    assert.match(health, /"spool":"failing"/);
    await until(
      async () => (await filter.atGate('/')).body.includes('cannot write its record'),
      'the gate says nothing',
    );

    filter.limitFiles(undefined);
    const alarmEnds = async (): Promise<boolean> => {
      await filter.visit(gambling);
      return (await (await fetch(`${filter.gate}/healthz`)).text()).includes('"spool":"writing"');
    };
    await until(alarmEnds, 'recording does not go on by itself');
    await until(() => {
      const lost = filter
        .records()
        .reduce((sum, { event }) => sum + (event.type === 'unrecorded' ? event.count : 0), 0);
      return lost > 0 && lost === filter.status()?.unrecorded;
    }, 'what was lost is not reported');
    assert.ok(
      (filter.status()?.unrecorded ?? 0) >= 6,
      'three refusals, two illegal ones and a call for help were lost',
    );
    const numbers = filter.records().map(({ worker, seq }) => `${String(worker)}/${String(seq)}`);
    assert.equal(new Set(numbers).size, numbers.length, 'no number is given twice');
  });
});

describe('app stopped', () => {
  test('filtering, end times, help calls and block pages go on; sign-in waits', async () => {
    signIn('sam');
    // A heartbeat from long ago: the app has run once and is gone.
    writeFileSync(filter.folder.heartbeat, '');
    utimesSync(filter.folder.heartbeat, 0, 0);
    await filter.start();
    let end = Temporal.Now.instant();
    let stopped: Answer | undefined;
    // A machine that is too busy to look before the end gets a later end.
    for (const seconds of [4, 20, 60]) {
      end = Temporal.Now.instant().add({ seconds });
      await filter.publish({ people: [stoppedUntil(end)] });
      stopped = await filter.visit(filter.openSite);
      if (Temporal.Instant.compare(Temporal.Now.instant(), end) < 0) break;
    }
    assert.equal(stopped?.status, 403, 'the sanction holds with the app stopped');
    await illegalIsClosed();
    const waits = await filter.atGate('/sign-in');
    assert.equal(waits.status, 503);
    assert.match(waits.body, /Signing in has to wait/);
    const called = await tellAnAdult();
    assert.match(called.body, /Saved\. Tell a grown-up now\./);
    const calls = filter.records().filter(({ event }) => event.type === 'help-asked');
    assert.deepEqual(
      calls.map(({ event }) => (event.type === 'help-asked' ? event.person : '')),
      ['sam'],
    );
    await until(async () => (await statusOf(filter.openSite)) === 200, 'the sanction does not end by itself');
    assert.ok(Temporal.Instant.compare(Temporal.Now.instant(), end) >= 0, 'it ended before its time');
    const block = await filter.visit(gambling);
    assert.equal(block.status, 403);
    assert.match(block.body, /Tell an adult/);
    await illegalIsClosed();
  });
});

describe('clock jumps', () => {
  /** The filter with a wall clock that the test can turn; the steady clock and the threads are the machine's. */
  async function withTurningClock(
    use: (at: {
      /** Takes Sam off the internet for this long, and waits until it holds. */
      stop(time: Temporal.DurationLike): Promise<Temporal.Instant>;
      turn(by: Temporal.DurationLike): void;
      stopped(): Promise<boolean>;
      health(): Promise<string>;
    }) => Promise<void>,
  ): Promise<void> {
    let offset: Temporal.DurationLike = { seconds: 0 };
    const clock: Clock = { now: () => systemClock.now().add(offset), monotonicMs: systemClock.monotonicMs };
    signIn('sam');
    await filter.publish();
    const running = await startFilter({
      config: readConfig({
        SCHOOLGATE_DATA: filter.data,
        SCHOOLGATE_GATE: '127.0.0.1:0',
        SCHOOLGATE_PROXY: '127.0.0.1:0',
      }),
      clock,
      log: openLog('test', undefined),
      logFile: join(filter.data, 'filter.log'),
      onHopeless: () => {},
    });
    const gate = running.gateUrl.replace('localhost', '127.0.0.1');
    const read = async (path: string): Promise<string> => (await fetch(`${gate}${path}`)).text();
    try {
      await use({
        stop: async (time) => {
          const end = systemClock.now().add(time);
          await filter.publish({ people: [stoppedUntil(end)] });
          await until(
            async () => (await read('/')).includes('Your internet is off for now'),
            'the sanction does not begin',
          );
          return end;
        },
        turn: (by) => {
          offset = by;
        },
        stopped: async () => (await read('/')).includes('Your internet is off for now'),
        health: () => read('/healthz'),
      });
      assert.equal((await visitThrough(running.proxyPort, illegal)).status, 403, 'the illegal tier is open');
    } finally {
      await running.close();
    }
  }

  test('turned back, it gives nobody a minute less or more: the end holds by the time that has really passed', async () => {
    await withTurningClock(async ({ stop, turn, stopped, health }) => {
      const end = await stop({ seconds: 6 });
      assert.equal(await stopped(), true);
      turn({ hours: -2 });
      assert.match(await health(), /"clock-jump"/);
      // By the wall clock alone the sanction would last two hours longer.
      await until(async () => !(await stopped()), 'the end does not hold');
      assert.ok(Temporal.Instant.compare(systemClock.now(), end) >= 0, 'it ended before its time');
    });
  });

  test('turned forward, ends follow the later clock, with an alarm', async () => {
    await withTurningClock(async ({ stop, turn, stopped, health }) => {
      await stop({ hours: 1 });
      assert.equal(await stopped(), true);
      assert.doesNotMatch(await health(), /clock-jump/);
      turn({ hours: 1, minutes: 1 });
      assert.equal(await stopped(), false);
      assert.match(await health(), /"clock-jump"/);
    });
  });
});

function stoppedUntil(end: Temporal.Instant) {
  return {
    id: 'sam',
    name: 'Sam',
    profile: 'ks2',
    staff: false,
    credential: null,
    stops: [{ kind: 'sanction' as const, clause: null, from: null, until: end.round('millisecond').toString() }],
  };
}

/** Presses *Tell an adult* on the gate's page. */
async function tellAnAdult(): Promise<{ status: number; body: string }> {
  const page = await filter.atGate('/tell-an-adult');
  const ticket = /name="ticket" value="([^"]+)"/.exec(page.body)?.[1];
  assert.ok(ticket !== undefined, 'the page has no ticket');
  return filter.atGate('/tell-an-adult', { ticket });
}
