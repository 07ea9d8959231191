import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { actorFor, anAdult, aPupil, aSchool, worked } from '../../people/testing.ts';
import { turnOff } from '../commands/stop-person.ts';
import { publish, readAsFilter } from '../testing.ts';

describe('the rules that are made of the records', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.end());

  test('may have fifty lists of the school’s own, and no more', async () => {
    const school = await aSchool(world);
    const technician = await actorFor(world, school, await anAdult(world, school, { roles: ['technician'] }));
    await publish(world);
    const save = world.modules
      .flatMap(({ commands }) => commands)
      .find(({ name }) => name === 'filtering.save-own-list');
    assert.ok(save);
    const add = (at: number) =>
      world.runner.run(save, technician, { name: `list-${String(at)}`, category: 'gambling', names: 'a.example' });
    for (let at = 1; at <= 50; at += 1) worked(await add(at));
    const more = await add(51);
    assert.equal(more.ok, false);
    assert.match(JSON.stringify(more), /50 lists already/);
  });

  test('hold fifty stops of one person, those that end last: more are there by mistake only', async () => {
    const school = await aSchool(world);
    const pupil = await aPupil(world, school);
    const lead = await actorFor(world, school, await anAdult(world, school, { roles: ['lead'] }));
    const begun: string[] = [];
    for (let at = 0; at < 51; at += 1) {
      begun.push(world.clock.now().toString({ smallestUnit: 'millisecond' }));
      worked(await world.runner.run(turnOff, lead, { id: pupil, length: 'hour' }));
      world.clock.advance({ seconds: 10 });
    }
    await publish(world);
    const stops = readAsFilter(world).ruleset.people.find(({ id }) => id === pupil)?.stops ?? [];
    assert.deepEqual(stops.map(({ from }) => from).toSorted(), begun.slice(1));
  });
});
