import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { readStarterLists } from '../../../filter/lists/starter-lists.ts';
import { categoriesOf, categoryOfStarter } from './categories.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

describe('the words of lists and of policies', () => {
  const starter = readStarterLists(join(root, 'lists', 'starter')).categories.map(({ code }) =>
    categoryOfStarter(code),
  );
  const pack = readFileSync(join(root, 'policies', 'village.yaml'), 'utf8');
  const blocked = new Set([...pack.matchAll(/\{ category: ([a-z-]+),/g)].map(([, code]) => code ?? ''));

  test('agree: every kind of site that the village policy closes has a starter list, but for harmful software', () => {
    assert.ok(blocked.size > 10);
    assert.deepEqual(
      [...blocked].filter((code) => !starter.includes(code)),
      // Such sites change by the hour: only a feed that is kept up can list them.
      ['malware'],
    );
  });

  test('are each given once', () => {
    assert.equal(new Set(starter).size, starter.length);
  });

  test('a kind of site that no list knows is still a category, so that no ruleset names one it lacks', () => {
    const listed = [{ code: 'games', label: 'games sites', alert: 'none' as const }];
    const all = categoriesOf(listed, [{ blocks: [{ category: 'games' }, { category: 'malware' }] }]);
    assert.deepEqual(
      all.map(({ code }) => code),
      ['games', 'malware'],
    );
  });
});
