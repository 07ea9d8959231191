import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  KEEP_MS,
  MOST_ADDRESSES,
  MOST_PER_ADDRESS,
  MOST_SHOWN,
  recentBlocks,
  type RecentBlocks,
} from './recent-blocks.ts';
import type { Refusal } from './refusal.ts';

const refusal = (host: string): Refusal => ({
  host,
  scheme: 'https',
  decision: {
    verdict: 'block',
    tier: 6,
    rule: 'gambling',
    reason: 'category-blocked',
    category: 'gambling',
    list: 'gambling',
    listVersion: '1',
    clause: null,
    until: null,
    profile: 'ks2',
    audience: 'ks2',
    personId: 'sam',
  },
  knownBy: 'sign-in',
  personName: null,
  ruleset: '1.1',
});
const hosts = (recent: RecentBlocks, person: string | null, nowMs: number, address = '10.0.0.1'): readonly string[] =>
  recent.of(address, person, nowMs).map((each) => each.refusal.host);
const add = (recent: RecentBlocks, host: string, given: { person?: string; atMs?: number; address?: string } = {}) => {
  recent.add({
    address: given.address ?? '10.0.0.1',
    person: given.person ?? 'sam',
    atMs: given.atMs ?? 0,
    refusal: refusal(host),
  });
};

test('what was refused is shown for ten minutes, the latest eight of one person', () => {
  const recent = recentBlocks();
  for (let n = 0; n <= MOST_SHOWN; n++) add(recent, `site-${String(n)}.example`);
  const shown = hosts(recent, 'sam', KEEP_MS - 1);
  assert.equal(shown.length, MOST_SHOWN);
  assert.equal(shown[0], `site-${String(MOST_SHOWN)}.example`);
  assert.ok(!shown.includes('site-0.example'));
  assert.deepEqual(hosts(recent, 'kim', 0), []);
  assert.deepEqual(hosts(recent, 'sam', KEEP_MS), []);
});

test('of one address so many are remembered, and of so many addresses', () => {
  const recent = recentBlocks();
  add(recent, 'first.example', { person: 'kim' });
  for (let n = 1; n < MOST_PER_ADDRESS; n++) add(recent, `site-${String(n)}.example`);
  assert.deepEqual(hosts(recent, 'kim', 0), ['first.example'], 'they all fit');
  add(recent, 'one-more.example');
  assert.deepEqual(hosts(recent, 'kim', 0), []);
  for (let n = 1; n < MOST_ADDRESSES; n++) add(recent, 'site.example', { address: `device-${String(n)}` });
  assert.equal(hosts(recent, 'sam', 0).length, MOST_SHOWN, 'they all fit');
  add(recent, 'site.example', { address: 'one-more' });
  assert.deepEqual(hosts(recent, 'sam', 0), []);
  assert.deepEqual(hosts(recent, 'sam', 0, 'device-1'), ['site.example']);
});
