import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { obeyedSettings } from '../../src/modules/policy/obeyed-settings.ts';
import { settingCodes } from '../../src/modules/policy/settings-of-the-policy.ts';

/** What the settings page says to be obeyed, compared with the code: a setting that nothing reads is never passed off as one that counts. */

const modules = join(import.meta.dirname, '..', '..', 'src', 'modules');
const sources = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  .filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/settings-by-area|obeyed-settings/.test(file),
  )
  .map((file) => readFileSync(join(modules, file), 'utf8'));

describe('the settings of the policy', () => {
  test('that the data of registers and duties name are those that are said to be obeyed by them', () => {
    const named = settingCodes.filter((code) => sources.some((source) => source.includes(`setting: '${code}'`)));
    assert.deepEqual(named.toSorted(), [...obeyedSettings.byData].toSorted());
  });

  test('that code is said to read are read by some', () => {
    for (const code of obeyedSettings.byCode) {
      assert.ok(settingCodes.includes(code), code);
      assert.ok(
        sources.some((source) => source.includes(`'${code}'`)),
        code,
      );
    }
  });
});
