import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { allowed } from '../../platform/access/access.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { Evidence } from '../module.ts';
import { actorFor, anAdult, aPupil, aSchool, worked } from '../people/testing.ts';
import { blockAtOnce } from './commands/block-at-once.ts';
import { turnOff } from './commands/stop-person.ts';
import { filterSays, publish } from './testing.ts';

const codes = [
  'filter-in-force',
  'filter-profiles-by-group',
  'filter-own-sign-in',
  'filter-per-person',
  'filter-instant-block',
  'bad-page-advice',
  'help-pointed-to',
];

describe('evidence about filtering', () => {
  let world: World;
  let school: SchoolId;
  let pupil: PersonId;
  let lead: PersonId;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    pupil = await aPupil(world, school);
    lead = await anAdult(world, school, { roles: ['lead'] });
    await publish(world);
  });
  afterEach(() => world.end());

  const evidenceOf = (code: string): Promise<Evidence> => {
    const control = world.modules.flatMap((module) => module.controls).find((one) => one.code === code);
    assert.ok(control !== undefined, code);
    const ask = query({
      name: 'test.evidence',
      input: z.object({}),
      events: {},
      load: wholeSchool,
      policy: () => allowed,
      leaves: 'a test',
      answer: (db, { now }) => control.evidence(db, { now }),
    });
    return world.runner.ask(ask, world.commandLine(school), {});
  };
  const said = async (code: string): Promise<string> => {
    const { state, kind } = await evidenceOf(code);
    return `${state} ${kind}`;
  };

  test('has every code that the village pack names for the filter', () => {
    const pack = readFileSync(join(import.meta.dirname, '..', '..', '..', 'policies', 'village.yaml'), 'utf8');
    for (const code of codes) assert.match(pack, new RegExp(`^  - code: ${code}$`, 'm'));
  });

  test('is out of date, never met, while the filter is not heard', async () => {
    for (const code of codes) assert.equal(await said(code), 'no-data out-of-date', code);
  });

  test('is out of date while the filter obeys an older ruleset, and eleven seconds after it was last heard', async () => {
    filterSays(world, { number: 0 });
    assert.equal(await said('filter-in-force'), 'no-data out-of-date');
    filterSays(world);
    assert.equal(await said('filter-in-force'), 'met measured');
    world.clock.advance({ seconds: 11 });
    assert.equal(await said('filter-in-force'), 'no-data out-of-date');
  });

  test('is not met while the filter raises an alarm', async () => {
    filterSays(world, { alarms: [{ code: 'lists-broken', message: 'damaged' }] });
    assert.equal(await said('filter-in-force'), 'not-met measured');
  });

  test('names when it was measured', async () => {
    filterSays(world);
    assert.equal((await evidenceOf('filter-in-force')).latest?.toString(), world.clock.now().toString());
  });

  test('levels, advice and help are measured in the rules in force', async () => {
    filterSays(world);
    for (const code of ['filter-profiles-by-group', 'bad-page-advice', 'help-pointed-to']) {
      assert.equal(await said(code), 'met measured', code);
    }
  });

  test('counts people without a sign-in of their own', async () => {
    filterSays(world);
    const evidence = await evidenceOf('filter-own-sign-in');
    assert.equal(evidence.state, 'not-met');
    assert.match(evidence.figure, /^1 of 2 people/);
  });

  test('finds each stop in the rules in force', async () => {
    worked(await world.runner.run(turnOff, await actorFor(world, school, lead), { id: pupil, length: 'hour' }));
    await publish(world);
    filterSays(world);
    const evidence = await evidenceOf('filter-per-person');
    assert.equal(evidence.state, 'met');
    assert.match(evidence.figure, /1 of 1 stops/);
  });

  test('measures the time from a decision to its effect', async () => {
    filterSays(world);
    assert.equal(await said('filter-instant-block'), 'no-data measured');
    const block = async (site: string, effectAfterMs: number): Promise<void> => {
      worked(
        await world.runner.run(blockAtOnce, await actorFor(world, school, lead), {
          sites: site,
          reason: 'A test',
          length: 'open',
        }),
      );
      await publish(world);
      world.clock.advance({ milliseconds: effectAfterMs });
      filterSays(world);
      await publish(world);
    };
    await block('one.example', 900);
    assert.match((await evidenceOf('filter-instant-block')).figure, /slowest was in force 0\.9 seconds/);
    assert.equal(await said('filter-instant-block'), 'met measured');
    await block('two.example', 2600);
    assert.equal(await said('filter-instant-block'), 'not-met measured');
  });
});
