import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import type { Role } from '../../../platform/access/roles.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool } from '../../school/testing.ts';
import { policyOwners } from '../review.ts';
import { clauseOf, settingOf } from '../settings.ts';
import { settingInForce } from '../kept-settings.ts';
import { policySetting, settingCodes } from '../settings-of-the-policy.ts';
import { aPolicy, someoneWith } from '../testing.ts';
import { makeChangeSetting, mark } from './change-setting.ts';

describe('changing a setting', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const change = (role: Role, input: Record<string, unknown>) =>
    world.runner.run(makeChangeSetting(world.parts), someoneWith(world, school, role), {
      setting: policyOwners.code,
      why: 'It suits us better.',
      ...input,
    });

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('gives the fallback until somebody sets it, then the value, marked as the school’s own', async () => {
    assert.deepEqual(await settingOf(db(), policyOwners), []);
    assert.ok((await change('head', { value: ['head', 'chair'] })).ok);
    assert.deepEqual(await settingOf(db(), policyOwners), ['head', 'chair']);
    assert.equal(await clauseOf(db(), policyOwners.code), undefined);
  });

  test('is refused where a clause of the policy sets it, naming the clause', async () => {
    await aPolicy(world, school);
    const kept = await settingInForce(db(), policyOwners.code);
    const outcome = await change('head', { value: ['lead'], was: mark(kept) });
    assert.ok(!outcome.ok && outcome.errors[0]?.message.includes('Clause s1-002'));
    assert.deepEqual(await settingOf(db(), policyOwners), ['computing-lead', 'head', 'chair']);
  });

  test('takes only what the setting can be, and says what to do', async () => {
    for (const value of ['nobody-we-know', ['head', 'nobody-we-know'], { a: 1 }]) {
      const outcome = await change('head', { value });
      assert.ok(!outcome.ok);
      assert.deepEqual(
        outcome.errors.map(({ field }) => field),
        ['value'],
      );
    }
    assert.deepEqual(await settingOf(db(), policyOwners), []);
  });

  test('takes nothing below the law, also where no clause speaks of it', async () => {
    const against = settingCodes.flatMap((code) => {
      const [value] = policySetting(code)?.law?.values ?? [];
      return value === undefined ? [] : [{ code, value }];
    });
    assert.ok(against.some(({ code }) => code === 'picture-consent'));
    for (const { code: setting, value } of against) {
      const outcome = await change('head', { setting, value });
      assert.ok(!outcome.ok && outcome.errors[0]?.message.startsWith('This is below the law'), setting);
      assert.equal(await settingInForce(db(), setting), undefined);
    }
  });

  test('the second of two people who had it open learns that it changed', async () => {
    assert.ok((await change('head', { value: ['head'], was: '' })).ok);
    await assert.rejects(change('lead', { value: ['lead'], was: '' }), (error: unknown) => {
      return error instanceof Refused && error.code === 'SG-CHANGED';
    });
    assert.deepEqual(await settingOf(db(), policyOwners), ['head']);
  });

  test('teachers, safeguarding leads, governors and IT support are refused', async () => {
    for (const role of ['staff', 'dsl', 'governor', 'technician', 'pupil'] as const) {
      await assert.rejects(change(role, { value: ['head'] }), Refused, role);
    }
  });

  test('a setting that nothing declares is not found', async () => {
    await assert.rejects(change('head', { setting: 'no-such-setting', value: 'x' }), Refused);
  });
});
