import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import { manualClock } from '../../platform/time/manual-clock.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { attemptLimit } from './attempt-limit.ts';
import { identify, type Identification } from './identify.ts';
import { checkCredential, indexPeople, readBasic } from './network-credential.ts';
import { clientAddress, MOST_PENDING, sessionsTable } from './sessions-table.ts';

const NOW = Temporal.Instant.from('2026-11-21T10:00:00Z').epochMilliseconds;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const ruleset = smallRuleset({
  strictestProfile: 'ks1',
  networkProfile: 'ks2',
  people: [
    { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [] },
    {
      id: 'kim',
      name: 'Kim',
      profile: 'staff',
      staff: true,
      credential: { name: 'kim', sha256: sha256('right') },
      stops: [],
    },
  ],
});

function ask(
  proxyAuthorization: string | undefined,
  signedIn?: string,
  until = '2026-11-21T11:00:00Z',
): Identification {
  const sessions = sessionsTable();
  if (signedIn !== undefined) sessions.apply({ op: 'in', address: '10.0.0.1', person: signedIn, until });
  const attempts = attemptLimit(1, 60_000, () => 0);
  return identify(ruleset, indexPeople(ruleset), sessions, attempts, {
    address: '10.0.0.1',
    proxyAuthorization,
    nowMs: NOW,
  });
}

function told(found: Identification): readonly unknown[] {
  return found.kind === 'known'
    ? [found.identity.personId, found.identity.knownBy, found.identity.profile]
    : [found.kind];
}

describe('who asks', () => {
  test('a right credential comes before a sign-in, a sign-in before the network', () => {
    assert.deepEqual(told(ask(basic('kim:right'), 'sam')), ['kim', 'credential', 'staff']);
    assert.deepEqual(told(ask(undefined, 'sam')), ['sam', 'sign-in', 'ks2']);
    assert.deepEqual(told(ask(undefined)), [null, 'network', 'ks2']);
  });

  test('a wrong, unknown or unreadable credential is never served as somebody else', () => {
    for (const field of [
      basic('kim:wrong'),
      basic('nobody:right'),
      basic('kim'),
      'Bearer abc',
      'Basic !!!',
      basic('sam:'),
    ]) {
      assert.deepEqual(told(ask(field, 'sam')), ['wrong-credential'], field);
    }
  });

  test('somebody signed in whom the rules do not know gets the strictest profile', () => {
    assert.deepEqual(told(ask(undefined, 'gone')), ['gone', 'sign-in', 'ks1']);
  });

  test('a sign-in ends at its time', () => {
    assert.deepEqual(told(ask(undefined, 'sam', '2026-11-21T10:00:00Z')), [null, 'network', 'ks2']);
    assert.deepEqual(told(ask(undefined, 'sam', 'nonsense')), [null, 'network', 'ks2']);
  });
});

test('a credential is found by its name and its whole secret only', () => {
  const index = indexPeople(ruleset);
  assert.equal(checkCredential(index, { name: 'kim', secret: 'right' })?.id, 'kim');
  for (const secret of ['', 'righ', 'right ', sha256('right')]) {
    assert.equal(checkCredential(index, { name: 'kim', secret }), undefined);
  }
  assert.equal(checkCredential(index, { name: 'Kim', secret: 'right' }), undefined);
  assert.deepEqual(readBasic(basic('a:b:c')), { name: 'a', secret: 'b:c' });
});

test('wrong tries close an address for the rest of the window, and no other address', () => {
  const clock = manualClock('2026-11-21T10:00:00Z');
  const limit = attemptLimit(2, 60_000, clock.monotonicMs);
  limit.failed('a');
  assert.equal(limit.closed('a'), false);
  limit.failed('a');
  assert.equal(limit.closed('a'), true);
  assert.equal(limit.closed('b'), false);
  clock.advance({ seconds: 60 });
  assert.equal(limit.closed('a'), false);
});

test('so many sign-ins wait for their browser at once: one more and the oldest is forgotten', () => {
  const sessions = sessionsTable();
  const wait = (n: number): void => {
    sessions.apply({
      op: 'in',
      address: '10.0.0.1',
      person: 'kim',
      until: '2026-11-21T15:00:00Z',
      session: `session-${String(n)}`,
      confirm: { sha256: sha256(`code-${String(n)}`), by: '2026-11-21T10:02:00Z' },
    });
  };
  for (let n = 0; n < MOST_PENDING; n++) wait(n);
  assert.equal(sessions.lines().length, MOST_PENDING);
  wait(MOST_PENDING);
  assert.equal(sessions.lines().length, MOST_PENDING);
  assert.equal(sessions.confirm('10.0.0.1', 'code-0', NOW).kind, 'unknown');
  assert.equal(sessions.confirm('10.0.0.1', 'code-1', NOW).kind, 'counts');
});

test('an IPv4 address is one address over either kind of socket', () => {
  assert.equal(clientAddress('::ffff:10.0.0.1'), '10.0.0.1');
  assert.equal(clientAddress('fe80::1'), 'fe80::1');
});
