import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { manualClock } from '../../platform/time/manual-clock.ts';
import { decodeRecord, encodeRecord } from './record-lines.ts';
import { newBootId } from './segment-name.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool-writer.ts';
import { blockedEvent, intake as intakeOf } from './testing.ts';

let folder = '';
let opened: Spool[] = [];
const clock = manualClock('2026-11-21T12:00:00Z');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
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
    onTrouble: (trouble) => assert.fail(trouble.message),
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

describe('a record line', () => {
  test('gives back what was put in, and no changed byte passes', () => {
    const value = { text: 'line\nbreak \u2028 \u00e9 \ud83d\ude00' };
    const line = encodeRecord(value);
    const body = line.subarray(0, -1);
    assert.equal(line.indexOf(10), line.length - 1);
    assert.deepEqual(decodeRecord(body), { ok: true, value });
    for (let at = 0; at < body.length; at++) {
      const damaged = Buffer.from(body);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      assert.equal(decodeRecord(damaged).ok, false, String(at));
    }
  });
});

describe('reading', () => {
  test('a power cut at every byte loses only what was not synced, and intake sees nothing twice', () => {
    const first = open();
    const file = join(folder, 'f1-b1-0-1.spool');
    for (const name of ['a', 'b']) first.append(blockedEvent(`${name}.example`));
    first.flush();
    const synced = readFileSync(file).length;
    for (const name of ['c', 'd']) first.appendNow(blockedEvent(`${name}.example`));
    const whole = readFileSync(file);
    const all = ['a.example', 'b.example', 'c.example', 'd.example'];
    const perEvent = whole.length / 4;

    for (let cut = synced; cut <= whole.length; cut++) {
      writeFileSync(file, whole.subarray(0, cut));
      const kept = Math.floor(cut / perEvent);
      const before = intake();
      assert.deepEqual(before.hosts, all.slice(0, kept), String(cut));
      assert.deepEqual(before.torn, []);

      open({ boot: 'b2' }).appendNow(blockedEvent('e.example'));
      const after = intake(before.positions);
      assert.deepEqual(after.hosts, ['e.example'], String(cut));
      const tail = cut - kept * perEvent;
      assert.deepEqual(after.torn, tail === 0 ? [] : [{ file: 'f1-b1-0-1.spool', bytes: tail }]);
      assert.deepEqual(after.finished, ['f1-b1-0-1.spool']);

      const again = intake(after.positions);
      assert.deepEqual([again.hosts, again.torn], [[], []]);
      rmSync(join(folder, 'f1-b2-0-1.spool'));
    }
  });

  test('the tail of a living writer is waited for, byte by byte', () => {
    open().appendNow(blockedEvent('a.example'));
    const file = join(folder, 'f1-b1-0-1.spool');
    const whole = readFileSync(file);
    let positions = new Map<string, number>();
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      const read = intake(positions);
      assert.deepEqual([read.hosts, read.torn, read.gaps], [[], [], []]);
      positions = read.positions;
    }
    writeFileSync(file, whole);
    assert.deepEqual(intake(positions).hosts, ['a.example']);
  });

  test('another worker of the same boot does not end a writer', () => {
    open().appendNow(blockedEvent('a.example'));
    const other = open({ worker: 1, maxSegmentBytes: 1 });
    other.appendNow(blockedEvent('b.example'));
    other.appendNow(blockedEvent('c.example'));
    const file = join(folder, 'f1-b1-0-1.spool');
    writeFileSync(file, readFileSync(file).subarray(0, -3));
    const read = intake();
    assert.deepEqual([read.hosts, read.torn, read.finished], [['b.example', 'c.example'], [], ['f1-b1-1-1.spool']]);
  });

  test('a damaged record in the middle is a gap with file and line; those around it are read', () => {
    const spool = open();
    for (const name of ['a', 'b', 'c']) spool.appendNow(blockedEvent(`${name}.example`));
    const file = join(folder, 'f1-b1-0-1.spool');
    const bytes = readFileSync(file);
    bytes[bytes.length / 3 + 40] = 0x21;
    writeFileSync(file, bytes);
    const read = intake();
    assert.deepEqual(read.hosts, ['a.example', 'c.example']);
    assert.equal(read.gaps.length, 1);
    assert.equal(read.gaps[0]?.line, 2);
    assert.match(read.gaps[0].message, /f1-b1-0-1\.spool, line 2: .*the checksum does not match.*Check this disk/);
    assert.deepEqual(intake(read.positions).gaps, []);
  });

  test('a record of another segment, or of a shape we do not know, is a gap', () => {
    const record = { filter: 'f1', boot: 'b1', worker: 0, seq: 1, event: blockedEvent('a.example') };
    const lines = [
      { ...record, boot: 'b9' },
      { ...record, seq: 4 },
      { ...record, seq: 5, event: { type: 'danced' } },
      { ...record, seq: 6 },
    ];
    writeFileSync(join(folder, 'f1-b1-0-5.spool'), Buffer.concat(lines.map(encodeRecord)));
    const read = intake();
    assert.deepEqual(
      read.records.map(({ seq }) => seq),
      [6],
    );
    assert.deepEqual(
      read.gaps.map(({ line }) => line),
      [1, 2, 3],
    );
  });

  test('a mass of bytes without a line end is one gap', () => {
    writeFileSync(join(folder, 'f1-b1-0-1.spool'), Buffer.alloc(3_000_000, 0x41));
    const read = intake();
    assert.ok(read.gaps.length >= 1);
    assert.match(read.gaps[0]?.message ?? '', /without a line end/);
    assert.deepEqual(read.records, []);
  });

  test('any batch size gives the same records once', () => {
    const spool = open({ maxSegmentBytes: 1200 });
    const other = open({ worker: 1 });
    for (let i = 0; i < 11; i++) {
      spool.appendNow(blockedEvent(`h${String(i)}.example`));
      other.appendNow(blockedEvent(`o${String(i)}.example`));
    }
    const expected = intake().hosts;
    assert.equal(expected.length, 22);
    for (const size of [1, 2, 3, 7, 22, 23]) assert.deepEqual(intake(new Map(), size).hosts, expected, String(size));
  });

  test('a deleted segment leaves the positions; other files are not looked at', () => {
    open().appendNow(blockedEvent('a.example'));
    const { positions } = intake();
    rmSync(join(folder, 'f1-b1-0-1.spool'));
    writeFileSync(join(folder, 'status-f1.json'), '{}');
    assert.deepEqual([...intake(positions).positions], []);
  });
});

test('a new boot sorts after every boot before, whatever the clock says', () => {
  const first = newBootId([], 'f1', '019abcde-0000-7000-8000-000000000009');
  open({ boot: first }).appendNow(blockedEvent('a.example'));
  const second = newBootId(segmentFiles(), 'f1', '019aaaaa-0000-7000-8000-000000000001');
  assert.ok(second > first);
  assert.ok(second.length <= 40);
  assert.equal(newBootId(segmentFiles(), 'f2', 'x'), 'b0000001x');
  open({ boot: second }).appendNow(blockedEvent('b.example'));
  assert.deepEqual(intake().finished.length, 1);
});
