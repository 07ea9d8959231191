import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../../../test/support/world.ts';
import { actorFor, anAdult, aSchool, worked } from '../../testing.ts';
import { offeredAuthenticator } from '../queries/offered-authenticator.ts';
import { offerAuthenticator } from './offer-authenticator.ts';

test('the same secret is offered again for half an hour, and a new one from then on or when a sign-in asks', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const actor = {
    ...(await actorFor(world, school, await anAdult(world, school, { roles: ['staff'] }))),
    session: { id: '', confirmedLately: true },
  };
  const offered = async (input: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    worked(await world.runner.run(offerAuthenticator, actor, input));
    return (await world.runner.ask(offeredAuthenticator, actor, {})).secret;
  };
  const first = await offered();
  world.clock.advance({ minutes: 29, seconds: 59 });
  assert.equal(await offered(), first);
  world.clock.advance({ seconds: 1 });
  const second = await offered();
  assert.notEqual(second, first);
  assert.equal(await offered(), second);
  assert.notEqual(await offered({ anew: true }), second);
});
