import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { alertLevelOf, type CategoryLevel } from './alert-level.ts';

const levels = new Map<string, CategoryLevel>([
  ['gambling', 'notice'],
  ['extremism', 'serious'],
  ['games', 'none'],
]);
const levelOf = (category: string): CategoryLevel | undefined => levels.get(category);
const blocked = (tier: number, rule: string) => alertLevelOf({ type: 'blocked', tier, rule }, levelOf);

describe('an event of the filter', () => {
  test('that asks for help is urgent and comes before everything', () => {
    assert.deepEqual(alertLevelOf({ type: 'help-asked', tier: null, rule: null }, levelOf), {
      kind: 'help',
      severity: 'urgent',
      rank: 0,
    });
  });

  test('at the illegal tier is urgent whatever the lists say', () => {
    assert.equal(blocked(1, 'illegal')?.severity, 'urgent');
  });

  test('at a category follows the level of the category', () => {
    assert.equal(blocked(6, 'gambling')?.severity, 'notice');
    assert.equal(blocked(6, 'extremism')?.severity, 'serious');
    assert.equal(blocked(6, 'games'), undefined);
  });

  test('at a category nobody knows is a notice, not silence', () => {
    assert.deepEqual(blocked(6, 'own-list'), { kind: 'own-list', severity: 'notice', rank: 3 });
  });

  test('with a rule that is no code at all still counts, under a code that the audit trail can hold', () => {
    assert.equal(blocked(6, 'Sam Hill\n')?.kind, 'unknown');
  });

  test('at a site that the school blocked is a notice', () => {
    assert.equal(blocked(4, 'rule-1')?.kind, 'school-block');
  });

  test('raises nothing for help sites, a stopped person or a site that no list knows', () => {
    assert.equal(blocked(0, 'help'), undefined);
    assert.equal(blocked(2, 'sanction'), undefined);
    assert.equal(blocked(8, 'uncategorised-blocked'), undefined);
  });

  test('that was allowed raises nothing, whatever it was', () => {
    assert.equal(alertLevelOf({ type: 'visited', tier: 6, rule: 'extremism' }, levelOf), undefined);
  });
});
