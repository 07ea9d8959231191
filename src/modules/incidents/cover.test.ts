import assert from 'node:assert/strict';
import { it } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { Refused } from '../../platform/errors/errors.ts';
import { nameCover } from '../people/index.ts';
import { actorFor, anAdult, aSchool, worked } from '../people/testing.ts';
import { seeCase } from './queries/case-queries.ts';
import { aReport } from './testing.ts';

it('whoever covers for the head opens what the head may open, while it lasts, and never a case about themselves', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const head = await anAdult(world, school, { roles: ['head'], given: 'Grace', family: 'Adeyemi' });
  const teacher = await anAdult(world, school, { roles: ['staff'], given: 'Tom', family: 'Reed' });
  const colleague = await anAdult(world, school, { roles: ['staff'], given: 'Una', family: 'Frost' });
  const reporter = await actorFor(world, school, colleague);
  const days = { from: '2026-11-24', last: '2026-11-25' };
  worked(
    await world.runner.run(nameCover, await actorFor(world, school, head), {
      holder: head,
      role: 'head',
      person: teacher,
      ...days,
    }),
  );
  const aboutPupil = await aReport(world, reporter, { details: 'A worry.' });
  const aboutCover = await aReport(world, reporter, { details: 'About Tom.', who: 'Tom Reed', about: 'staff' });
  const opens = async (id: string): Promise<boolean> => {
    try {
      await world.runner.ask(seeCase, await actorFor(world, school, teacher), { id });
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
  assert.deepEqual([await opens(aboutPupil), await opens(aboutCover)], [false, false]);
  world.clock.set(Temporal.Instant.from('2026-11-24T09:00:00Z'));
  assert.deepEqual([await opens(aboutPupil), await opens(aboutCover)], [true, false]);
  world.clock.set(Temporal.Instant.from('2026-11-26T09:00:00Z'));
  assert.deepEqual([await opens(aboutPupil), await opens(aboutCover)], [false, false]);
});
