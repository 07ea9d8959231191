import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FilterEvent } from '../spool/events.ts';
import { MOST_HELD, visitCounter, type Visit } from './visit-counter.ts';

test('so many different visits are held at once: one more and all are written early, none is lost', () => {
  const written: FilterEvent[] = [];
  const visits = visitCounter(
    (event) => written.push(event),
    () => 1_800_000_000_000,
  );
  const visit = (host: string): Visit => ({
    person: 'sam',
    knownBy: 'sign-in',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    host,
    port: 443,
    scheme: 'https',
    tier: 8,
    rule: 'uncategorised-allowed',
    list: null,
    clause: null,
  });
  for (let n = 0; n < MOST_HELD; n++) visits.count(visit(`site-${String(n)}.example`));
  visits.count(visit('site-0.example'));
  assert.equal(written.length, MOST_HELD, 'the second visit waits for the minute’s end');
  visits.count(visit('one-more.example'));
  assert.equal(written.length, MOST_HELD + 2, 'it is written, and so is the new one');
});
