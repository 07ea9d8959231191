import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { type Store } from '../../../platform/db/store.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { encodeRecord } from '../../../filter/spool/record-lines.ts';
import { aSchool } from '../../school/testing.ts';
import { aBlock, aCallForHelp, aSpool, aVisit, monitored, takenIn } from '../testing.ts';
import { nextBatch, takeInAll } from './intake-job.ts';
import { takeInBatch, type IntakeParts } from './take-in.ts';

let world: World;
let school: SchoolId;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
});
afterEach(() => world.end());

function parts(store: Store = world.store): IntakeParts {
  return {
    store,
    clock: world.clock,
    ids: world.ids,
    folder: world.site.filterToApp,
    followUpOf: () => null,
  };
}

/** A store whose next transaction does its work and is undone before it commits. */
function failingOnce(store: Store): Store {
  let failed = false;
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (db) => {
        const result = await work(db);
        if (!failed) {
          failed = true;
          throw new Error('the power went');
        }
        return result;
      }),
  };
}

function segments(): string[] {
  return readdirSync(world.site.filterToApp)
    .filter((file) => file.endsWith('.spool'))
    .sort();
}

const hosts = async (): Promise<string[]> => (await monitored(world, school)).events.map((event) => event.host);
const gaps = async (): Promise<[string, number][]> =>
  (await monitored(world, school)).gaps.map((gap) => [gap.kind, gap.events]);

/** Ten blocks with different sites, in segments of some three records. */
function tenBlocks(boot = 'b0000001'): string[] {
  const spool = aSpool(world, { boot, maxSegmentBytes: 1000 });
  const names = Array.from({ length: 10 }, (_, at) => `${boot}-${String(at)}.example`);
  for (const host of names) spool.appendNow(aBlock(world, { host }));
  spool.close();
  return names;
}

describe('intake', () => {
  test('stores each event of the spool once, in order, however often it runs', async () => {
    const written = tenBlocks();
    await takeInAll(parts(), school, 10);
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), written);
    assert.deepEqual(await gaps(), []);
  });

  test('goes on where it stopped when new events are written to a segment', async () => {
    const spool = aSpool(world);
    spool.appendNow(aBlock(world, { host: 'one.example' }));
    await takeInAll(parts(), school, 10);
    spool.appendNow(aBlock(world, { host: 'two.example' }));
    await takeInAll(parts(), school, 10);
    spool.close();
    assert.deepEqual(await hosts(), ['one.example', 'two.example']);
  });

  test('keeps all of a batch or nothing when it is stopped before the commit, at any batch', async () => {
    const written = tenBlocks();
    for (let stopAt = 0; stopAt < 4; stopAt += 1) {
      await assert.rejects(takeInBatch(parts(failingOnce(world.store)), school, 3), /the power went/);
      assert.equal((await hosts()).length, Math.min(stopAt * 3, 10));
      await takeInBatch(parts(), school, 3);
    }
    assert.deepEqual(await hosts(), written);
  });

  test('takes nothing twice when another program takes in the same events between reading and storing', async () => {
    const written = tenBlocks();
    const overtaken: Store = {
      ...world.store,
      async transaction(work) {
        await takeInBatch(parts(), school, 4);
        return world.store.transaction(work);
      },
    };
    const outcome = await takeInBatch(parts(overtaken), school, 10);
    assert.deepEqual([outcome.events, outcome.more], [0, true]);
    assert.equal((await hosts()).length, 4);
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), written);
    assert.deepEqual(await gaps(), []);
  });

  test('stores nothing twice when positions are lost, as after a restore', async () => {
    const written = tenBlocks();
    await takeInAll(parts(), school, 10);
    await world.store.transaction((db) => db.deleteFrom('intake_position').execute());
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), written);
    assert.deepEqual(await gaps(), []);
  });

  test('never stores a visit to a help site, blocked or not', async () => {
    const spool = aSpool(world);
    spool.appendNow(aVisit(world, { host: 'childline.org.uk', tier: 0, rule: 'help' }));
    spool.appendNow(aBlock(world, { host: 'ceop.police.uk', tier: 0, rule: 'help' }));
    spool.appendNow(aVisit(world, { host: 'museum.example' }));
    spool.close();
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), ['museum.example']);
    assert.deepEqual(await gaps(), []);
  });

  test('waits while there is no school, and then takes in what was written before', async () => {
    const empty = await makeWorld({ seed: 'empty' });
    try {
      const spool = aSpool(empty);
      spool.appendNow(aBlock(empty, { host: 'early.example' }));
      spool.close();
      await takenIn(empty);
      const first = await aSchool(empty);
      await takenIn(empty);
      assert.deepEqual(
        (await monitored(empty, first)).events.map((event) => event.host),
        ['early.example'],
      );
    } finally {
      await empty.end();
    }
  });

  test('gives the events to the oldest school and none to another', async () => {
    world.clock.advance({ minutes: 1 });
    const other = await aSchool(world, { name: 'Elmfield Primary School' });
    const spool = aSpool(world);
    spool.appendNow(aBlock(world));
    spool.close();
    await takenIn(world);
    assert.equal((await monitored(world, school)).events.length, 1);
    assert.deepEqual((await monitored(world, other)).events, []);
  });
});

describe('what the spool lacks', () => {
  test('is a gap where a line is damaged, and only there', async () => {
    const written = tenBlocks();
    const [file = ''] = segments();
    const path = join(world.site.filterToApp, file);
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[1] = (lines[1] ?? '').replace('example', 'exbmple');
    writeFileSync(path, lines.join('\n'));
    await takeInAll(parts(), school, 10);
    await takeInAll(parts(), school, 10);
    assert.deepEqual(
      await hosts(),
      written.filter((host) => host !== 'b0000001-1.example'),
    );
    assert.deepEqual(await gaps(), [['damaged', 1]]);
  });

  test('is a gap of the right size where a segment is gone', async () => {
    const written = tenBlocks();
    const second = segments().find((file) => !/-(1|10)\.spool$/.test(file)) ?? '';
    const lost = readFileSync(join(world.site.filterToApp, second), 'utf8').trim().split('\n').length;
    rmSync(join(world.site.filterToApp, second));
    await takeInAll(parts(), school, 10);
    assert.equal((await hosts()).length, written.length - lost);
    assert.deepEqual(await gaps(), [['missing', lost]]);
  });

  test('is a gap when an event has a shape that this version does not know, and what follows is taken in', async () => {
    const folder = world.site.filterToApp;
    mkdirSync(folder, { recursive: true });
    const record = { filter: 'f1', boot: 'b1', worker: 0 };
    writeFileSync(
      join(folder, 'f1-b1-0-1.spool'),
      Buffer.concat([
        encodeRecord({ ...record, seq: 1, event: { type: 'screen-watched', at: 'now' } }),
        encodeRecord({ ...record, seq: 2, event: { ...aBlock(world), at: 'half past nine' } }),
        encodeRecord({ ...record, seq: 3, event: aBlock(world, { host: 'known.example' }) }),
      ]),
    );
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), ['known.example']);
    assert.deepEqual(await gaps(), [
      ['damaged', 1],
      ['damaged', 1],
    ]);
  });

  test('is a gap with the filter’s own count where it could not write', async () => {
    const folder = world.site.filterToApp;
    mkdirSync(folder, { recursive: true });
    const at = world.clock.now().toString();
    writeFileSync(
      join(folder, 'f1-b1-0-1.spool'),
      encodeRecord({
        filter: 'f1',
        boot: 'b1',
        worker: 0,
        seq: 1,
        event: { type: 'unrecorded', at, since: at, count: 12 },
      }),
    );
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await gaps(), [['unrecorded', 12]]);
  });

  test('leaves a torn tail alone while its writer may live, and counts it once when a later boot exists', async () => {
    const spool = aSpool(world);
    spool.appendNow(aBlock(world, { host: 'whole.example' }));
    spool.close();
    const [file = ''] = segments();
    appendFileSync(join(world.site.filterToApp, file), '0123abcd {"filter":"f1"');
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await gaps(), []);
    const next = aSpool(world, { boot: 'b0000002' });
    next.appendNow(aBlock(world, { host: 'later.example' }));
    next.close();
    await takeInAll(parts(), school, 10);
    await takeInAll(parts(), school, 10);
    assert.deepEqual(await hosts(), ['whole.example', 'later.example']);
    assert.deepEqual(await gaps(), [['torn', 1]]);
  });

  test('cut off at every byte is taken in up to the last whole record', async () => {
    const spool = aSpool(world);
    for (const host of ['a.example', 'b.example']) spool.appendNow(aBlock(world, { host }));
    spool.close();
    const [file = ''] = segments();
    const path = join(world.site.filterToApp, file);
    const bytes = readFileSync(path);
    const firstEnds = bytes.indexOf(10) + 1;
    for (const length of [1, firstEnds - 1, firstEnds, firstEnds + 1, bytes.length - 1]) {
      const one = await makeWorld({ seed: String(length) });
      try {
        const there = await aSchool(one);
        mkdirSync(one.site.filterToApp, { recursive: true });
        const copy = join(one.site.filterToApp, file);
        writeFileSync(copy, bytes);
        truncateSync(copy, length);
        await takenIn(one);
        assert.equal(
          (await monitored(one, there)).events.length,
          length >= firstEnds ? 1 : 0,
          `cut at ${String(length)}`,
        );
      } finally {
        await one.end();
      }
    }
  });

  test('is no gap while a segment cannot be opened: the job says so and takes it in later', async () => {
    const spool = aSpool(world);
    spool.appendNow(aBlock(world, { host: 'back.example' }));
    spool.close();
    const [file = ''] = segments();
    const path = join(world.site.filterToApp, file);
    renameSync(path, `${path}.away`);
    mkdirSync(path);
    await assert.rejects(takenIn(world), /cannot be read.*It is tried again/s);
    assert.deepEqual(await gaps(), []);
    rmSync(path, { recursive: true });
    renameSync(`${path}.away`, path);
    await takenIn(world);
    assert.deepEqual(await hosts(), ['back.example']);
  });
});

describe('the size of a batch', () => {
  test('follows the time that the last one took, within bounds', () => {
    assert.equal(nextBatch(100, 25), 50);
    assert.equal(nextBatch(100, 15), 100);
    assert.equal(nextBatch(100, 5), 200);
    assert.equal(nextBatch(20, 500), 20);
    assert.equal(nextBatch(400, 1), 400);
  });
});

describe('a call for help', () => {
  test('is stored with the person who asks', async () => {
    const spool = aSpool(world);
    spool.appendSynced(aCallForHelp(world, { host: 'bad.example' }));
    spool.close();
    await takeInAll(parts(), school, 10);
    const { events } = await monitored(world, school);
    assert.deepEqual(
      events.map((event) => [event.type, event.host, event.person_id]),
      [['help-asked', 'bad.example', null]],
    );
  });
});
