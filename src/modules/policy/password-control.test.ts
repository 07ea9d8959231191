import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { ADULT_PASSWORD, actorFor, aLogIn, anAdult, aSchool, worked } from '../people/testing.ts';
import { makeChangeSetting } from './commands/change-setting.ts';
import { passwordsChange } from './password-control.ts';

test('passwords are counted against what the policy demands: by the calendar, or not at all', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const head = await anAdult(world, school, { roles: ['head'] });
  const said = async (): Promise<string> => {
    const { state, figure } = await passwordsChange.evidence(readHandle(world.store.reading, school), {
      now: world.clock.now(),
    });
    return `${state}: ${figure}`;
  };
  assert.equal(await said(), 'no-data: Nobody who works here has a password yet');
  await aLogIn(world, school, head, { name: 'head@school.example', password: ADULT_PASSWORD });
  world.clock.advance({ hours: 24 * 400 });
  assert.match(await said(), /^met: 1 password, none with an end by the calendar/);
  worked(
    await world.runner.run(makeChangeSetting(world.parts), await actorFor(world, school, head), {
      setting: 'password-change',
      value: 'yearly',
      why: 'The governors want it.',
    }),
  );
  assert.equal(await said(), 'not-met: 1 password, 1 older than 366 days');
});
