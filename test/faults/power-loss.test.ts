import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { sql } from 'kysely';

import { migrations } from '../../migrations/index.ts';
import { appendSession, tailSessions } from '../../src/filter/ruleset/session-tail.ts';
import { makeSiteFolder } from '../../src/filter/ruleset/keys.ts';
import { siteFolder } from '../../src/filter/ruleset/site-folder.ts';
import { readSegments } from '../../src/filter/spool/spool-reader.ts';
import { openSpool, systemDisk } from '../../src/filter/spool/spool-writer.ts';
import { blockedEvent, helpEvent } from '../../src/filter/spool/testing.ts';
import { aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { migrate } from '../../src/platform/db/migrations.ts';
import { openStore } from '../../src/platform/db/store.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { manualClock } from '../../src/platform/time/manual-clock.ts';
import { makeWorld, MONDAY } from '../support/world.ts';

/*
 * A power cut keeps what was synced and loses any part of what was not. A kill cannot show that: the kernel still has the pages.
 * So the files are cut by hand, at every place where a power cut could have stopped the disk.
 */

/** What had been acknowledged when the write-ahead log was this long. */
interface Acknowledged {
  readonly walBytes: number;
  readonly events: number;
  readonly people: number;
}

/** Files and promises of a database that nobody closed. */
interface CutOff {
  readonly school: SchoolId;
  readonly database: Buffer;
  readonly wal: Buffer;
  readonly acknowledged: readonly Acknowledged[];
}

const PUPILS = 8;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

let folder = '';
let cutOff: CutOff;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'power-loss-'));
  cutOff = await recordHistory();
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs real commands, notes after each answer how long the log was, and takes the files as they lay on the disk then. */
async function recordHistory(): Promise<CutOff> {
  const world = await makeWorld({ seed: 'power-loss' });
  try {
    const school = await aSchool(world);
    await aPupil(world, school, { given: 'First' });
    const file = join(world.folder, 'schoolgate.db');
    checkpoint(file);
    assert.equal(statSync(`${file}-wal`).size, 0, 'the history begins with an empty log');
    const database = readFileSync(file);
    const acknowledged = [{ walBytes: 0, ...(await counts(world.store.reading, school)) }];
    for (let i = 0; i < PUPILS; i++) {
      await aPupil(world, school, { given: `Pupil${String(i)}` });
      acknowledged.push({ walBytes: statSync(`${file}-wal`).size, ...(await counts(world.store.reading, school)) });
    }
    assert.deepEqual(readFileSync(file), database, 'nothing was moved from the log into the database meanwhile');
    return { school, database, wal: readFileSync(`${file}-wal`), acknowledged };
  } finally {
    await world.end();
  }
}

function checkpoint(file: string): void {
  const connection = new DatabaseSync(file);
  connection.exec('pragma wal_checkpoint(truncate)');
  connection.close();
}

async function counts(
  reading: ReturnType<typeof openStore>['reading'],
  school: SchoolId,
): Promise<{ events: number; people: number }> {
  const head = await reading.selectFrom('audit_head').select('seq').where('school_id', '=', school).executeTakeFirst();
  const people = await sql<{ n: number }>`select count(*) as n from person`.execute(reading);
  return { events: Number(head?.['seq'] ?? 0), people: people.rows[0]?.n ?? 0 };
}

/** Opens the database as the next start would, and says what is in it. Fails when anything about it is not whole. */
async function startAfter(database: Buffer, wal: Buffer, what: string): Promise<{ events: number; people: number }> {
  const file = join(folder, 'cut.db');
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  writeFileSync(file, database);
  writeFileSync(`${file}-wal`, wal);
  const store = openStore(file);
  try {
    assert.deepEqual(await migrate(store, migrations, manualClock(MONDAY)), [], what);
    const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.reading);
    assert.deepEqual(
      integrity.rows.map((row) => row.integrity_check),
      ['ok'],
      what,
    );
    const chain = await verifyChain(store.reading, cutOff.school);
    assert.ok(chain.ok, `${what}: ${JSON.stringify(chain)}`);
    const found = await counts(store.reading, cutOff.school);
    assert.equal(chain.rows, found.events, what);
    return found;
  } finally {
    await store.close();
  }
}

/** What must be there when `bytes` of the log were on the disk. */
function promisedAt(bytes: number): { events: number; people: number } {
  const last = cutOff.acknowledged.findLast((one) => one.walBytes <= bytes);
  assert.ok(last !== undefined);
  return { events: last.events, people: last.people };
}

function frameStarts(): { starts: number[]; frame: number } {
  const frame = FRAME_HEADER + cutOff.wal.readUInt32BE(8);
  const starts = [];
  for (let at = WAL_HEADER; at + frame <= cutOff.wal.length; at += frame) starts.push(at);
  return { starts, frame };
}

describe('the database after a power cut', () => {
  test('the store syncs the log before it answers a commit', async () => {
    const store = openStore(join(folder, 'pragmas.db'));
    const said = await store.transaction(async (db) => ({
      journal: (await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db)).rows[0]?.journal_mode,
      // 2 is FULL: with WAL the log is synced at each commit, not only at a checkpoint.
      synchronous: (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous,
    }));
    await store.close();
    assert.deepEqual(said, { journal: 'wal', synchronous: 2 });
  });

  test('each acknowledged change lies in the log up to its own last frame', () => {
    const { starts, frame } = frameStarts();
    const ends = new Set(starts.map((at) => at + frame));
    for (const [index, one] of cutOff.acknowledged.entries()) {
      const before = cutOff.acknowledged[index - 1];
      if (before === undefined) continue;
      assert.ok(ends.has(one.walBytes), 'an answer was given between two frames');
      // A commit frame carries the size of the database after it; all others carry 0 (SQLite file format, section 4.1).
      assert.notEqual(cutOff.wal.readUInt32BE(one.walBytes - frame + 4), 0, 'the last frame is not a commit');
      assert.ok(one.walBytes > before.walBytes && one.people === before.people + 1 && one.events > before.events);
    }
  });

  test('a log cut anywhere opens whole, with everything acknowledged up to the cut', async () => {
    const { starts, frame } = frameStarts();
    const inside = [0, 1, FRAME_HEADER, FRAME_HEADER + 1, Math.floor(frame / 2), frame - 1];
    const cuts = [
      0,
      1,
      WAL_HEADER - 1,
      ...starts.flatMap((at) => inside.map((offset) => at + offset)),
      cutOff.wal.length,
    ];
    for (const cut of cuts) {
      const found = await startAfter(cutOff.database, cutOff.wal.subarray(0, cut), `log cut at byte ${String(cut)}`);
      assert.deepEqual(found, promisedAt(cut), `log cut at byte ${String(cut)}`);
    }
  });

  test('a log whose unsynced frames came out as zeros or in part opens whole', async () => {
    const { starts, frame } = frameStarts();
    for (const at of starts) {
      const zeros = Buffer.from(cutOff.wal);
      zeros.fill(0, at, at + frame);
      assert.deepEqual(await startAfter(cutOff.database, zeros, `zeros at byte ${String(at)}`), promisedAt(at));
      const half = Buffer.from(cutOff.wal);
      half.fill(0, at + Math.floor(frame / 2), Math.min(at + frame + FRAME_HEADER, half.length));
      assert.deepEqual(await startAfter(cutOff.database, half, `half a frame at byte ${String(at)}`), promisedAt(at));
    }
  });

  test('a checkpoint cut after any page, or within one, loses nothing', async () => {
    const file = join(folder, 'checkpointed.db');
    writeFileSync(file, cutOff.database);
    writeFileSync(`${file}-wal`, cutOff.wal);
    checkpoint(file);
    const done = readFileSync(file);
    const page = cutOff.wal.readUInt32BE(8);
    const all = promisedAt(cutOff.wal.length);
    for (let at = 0; at < done.length; at += page) {
      for (const cut of [at, at + Math.floor(page / 2)]) {
        const mixed = Buffer.concat([done.subarray(0, cut), cutOff.database.subarray(cut)]);
        assert.deepEqual(await startAfter(mixed, cutOff.wal, `checkpoint cut at byte ${String(cut)}`), all);
      }
    }
  });
});

describe('the spool after a power cut', () => {
  test('a segment cut anywhere after its last sync gives every synced event once, and no half of one', () => {
    const spool = join(folder, 'spool');
    const { bytes, synced, file } = writeSpool(spool);
    assert.ok(synced > 0 && synced < bytes.length, 'there is a tail that was not synced');
    const inOrder = Array.from({ length: 8 }, (_, index) => index + 1);
    const syncedEvents = lines(bytes.subarray(0, synced));
    for (let cut = synced; cut <= bytes.length; cut++) {
      writeFileSync(join(spool, file), bytes);
      truncateSync(join(spool, file), cut);
      const whole = lines(bytes.subarray(0, cut));
      const first = readSegments(spool, new Map());
      assert.deepEqual(
        first.records.map((record) => record.seq),
        inOrder.slice(0, whole),
        `cut at byte ${String(cut)}`,
      );
      assert.ok(whole >= syncedEvents);
      assert.deepEqual(first.gaps, []);
      // Until another boot has written, the writer might be alive: nothing is given up.
      assert.deepEqual([first.torn, first.finished], [[], []]);

      const next = openSpool(spool, { ...writer, boot: 'b2' });
      next.appendNow(blockedEvent('after.example'));
      next.close();
      const second = readSegments(spool, first.positions);
      assert.deepEqual(second.gaps, []);
      assert.deepEqual(
        second.records.map((record) => `${record.boot}/${String(record.seq)}`),
        ['b2/1'],
        `cut at byte ${String(cut)}`,
      );
      const tail = cut - endOfLine(bytes, cut);
      assert.deepEqual(second.torn, tail === 0 ? [] : [{ file, bytes: tail }]);
      assert.deepEqual(second.finished, [file]);
      for (const other of readdirSync(spool)) if (other !== file) rmSync(join(spool, other));
    }
  });

  test('what intake had read before the cut took it away is not asked for again, and nothing else is lost', () => {
    const spool = join(folder, 'spool-read-ahead');
    const { bytes, synced, file } = writeSpool(spool);
    const taken = readSegments(spool, new Map());
    assert.equal(taken.records.length, lines(bytes));
    for (let cut = synced; cut < bytes.length; cut++) {
      truncateSync(join(spool, file), synced);
      writeFileSync(join(spool, file), bytes.subarray(0, cut));
      const next = openSpool(spool, { ...writer, boot: 'b2' });
      next.appendNow(blockedEvent('after.example'));
      next.close();
      const again = readSegments(spool, taken.positions);
      assert.deepEqual(
        again.records.map((record) => `${record.boot}/${String(record.seq)}`),
        ['b2/1'],
        `cut at byte ${String(cut)}`,
      );
      assert.deepEqual(again.gaps, []);
      for (const other of readdirSync(spool)) if (other !== file) rmSync(join(spool, other));
    }
  });

  test('a call for help is on the disk when it is answered', () => {
    const spool = join(folder, 'spool-help');
    const { synced, file, bytes } = writeSpool(spool);
    const kept = bytes.subarray(0, synced).toString('utf8');
    assert.match(kept, /"help-asked".*"ticket-1"/);
    assert.equal(lines(bytes.subarray(0, synced)), 5, file);
  });
});

describe('the session log after a power cut', () => {
  test('cut anywhere in its last line, it keeps the others, and the next sign-in counts', () => {
    const data = join(folder, 'sessions');
    const site = siteFolder(data, 'main');
    makeSiteFolder(site);
    const signIn = (person: string) =>
      ({ op: 'in', address: `10.0.0.${person}`, person, until: '2026-11-23T16:00:00Z' }) as const;
    for (const person of ['1', '2']) appendSession(site, 1, signIn(person));
    const whole = statSync(site.sessions(1)).size;
    appendSession(site, 1, signIn('3'));
    const original = join(data, 'original');
    copyFileSync(site.sessions(1), original);
    const bytes = readFileSync(original);
    for (let cut = whole; cut <= bytes.length; cut++) {
      writeFileSync(site.sessions(1), bytes.subarray(0, cut));
      appendSession(site, 1, signIn('4'));
      const tail = tailSessions(site, 1);
      const news = tail.read();
      tail.close();
      const people = news.lines.flatMap((line) => (line.op === 'in' ? [line.person] : []));
      assert.deepEqual(
        people,
        cut >= bytes.length - 1 ? ['1', '2', '3', '4'] : ['1', '2', '4'],
        `cut at ${String(cut)}`,
      );
    }
  });
});

const writer = {
  filter: 'f1',
  boot: 'b1',
  worker: 0,
  clock: manualClock(MONDAY),
  flushEveryMs: 0,
  onTrouble: () => {},
} as const;

/** A segment of five synced events (the fifth a call for help) and three that a power cut may take; `synced` is where the last sync stood. */
function writeSpool(spool: string): { bytes: Buffer; synced: number; file: string } {
  mkdirSync(spool);
  let written = 0;
  let synced = 0;
  const open = openSpool(spool, {
    ...writer,
    disk: {
      ...systemDisk,
      write(fd, bytes, offset) {
        const count = systemDisk.write(fd, bytes, offset);
        written += count;
        return count;
      },
      sync(fd) {
        systemDisk.sync(fd);
        synced = written;
      },
    },
  });
  for (let i = 0; i < 4; i++) open.appendNow(blockedEvent(`synced-${String(i)}.example`));
  assert.equal(open.appendSynced(helpEvent('ticket-1')), true);
  const promised = synced;
  for (let i = 0; i < 3; i++) open.appendNow(blockedEvent(`unsynced-${String(i)}.example`));
  const [file] = readdirSync(spool);
  assert.ok(file !== undefined);
  const bytes = readFileSync(join(spool, file));
  open.close();
  return { bytes, synced: promised, file };
}

function lines(bytes: Buffer): number {
  return bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
}

/** Offset after the last line feed before `cut`. */
function endOfLine(bytes: Buffer, cut: number): number {
  return bytes.subarray(0, cut).lastIndexOf(10) + 1;
}
