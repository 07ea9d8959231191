import assert from 'node:assert/strict';
import { mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { manualClock } from '../../platform/time/manual-clock.ts';
import { encodeRecord } from './record-lines.ts';
import {
  openSpool,
  systemDisk,
  type Spool,
  type SpoolDisk,
  type SpoolOptions,
  type SpoolTrouble,
} from './spool-writer.ts';
import { blockedEvent, helpEvent, intake as intakeOf } from './testing.ts';

let folder = '';
let troubles: SpoolTrouble[] = [];
let opened: Spool[] = [];
const clock = manualClock('2026-11-21T12:00:00Z');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  troubles = [];
  opened = [];
});
afterEach(() => {
  for (const spool of opened) spool.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<SpoolOptions> = {}): Spool {
  const spool = openSpool(folder, {
    filter: 'f1',
    boot: 'b1',
    worker: 0,
    clock,
    flushEveryMs: 0,
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  opened.push(spool);
  return spool;
}

function segmentFiles(): string[] {
  return readdirSync(folder).sort();
}

function intake(...given: [positions?: Map<string, number>, maxRecords?: number]): ReturnType<typeof intakeOf> {
  return intakeOf(folder, ...given);
}

/** A disk that can be told to fail. `room` is how many bytes it still takes. */
function fallibleDisk(): { disk: SpoolDisk; state: { room: number; sync: boolean; truncate: boolean } } {
  const state = { room: Number.POSITIVE_INFINITY, sync: true, truncate: true };
  const disk: SpoolDisk = {
    ...systemDisk,
    write(fd, bytes, offset) {
      if (state.room <= 0) throw new Error('no space left on device');
      const take = Math.min(state.room, bytes.length - offset);
      state.room -= take;
      return systemDisk.write(fd, bytes.subarray(0, offset + take), offset);
    },
    // Made and synced without waiting for the real disk: these tests make thousands of segments.
    create: (path) => openSync(path, 'ax', 0o600),
    sync() {
      if (!state.sync) throw new Error('input/output error');
    },
    syncLater(_, done) {
      setImmediate(() => {
        done(state.sync ? null : new Error('input/output error'));
      });
    },
    truncate(fd, length) {
      if (!state.truncate) throw new Error('input/output error');
      systemDisk.truncate(fd, length);
    },
  };
  return { disk, state };
}

describe('writing', () => {
  test('events come back in order, numbered without holes, with their writer', () => {
    const spool = open();
    spool.append(blockedEvent('a.example'));
    spool.append(blockedEvent('b.example'));
    assert.deepEqual(segmentFiles(), []);
    assert.ok(spool.appendNow(blockedEvent('c.example')));
    assert.ok(spool.appendSynced(helpEvent('t1')));
    const read = intake();
    assert.deepEqual(read.hosts, ['a.example', 'b.example', 'c.example', 'help-asked']);
    assert.deepEqual(
      read.records.map(({ filter, boot, worker, seq }) => [filter, boot, worker, seq]),
      [1, 2, 3, 4].map((seq) => ['f1', 'b1', 0, seq]),
    );
    assert.deepEqual(segmentFiles(), ['f1-b1-0-1.spool']);
  });

  test('a held event is written by the timer', async () => {
    const spool = open({ flushEveryMs: 5 });
    spool.append(blockedEvent('a.example'));
    const deadline = performance.now() + 10_000;
    while (segmentFiles().length === 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(intake().hosts, ['a.example']);
  });

  test('help is synced before the call returns, an ordinary block is not', () => {
    let syncs = 0;
    const spool = open({
      disk: {
        ...systemDisk,
        sync: (fd) => {
          syncs += 1;
          systemDisk.sync(fd);
        },
      },
    });
    spool.appendNow(blockedEvent('a.example'));
    assert.equal(syncs, 0);
    spool.appendSynced(helpEvent('t1'));
    assert.equal(syncs, 1);
  });

  test('a full segment is followed by the next, and the reader sees one sequence', () => {
    const spool = open({ maxSegmentBytes: 700 });
    for (let i = 1; i <= 9; i++) spool.appendNow(blockedEvent(`h${String(i)}.example`));
    for (let i = 10; i <= 20; i++) spool.append(blockedEvent(`h${String(i)}.example`));
    spool.flush();
    assert.ok(segmentFiles().length > 3);
    const read = intake();
    assert.deepEqual(
      read.records.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.equal(read.finished.length, segmentFiles().length - 1);
    assert.deepEqual([read.torn, read.gaps], [[], []]);
  });

  test('ids that a file name cannot hold are refused at the start', () => {
    assert.throws(() => open({ boot: '../x' }), /spool boot id/);
    open({ boot: '019abcde-0000-7000-8000-000000000000', filter: '019abcde-0000-7000-8000-000000000001' }).appendNow(
      blockedEvent('a.example'),
    );
    assert.deepEqual(intake().hosts, ['a.example']);
  });
});

describe('a disk that fails', () => {
  test('what is not written is counted, told once, and reported when writing works again', () => {
    const { disk, state } = fallibleDisk();
    const spool = open({ disk });
    assert.ok(spool.appendNow(blockedEvent('a.example')));
    state.room = 0;
    assert.equal(spool.appendNow(blockedEvent('b.example')), false);
    assert.equal(spool.appendSynced(helpEvent('t1')), false);
    assert.equal(spool.unrecorded(), 2);
    assert.equal(troubles.length, 1);
    assert.match(troubles[0]?.message ?? '', /f1-b1-0-1\.spool: no space left on device\. .* Free space/);
    assert.equal(spool.trouble()?.code, 'spool-write');
    state.room = Number.POSITIVE_INFINITY;
    assert.ok(spool.appendNow(blockedEvent('c.example')));
    assert.equal(spool.trouble(), null);
    assert.deepEqual(intake().hosts, ['a.example', 'unrecorded 2', 'c.example']);
  });

  test('the loss is reported by the next flush though nothing else happens', () => {
    const { disk, state } = fallibleDisk();
    const spool = open({ disk });
    state.room = 0;
    spool.appendNow(blockedEvent('a.example'));
    spool.flush();
    state.room = Number.POSITIVE_INFINITY;
    spool.flush();
    assert.deepEqual(intake().hosts, ['unrecorded 1']);
  });

  for (const truncate of [true, false]) {
    test(`full at every byte of three events${truncate ? '' : ', and cutting back fails too'}: every event is on record or counted, none twice`, () => {
      const length = encodeRecord({
        filter: 'f1',
        boot: 'r0000',
        worker: 0,
        seq: 1,
        event: blockedEvent('a.example'),
      }).length;
      for (let room = 0; room <= length * 3; room++) {
        const { disk, state } = fallibleDisk();
        const boot = `r${String(room).padStart(4, '0')}`;
        const spool = open({ disk, boot });
        state.room = room;
        state.truncate = truncate;
        for (const name of ['a', 'b', 'c']) spool.append(blockedEvent(`${name}.example`));
        spool.flush();
        state.room = Number.POSITIVE_INFINITY;
        spool.appendNow(blockedEvent('d.example'));
        const read = intake();
        const whole = Math.floor(room / length);
        const lost = 3 - whole;
        assert.deepEqual(
          read.hosts,
          [
            ...['a.example', 'b.example', 'c.example'].slice(0, whole),
            ...(lost === 0 ? [] : [`unrecorded ${String(lost)}`]),
            'd.example',
          ],
          String(room),
        );
        assert.deepEqual(read.gaps, []);
        spool.close();
        for (const file of segmentFiles()) rmSync(join(folder, file));
      }
    });
  }

  test('a failed sync says so and goes on in a new segment', () => {
    const { disk, state } = fallibleDisk();
    const spool = open({ disk });
    state.sync = false;
    assert.equal(spool.appendSynced(helpEvent('t1')), false);
    assert.equal(troubles[0]?.code, 'spool-sync');
    state.sync = true;
    assert.ok(spool.appendSynced(helpEvent('t2')));
    assert.deepEqual(segmentFiles(), ['f1-b1-0-1.spool', 'f1-b1-0-2.spool']);
    assert.equal(intake().records.length, 2);
  });

  test('a sync in the background that fails says so, and the next event begins a new segment', async () => {
    const { disk, state } = fallibleDisk();
    const spool = open({ disk, flushEveryMs: 2 });
    state.sync = false;
    spool.append(blockedEvent('a.example'));
    const deadline = performance.now() + 10_000;
    while (troubles.length === 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 2));
    assert.equal(troubles[0]?.code, 'spool-sync');
    state.sync = true;
    assert.ok(spool.appendSynced(helpEvent('t1')));
    assert.deepEqual(segmentFiles(), ['f1-b1-0-1.spool', 'f1-b1-0-2.spool']);
  });

  test('a segment that ends while it is synced in the background is closed once, afterwards', async () => {
    const { disk } = fallibleDisk();
    const closed: number[] = [];
    let finish: (() => void) | undefined;
    const spool = open({
      flushEveryMs: 2,
      disk: {
        ...disk,
        syncLater: (_, done) => {
          finish = () => {
            done(null);
          };
        },
        close(fd) {
          closed.push(fd);
          disk.close(fd);
        },
      },
    });
    spool.append(blockedEvent('a.example'));
    const deadline = performance.now() + 10_000;
    while (finish === undefined && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2));
    spool.close();
    assert.equal(closed.length, 0);
    finish?.();
    assert.equal(closed.length, 1);
    assert.deepEqual(intake().hosts, ['a.example']);
  });

  test('a folder that is gone loses events, never throws, and recovers', () => {
    const spool = open();
    renameSync(folder, `${folder}-away`);
    assert.equal(spool.appendNow(blockedEvent('a.example')), false);
    renameSync(`${folder}-away`, folder);
    assert.ok(spool.appendNow(blockedEvent('b.example')));
    assert.deepEqual(intake().hosts, ['unrecorded 1', 'b.example']);
  });

  test('events held beyond the limit are counted', () => {
    const spool = open({ maxHeld: 2 });
    for (const name of ['a', 'b', 'c']) spool.append(blockedEvent(`${name}.example`));
    spool.flush();
    assert.equal(spool.unrecorded(), 1);
    assert.deepEqual(intake().hosts, ['unrecorded 1', 'a.example', 'b.example']);
  });
});
