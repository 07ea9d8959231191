import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser } from '../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { ADULT_PASSWORD, anAdult, aSchool, notedSignIn, worked } from '../people/testing.ts';
import { makeChangeSetting, mark } from './commands/change-setting.ts';
import { settingInForce } from './kept-settings.ts';
import { makePasswordsChange } from './password-control.ts';
import { aPolicy, someoneWith } from './testing.ts';

describe('how long a password lasts', () => {
  let world: World;
  let school: SchoolId;
  const set = async (setting: string, value: string) =>
    worked(
      await world.runner.run(makeChangeSetting(world.parts), someoneWith(world, school, 'head'), {
        setting,
        value,
        why: 'The governors want it.',
        was: mark(await settingInForce(readHandle(world.store.reading, school), setting)),
      }),
    );
  const said = async (): Promise<string> => {
    const { state, figure } = await makePasswordsChange(world.parts).evidence(readHandle(world.store.reading, school), {
      now: world.clock.now(),
    });
    return `${state}: ${figure}`;
  };
  /** Where the right password leads now. */
  const leads = async (): Promise<string | undefined> => {
    const browser = openBrowser(world.web);
    await browser.get('/sign-in');
    return (await browser.post('/sign-in', { name: 'robin@school.example', password: ADULT_PASSWORD })).location;
  };
  const aPassword = () =>
    anAdult(world, school, { roles: ['staff'], email: 'robin@school.example', password: ADULT_PASSWORD });

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('is not asked while nobody has one', async () => {
    assert.equal(await said(), 'no-data: Nobody who works here has a password yet');
  });

  /** For each policy, typed from its words: the age in days at which sign-in asks for a new one, or never; for "at intervals", what we propose. */
  const policies: readonly (readonly [pack: string, days: number | 'never'])[] = [
    ['city-authority', 'never'],
    ['village', 366],
    ['community', 'never'],
    ['online-champions', 366],
    ['pies', 'never'],
    ['model', 'never'],
  ];
  for (const [pack, days] of policies) {
    test(`is ${days === 'never' ? 'for ever' : `${String(days)} days`} under the policy “${pack}”`, async () => {
      await aPolicy(world, school, { pack });
      const person = await aPassword();
      world.clock.advance({ hours: 24 * (days === 'never' ? 2000 : days - 1) });
      assert.equal(await leads(), '/');
      if (days === 'never') {
        assert.match(await said(), /^met: 1 password, none with an end by the calendar.*nobody signed in by one/);
        return;
      }
      const figure = (old: number): string =>
        `1 password, ${String(old)} older than ${String(days)} days, 0 chosen by somebody else;`;
      assert.equal(await said(), `met: ${figure(0)} nobody signed in by one of these`);
      world.clock.advance({ hours: 24 });
      assert.equal(await leads(), '/sign-in/new-password');
      assert.equal(await said(), `met: ${figure(1)} nobody signed in by one of these`);
      // What would stand in the trail if sign-in had let them through.
      await notedSignIn(world, school, person);
      assert.equal(await said(), `not-met: ${figure(1)} 1 person signed in by one of these`);
    });
  }

  test('is a term or a year where the school sets it so, and what the school says where the policy leaves it to it', async () => {
    await aPassword();
    await set('password-days', '30');
    world.clock.advance({ hours: 24 * 35 });
    assert.equal(await leads(), '/', 'nothing changes by the calendar unless the policy says so');
    await set('password-change', 'termly');
    assert.equal(await leads(), '/', 'the Christmas holidays are still the autumn term’s');
    world.clock.advance({ hours: 24 * 14 });
    assert.equal(await leads(), '/sign-in/new-password', 'the spring term has begun');
    await set('password-change', 'yearly');
    assert.equal(await leads(), '/');
    await set('password-change', 'regular');
    assert.equal(await leads(), '/sign-in/new-password');
    await set('password-days', '200');
    assert.equal(await leads(), '/');
  });

  test('is the coming term where it was chosen in the holidays before it', async () => {
    world.clock.advance({ hours: 24 * 35 });
    await set('password-change', 'termly');
    await aPassword();
    world.clock.advance({ hours: 24 * 30 });
    assert.equal(await leads(), '/', 'in the spring term');
    world.clock.advance({ hours: 24 * 90 });
    assert.equal(await leads(), '/sign-in/new-password', 'in the summer term');
  });
});
