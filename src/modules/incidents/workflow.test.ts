import assert from 'node:assert/strict';
import { test } from 'node:test';

import { flowcharts } from './flowchart.ts';
import { moveFor, moves, movesOpenTo, stepsOf } from './workflow.ts';
import { states, type State } from './workflow-words.ts';
import { branches, type Branch } from './words.ts';

type Place = `${State}/${Branch | 'unclassified'}`;

function next(state: State, branch: Branch | null): { state: State; branch: Branch | null }[] {
  return moves
    .filter((row) => row.from.includes(state) && row.branches.includes(branch ?? 'unclassified') && row.to !== 'same')
    .flatMap((row) => {
      if (row.to === 'same') return [];
      const chosen = row.action.startsWith('classify-')
        ? branches.read(row.action.slice('classify-'.length))
        : undefined;
      return [{ state: row.to, branch: chosen ?? branch }];
    });
}

function reachable(from: { state: State; branch: Branch | null }): Map<Place, { state: State; branch: Branch | null }> {
  const seen = new Map<Place, { state: State; branch: Branch | null }>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const place: Place = `${at.state}/${at.branch ?? 'unclassified'}`;
    if (seen.has(place)) continue;
    seen.set(place, at);
    waiting.push(...next(at.state, at.branch));
  }
  return seen;
}

const start = { state: 'make-safe', branch: null } as const;

test('every state is reached from a report', () => {
  const found = new Set([...reachable(start).values()].map((each) => each.state));
  assert.deepEqual(
    [...states].filter((state) => !found.has(state)),
    [],
  );
});

test('every branch is reached, and from every place an incident can be closed', () => {
  const places = [...reachable(start).values()];
  assert.deepEqual([...new Set(places.map((each) => each.branch))].length, branches.codes.length + 1);
  for (const place of places) {
    const ends = [...reachable(place).values()].some((each) => each.state === 'closed');
    assert.ok(ends, `${place.state} of ${place.branch ?? 'unclassified'} is a dead end`);
  }
});

test('in each capacity that works a branch to its end, no place is without a move that goes on', () => {
  const whole = [
    { branch: 'illegal', capacity: 'dsl' },
    { branch: 'illegal', capacity: 'head' },
    { branch: 'inappropriate', capacity: 'lead' },
    { branch: 'minor', capacity: 'lead' },
    { branch: 'minor', capacity: 'chair' },
    { branch: 'illegal', capacity: 'vice-chair' },
    { branch: 'allegation', capacity: 'head' },
    { branch: 'allegation', capacity: 'named-deputy' },
    { branch: 'allegation', capacity: 'chair' },
    { branch: 'allegation', capacity: 'vice-chair' },
  ] as const;
  for (const { branch, capacity } of whole) {
    for (const state of stepsOf(branch).filter(
      (each) => each !== 'make-safe' && each !== 'classify' && each !== 'closed',
    )) {
      const on = movesOpenTo(state, branch, [capacity]).filter((row) => row.to !== 'same' && row.page !== 'classify');
      assert.ok(on.length > 0, `${capacity} is stuck at ${state} of ${branch}`);
    }
  }
});

test('every move has a mover, a button, a page and a sentence', () => {
  for (const row of moves) {
    assert.ok(row.who.length > 0 && row.branches.length > 0 && row.from.length > 0, row.action);
    assert.ok(row.button !== '' && row.page !== '' && row.sentence !== '', row.action);
  }
});

test('an action means one thing in one place', () => {
  for (const row of moves) {
    for (const state of row.from) {
      for (const branch of row.branches) {
        const same = moves.filter(
          (other) => other.action === row.action && other.from.includes(state) && other.branches.includes(branch),
        );
        assert.equal(same.length, 1, `${row.action} at ${state} of ${branch}`);
      }
    }
  }
});

test('what may be illegal cannot go on before police, CEOP and IWF are decided', () => {
  assert.deepEqual(moveFor('notify', 'illegal', 'notify')?.complete, ['police-decided', 'ceop-decided', 'iwf-decided']);
  assert.deepEqual(moveFor('notify', 'allegation', 'notify')?.complete, ['lado-decided']);
});

test('the lead neither triages nor works what may be illegal', () => {
  assert.deepEqual(
    movesOpenTo('classify', null, ['lead']).filter((row) => row.to !== 'same'),
    [],
  );
  assert.equal(moveFor('notify', 'illegal', 'notify')?.who.includes('lead'), false);
});

test('the steps of each branch are those the policy lists, in its order', () => {
  assert.deepEqual(stepsOf('illegal'), [
    'make-safe',
    'classify',
    'notify',
    'act',
    'parents',
    'sanction',
    'review',
    'close',
    'closed',
  ]);
  assert.deepEqual(stepsOf('inappropriate'), stepsOf('illegal'));
  assert.deepEqual(stepsOf('allegation'), [
    'make-safe',
    'classify',
    'notify',
    'act',
    'parents',
    'review',
    'close',
    'closed',
  ]);
  assert.deepEqual(stepsOf('minor'), ['make-safe', 'classify', 'act', 'parents', 'sanction', 'close', 'closed']);
});

test('the flowchart draws every step of every branch and lists the same', () => {
  const charts = flowcharts();
  assert.equal(charts.length, branches.codes.length);
  for (const [index, chart] of charts.entries()) {
    const branch = branches.codes[index] ?? 'minor';
    assert.equal(chart.steps.length, stepsOf(branch).length);
    for (const step of chart.steps) assert.ok(chart.svg.includes(`>${step.label}`), `${step.label} is not drawn`);
    assert.doesNotMatch(chart.svg, / style=/);
  }
});
