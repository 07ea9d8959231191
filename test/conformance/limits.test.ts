import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { limitTests } from '../../tools/reference/limit-tests.ts';
import { notLimits } from '../../tools/reference/not-limits.ts';
import { limitsOfSources } from '../../tools/reference/source-pages.ts';

const root = join(import.meta.dirname, '..', '..');

describe('docs/reference/limits.md', () => {
  it('names tests that are there', () => {
    for (const [limit, { file, test }] of Object.entries(limitTests)) {
      assert.ok(existsSync(join(root, file)), `${limit}: ${file}`);
      assert.ok(readFileSync(join(root, file), 'utf8').includes(test), `${limit}: ${test}`);
    }
  });

  it('has each limit of the program once: with the test that shows it, or with why it has none', () => {
    const limits = limitsOfSources();
    for (const key of limits.keys()) {
      const places = [limitTests, notLimits].filter((list) => Object.hasOwn(list, key)).length;
      assert.equal(places, 1, `${key}: name its test in limit-tests.ts, or say in not-limits.ts why it has none`);
    }
    for (const key of [...Object.keys(limitTests), ...Object.keys(notLimits)]) {
      assert.ok(limits.has(key), `${key}: there is no such limit`);
    }
  });

  it('says what each limit is', () => {
    for (const [key, { meaning }] of limitsOfSources()) {
      assert.ok(!Object.hasOwn(limitTests, key) || meaning !== '', `${key}: write above it what it is`);
    }
  });

  it('leaves no limit of the web server, of signing in or of the gate without its test', () => {
    for (const key of Object.keys(notLimits)) {
      assert.doesNotMatch(
        key,
        /^src\/(platform\/http\/(server|flood-guard)|filter\/(pages|identity)\/|modules\/people\/(sign-in|resets\/routes|single-sign-on\/bounded))/,
      );
    }
  });

  it('says of none that its test is to come', () => {
    assert.deepEqual(
      Object.entries(notLimits).filter(([, why]) => /no test yet|to come/i.test(why)),
      [],
    );
  });
});
