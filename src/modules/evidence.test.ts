import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figureSentence, nothingYet, notRecorded, stateOf } from './evidence.ts';
import type { Evidence } from './module.ts';

const evidence = (given: Partial<Evidence>): Evidence => ({
  state: 'met',
  kind: 'measured',
  figure: '3 entries',
  latest: undefined,
  href: '/somewhere',
  ...given,
});

test('what has no data is never measured: not covered, or out of date where something was known once', () => {
  const latest = Temporal.Instant.from('2026-11-20T09:00:00Z');
  assert.equal(stateOf(undefined), 'not-covered');
  for (const kind of ['measured', 'self-reported', 'out-of-date'] as const) {
    assert.equal(stateOf(evidence({ state: 'no-data', kind })), 'not-covered', kind);
    assert.equal(stateOf(evidence({ state: 'no-data', kind, latest })), 'out-of-date', kind);
  }
});

test('where there is nothing to look at, that is said: it is neither covered nor old', () => {
  assert.equal(stateOf(nothingYet('Nobody has left yet', '/people')), 'nothing-yet');
  const latest = Temporal.Instant.from('2026-11-20T09:00:00Z');
  assert.equal(stateOf(evidence({ state: 'no-data', kind: 'nothing-yet', latest })), 'nothing-yet');
  assert.equal(stateOf(notRecorded('The log was never signed', '/incidents')), 'not-covered');
});

test('a finding is worth what its kind says, good or bad', () => {
  assert.equal(stateOf(evidence({ state: 'not-met', kind: 'measured' })), 'measured');
  assert.equal(stateOf(evidence({ state: 'met', kind: 'self-reported' })), 'self-reported');
});

test('a figure that is shown as a sentence ends with one full stop', () => {
  assert.equal(figureSentence('3 entries'), '3 entries.');
  assert.equal(figureSentence('In force since 10:42:07.'), 'In force since 10:42:07.');
});
