import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { allowed } from '../../platform/access/access.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { Evidence } from '../module.ts';
import { actorFor, anAdult, aPupil, aSchool, worked } from '../people/testing.ts';
import { blockAtOnce } from './commands/block-at-once.ts';
import { turnOff } from './commands/stop-person.ts';
import { noticeControl } from './notice-control.ts';
import { filterSays, publish } from './testing.ts';

const codes = [
  'filter-in-force',
  'filter-profiles-by-group',
  'filter-own-sign-in',
  'filter-per-person',
  'filter-instant-block',
  'bad-page-advice',
  'help-pointed-to',
  'filter-blocks-harmful',
  'filter-blocks-gambling-games',
  'filter-blocks-social',
  'filter-blocks-video',
  'filter-blocks-webmail',
  'filter-blocks-downloads',
  'filter-blocks-search',
  'filter-blocks-circumvention',
  'filter-help-first',
  'filter-tested',
  'approved-use-ends',
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
    assert.equal(await said('filter-instant-block'), 'no-data nothing-yet');
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

  test('kinds of site that the built-in levels close for pupils are found closed, and the filter’s own test agrees', async () => {
    filterSays(world);
    for (const code of codes.filter((one) => one.startsWith('filter-blocks') || one === 'filter-tested'))
      assert.equal(await said(code), 'met measured', `${code}: ${(await evidenceOf(code)).figure}`);
  });

  test('the decision log shows nothing before there is a decision, and an emergency block that waits too long', async () => {
    for (const code of ['filter-change-log', 'filter-change-approved', 'filter-blocks-signed'])
      assert.equal(await said(code), 'no-data nothing-yet', code);
    const teacher = await anAdult(world, school, { roles: ['technician'] });
    worked(
      await world.runner.run(blockAtOnce, await actorFor(world, school, teacher), {
        sites: 'one.example',
        reason: 'A test',
        length: 'open',
      }),
    );
    assert.equal(await said('filter-change-log'), 'met measured');
    assert.equal(await said('filter-blocks-signed'), 'met measured');
    world.clock.advance({ hours: 73 });
    assert.equal(await said('filter-blocks-signed'), 'not-met measured');
  });

  test('the notice is looked for on the gate’s start page: found, missing, and out of date when the gate is silent', async () => {
    let answer: () => Promise<Response> = () => Promise.reject(new TypeError('refused'));
    const control = noticeControl({ ask: () => answer(), config: world.config });
    const ask = (): Promise<Evidence> =>
      world.runner.ask(
        query({
          name: 'test.notice',
          input: z.object({}),
          events: {},
          load: wholeSchool,
          policy: () => allowed,
          leaves: 'a test',
          answer: (db, { now }) => control.evidence(db, { now }),
        }),
        world.commandLine(school),
        {},
      );
    const saidNow = async (): Promise<string> => {
      const { state, kind } = await ask();
      return `${state} ${kind}`;
    };
    assert.equal(await saidNow(), 'no-data not-covered');
    answer = () => Promise.resolve(new Response('<p class="watch">The school keeps a record.</p>'));
    assert.equal(await saidNow(), 'met measured');
    world.clock.advance({ minutes: 2 });
    answer = () => Promise.resolve(new Response('<p>Welcome</p>'));
    assert.equal(await saidNow(), 'not-met measured');
    world.clock.advance({ minutes: 2 });
    answer = () => Promise.reject(new TypeError('refused'));
    assert.equal(await saidNow(), 'no-data out-of-date');
    const far = 'x'.repeat(200_000 - '<p class="watch">The school keeps a record.</p>'.length);
    for (const [before, said] of [
      [far, 'met measured'],
      [`${far}x`, 'not-met measured'],
    ] as const) {
      world.clock.advance({ minutes: 2 });
      answer = () => Promise.resolve(new Response(`${before}<p class="watch">The school keeps a record.</p>`));
      assert.equal(await saidNow(), said, 'a start page is not so long');
    }
  });

  test('a gate that takes the question and never answers does not hold up whoever asks', async () => {
    const control = noticeControl({
      ask: (_address, options) =>
        new Promise((_resolve, reject) => {
          options.signal?.addEventListener('abort', () => {
            reject(new DOMException('Timed out', 'TimeoutError'));
          });
        }),
      config: world.config,
    });
    const evidence = await control.evidence(readHandle(world.store.reading, school), { now: world.clock.now() });
    assert.equal(evidence.state, 'no-data');
  });
});
