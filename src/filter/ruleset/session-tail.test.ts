import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { encodeRecord } from '../spool/record-lines.ts';
import { makeSiteFolder } from './keys.ts';
import type { SessionLine } from './session-log.ts';
import { appendSession, rewriteSessions, tailSessions, type SessionTail } from './session-tail.ts';
import { siteFolder, type SiteFolder } from './site-folder.ts';

let data = '';
let folder: SiteFolder;
let tail: SessionTail;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'sessions-'));
  folder = siteFolder(data, 'main');
  makeSiteFolder(folder);
  tail = tailSessions(folder, 1);
});
afterEach(() => {
  tail.close();
  rmSync(data, { recursive: true });
});

function signIn(address: string): SessionLine {
  return { op: 'in', address, person: 'sam', until: '2026-11-21T15:00:00Z' };
}

const a = signIn('10.0.0.1');
const b = signIn('10.0.0.2');
const out: SessionLine = { op: 'out', address: '10.0.0.1' };
const nothing = { restarted: false, lines: [], problems: [] };

test('a log that is not there yet, then lines as they come', () => {
  assert.deepEqual(tail.read(), nothing);
  appendSession(folder, 1, a);
  assert.deepEqual(tail.read(), { restarted: true, lines: [a], problems: [] });
  assert.deepEqual(tail.read(), nothing);
  appendSession(folder, 1, b);
  appendSession(folder, 1, out);
  assert.deepEqual(tail.read(), { restarted: false, lines: [b, out], problems: [] });
});

test('a line is taken when it is whole, at whatever byte the write was seen', () => {
  appendSession(folder, 1, a);
  tail.read();
  const line = encodeRecord(b);
  for (let at = 0; at < line.length - 1; at++) {
    appendFileSync(folder.sessions(1), line.subarray(at, at + 1));
    assert.deepEqual(tail.read().lines, []);
  }
  appendFileSync(folder.sessions(1), '\n');
  assert.deepEqual(tail.read(), { restarted: false, lines: [b], problems: [] });
});

test('compaction begins anew, even when the new log is longer', () => {
  appendSession(folder, 1, a);
  tail.read();
  rewriteSessions(folder, 1, [b, a, out]);
  assert.deepEqual(tail.read(), { restarted: true, lines: [b, a, out], problems: [] });
  rewriteSessions(folder, 1, [a]);
  rewriteSessions(folder, 1, [b]);
  assert.deepEqual(tail.read(), { restarted: true, lines: [b], problems: [] });
});

test('truncation begins anew, removal forgets', () => {
  appendSession(folder, 1, a);
  appendSession(folder, 1, b);
  tail.read();
  truncateSync(folder.sessions(1), encodeRecord(a).length);
  assert.deepEqual(tail.read(), { restarted: true, lines: [a], problems: [] });
  rmSync(folder.sessions(1));
  assert.deepEqual(tail.read(), { restarted: true, lines: [], problems: [] });
  assert.deepEqual(tail.read(), nothing);
});

test('after a kill in the middle of a line the next one stands by itself and the torn one is named', () => {
  appendSession(folder, 1, a);
  const whole = readFileSync(folder.sessions(1));
  for (let cut = 1; cut < whole.length; cut++) {
    writeFileSync(folder.sessions(1), whole.subarray(0, cut));
    appendSession(folder, 1, b);
    const fresh = tailSessions(folder, 1);
    const news = fresh.read();
    fresh.close();
    // Cut before its line feed only, the first line is whole after all.
    assert.deepEqual(news.lines, cut === whole.length - 1 ? [a, b] : [b], String(cut));
    assert.equal(news.problems.length, cut === whole.length - 1 ? 0 : 1);
    if (news.problems[0] !== undefined) assert.match(news.problems[0], /sessions-1\.log, byte 0: a line was skipped/);
  }
});

test('a line of another shape is named and skipped', () => {
  appendFileSync(folder.sessions(1), encodeRecord({ op: 'dance' }));
  appendSession(folder, 1, b);
  const news = tail.read();
  assert.deepEqual(news.lines, [b]);
  assert.match(news.problems[0] ?? '', /it is not a session line/);
});

test('each epoch has its own log', () => {
  appendSession(folder, 2, a);
  assert.deepEqual(tail.read(), nothing);
});
