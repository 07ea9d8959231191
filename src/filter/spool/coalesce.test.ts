import assert from 'node:assert/strict';
import { test } from 'node:test';

import { coalesceVisits, type Visit } from './coalesce.ts';

const minute = Temporal.Instant.from('2026-11-21T12:00:00Z').epochMilliseconds;

function visit(changes: Partial<Visit> = {}): Visit {
  return {
    type: 'visited',
    at: '2026-11-21T12:00:00.000Z',
    person: 'sam',
    knownBy: 'sign-in',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    host: 'bbc.co.uk',
    port: 443,
    scheme: 'https',
    tier: 6,
    rule: 'education',
    list: 'starter',
    clause: null,
    count: 1,
    ...changes,
  };
}

test('visits of one person to one host in one minute become one, at the first, with a count', () => {
  const held = coalesceVisits();
  held.add(visit({ at: '2026-11-21T12:00:01.000Z' }));
  held.add(visit({ at: '2026-11-21T12:00:59.999Z', count: 2 }));
  assert.deepEqual(held.takeDue(minute + 59_999), []);
  assert.deepEqual(held.takeDue(minute + 60_000), [visit({ at: '2026-11-21T12:00:01.000Z', count: 3 })]);
  assert.equal(held.size(), 0);
});

test('another minute, person, address, host, rule or ruleset is another event', () => {
  const held = coalesceVisits();
  const all = [
    visit(),
    visit({ at: '2026-11-21T12:01:00.000Z' }),
    visit({ person: 'kim' }),
    visit({ person: null }),
    visit({ person: null, address: '10.0.0.2' }),
    visit({ host: 'example.org' }),
    visit({ rule: 'allow-1' }),
    visit({ ruleset: '1.2' }),
  ];
  for (const one of all) held.add(one);
  assert.deepEqual(held.takeAll(), all);
});

test('what is held is bounded and nothing is dropped', () => {
  const held = coalesceVisits(2);
  for (const host of ['a.example', 'b.example', 'c.example', 'a.example']) held.add(visit({ host }));
  assert.deepEqual(
    held.takeDue(minute).map(({ host }) => host),
    ['a.example', 'b.example'],
  );
  assert.deepEqual(
    held.takeAll().map(({ host, count }) => [host, count]),
    [
      ['c.example', 1],
      ['a.example', 1],
    ],
  );
});

test('a clock that was set back holds nothing for ever', () => {
  const held = coalesceVisits();
  held.add(visit({ at: '2026-11-21T15:00:00.000Z' }));
  assert.equal(held.takeDue(minute).length, 1);
});
