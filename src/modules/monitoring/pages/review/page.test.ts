import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { makeWorld, type World } from '../../../../../test/support/world.ts';
import type { Evidence } from '../../../module.ts';
import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { onlyMachine } from '../../../../platform/access/access.ts';
import type { PersonId, SchoolId } from '../../../../platform/ids/ids.ts';
import { actorFor, anAdult, aPupil, aSchool, signedIn } from '../../../people/testing.ts';
import { aBlock, aCallForHelp, aVisit, reported } from '../../testing.ts';

let world: World;
let school: SchoolId;
let lead: PersonId;
let sam: PersonId;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  lead = await anAdult(world, school, { roles: ['lead'] });
  sam = await aPupil(world, school);
});
afterEach(() => world.end());

/** The filter says, as it does every second, that it runs. */
function heard(): void {
  const { site } = world;
  mkdirSync(site.filterToApp, { recursive: true });
  const at = world.clock.now().toString();
  const status = {
    at,
    filter: 'f1',
    boot: 'b1',
    pid: 1,
    inForce: { epoch: 1, number: 1, since: at, lists: 'a'.repeat(64) },
    alarms: [],
    decisions: 0,
    unrecorded: 0,
    openTunnels: 0,
  };
  writeFileSync(site.status('f1'), JSON.stringify(status));
}

/** What a control of this module can show now. */
async function evidence(code: string): Promise<Evidence> {
  const control = world.modules.flatMap((module) => module.controls).find((one) => one.code === code);
  assert.ok(control);
  const asked = query({
    name: 'monitoring.evidence-for-tests',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: onlyMachine('command-line'),
    answer: (db, { now }) => control.evidence(db, { now }),
    leaves: 'A test looks.',
  });
  return world.runner.ask(asked, world.commandLine(school), {});
}

/** What waits for a person, by this module. */
async function lines(person: PersonId): Promise<readonly string[]> {
  const actor = await actorFor(world, school, person);
  const module = world.modules.find((one) => one.name === 'monitoring');
  const asked = query({
    name: 'monitoring.duties-for-tests',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: onlyMachine('command-line'),
    answer: async (db, { now }) =>
      (await Promise.all((module?.duties ?? []).map((duty) => duty.linesFor(db, actor, { now })))).flat(),
    leaves: 'A test looks.',
  });
  return (await world.runner.ask(asked, world.commandLine(school), {})).map(
    (line) => `${String(line.urgency)} ${line.text}`,
  );
}

describe('the weekly review', () => {
  test('tells a quiet week from a filter that is not running', async () => {
    const browser = await signedIn(world, lead, school);
    assert.match(
      (await browser.get('/monitoring/review')).text,
      /The filter has never been heard\. These figures show nothing/,
    );
    heard();
    assert.match((await browser.get('/monitoring/review')).text, /The filter is running and has reported nothing yet/);
    world.clock.advance({ hours: 3 });
    const silent = await (await signedIn(world, lead, school)).get('/monitoring/review');
    assert.match(silent.text, /The filter was last heard 3 hours ago/);
    assert.match(silent.text, /Look at the filter/);
  });

  test('shows the week in figures and by kind of site, without names', async () => {
    heard();
    await reported(
      world,
      aBlock(world, { person: sam }),
      aBlock(world, { person: sam, tier: 8, rule: 'uncategorised-blocked' }),
      aVisit(world, { person: sam, count: 30 }),
      aCallForHelp(world, { person: sam }),
    );
    const page = await (await signedIn(world, lead, school)).get('/monitoring/review');
    assert.match(page.text, /30 Visits recorded in seven days MEASURED/);
    assert.match(page.text, /2 Attempts that were blocked/);
    assert.match(page.text, /1 Calls for an adult/);
    assert.match(page.text, /Gambling sites 1/);
    assert.match(page.text, /Sites that no list knows 1/);
    assert.match(page.text, /2 alerts began in these seven days and 0 were closed/);
    assert.match(page.text, /No gaps were noticed/);
    assert.doesNotMatch(page.text, /Sam|bets\.example|10\.0\.0/);
  });

  test('is recorded with who, when and what was found', async () => {
    const browser = await signedIn(world, lead, school);
    await browser.get('/monitoring/review');
    const incomplete = await browser.post('/monitoring/review', { findings: 'followed-up' });
    assert.equal(incomplete.status, 422);
    assert.match(incomplete.text, /Enter what you found and what happens next/);
    await browser.post('/monitoring/review', { findings: 'nothing' });
    const shown = await browser.follow();
    assert.match(shown.text, /Your review of the week is recorded/);
    assert.match(shown.text, /9:10am on 23 November 2026 , .*: Nothing that needs more than is done already/);
  });

  for (const role of ['staff', 'technician', 'governor'] as const) {
    test(`is refused to ${role}`, async () => {
      const person = await anAdult(world, school, { roles: [role] });
      assert.equal((await (await signedIn(world, person, school)).get('/monitoring/review')).status, 403);
    });
  }
});

describe('counts for IT support', () => {
  test('name nobody and no site', async () => {
    heard();
    await reported(world, aBlock(world, { person: sam, host: 'bets.example' }));
    const technician = await anAdult(world, school, { roles: ['technician'] });
    const page = await (await signedIn(world, technician, school)).get('/monitoring/counts');
    assert.equal(page.status, 200);
    assert.match(page.text, /Gambling sites 1/);
    assert.doesNotMatch(page.text, /Sam|bets\.example|10\.0\.0/);
  });

  test('are refused to staff', async () => {
    const person = await anAdult(world, school, { roles: ['staff'] });
    assert.equal((await (await signedIn(world, person, school)).get('/monitoring/counts')).status, 403);
  });
});

describe('the control “monitoring-log-kept”', () => {
  test('covers nothing until the filter has been heard', async () => {
    const shown = await evidence('monitoring-log-kept');
    assert.deepEqual([shown.state, shown.kind], ['no-data', 'not-covered']);
  });

  test('is measured and met while the filter runs and nothing is missing', async () => {
    heard();
    await reported(world, aVisit(world, { person: sam }));
    const shown = await evidence('monitoring-log-kept');
    assert.deepEqual([shown.state, shown.kind, shown.figure], ['met', 'measured', '1 record in seven days, no gaps']);
  });

  test('is not met where something is missing', async () => {
    heard();
    const at = world.clock.now().toString();
    await reported(world, { type: 'unrecorded', at, since: at, count: 3 });
    const shown = await evidence('monitoring-log-kept');
    assert.deepEqual([shown.state, shown.figure], ['not-met', '0 records in seven days, 3 events missing']);
  });

  test('is out of date when the filter falls silent', async () => {
    heard();
    await reported(world, aVisit(world, { person: sam }));
    world.clock.advance({ minutes: 1 });
    const shown = await evidence('monitoring-log-kept');
    assert.deepEqual([shown.state, shown.kind], ['no-data', 'out-of-date']);
  });
});

describe('the control “monitoring-reviewed”', () => {
  const review = async (): Promise<void> => {
    const browser = await signedIn(world, lead, school);
    await browser.get('/monitoring/review');
    await browser.post('/monitoring/review', { findings: 'nothing' });
  };

  test('is met after a review with a running filter, and out of date after eight days', async () => {
    heard();
    assert.deepEqual((await evidence('monitoring-reviewed')).state, 'not-met');
    await review();
    const fresh = await evidence('monitoring-reviewed');
    assert.deepEqual([fresh.state, fresh.kind, fresh.figure], ['met', 'measured', '0 alerts open, reviewed this week']);
    world.clock.advance({ hours: 24 * 8 + 1 });
    heard();
    assert.deepEqual((await evidence('monitoring-reviewed')).kind, 'out-of-date');
  });

  test('is not met while an alert stays open for more than three days', async () => {
    heard();
    await reported(world, aBlock(world, { person: sam }));
    world.clock.advance({ hours: 73 });
    heard();
    await review();
    const shown = await evidence('monitoring-reviewed');
    assert.equal(shown.state, 'not-met');
    assert.match(shown.figure, /1 alert open, the oldest for more than three days/);
  });
});

describe('what waits', () => {
  test('is a child first, then urgent alerts, then others, and the review when it is due', async () => {
    await reported(
      world,
      aBlock(world, { person: sam }),
      aBlock(world, { person: sam, tier: 1, rule: 'illegal' }),
      aCallForHelp(world, { person: sam }),
    );
    assert.deepEqual(await lines(lead), [
      '1 A child is waiting for an adult',
      '1 1 urgent alert is open',
      '2 1 alert is open',
      '3 The weekly review of the internet is due',
    ]);
  });

  test('is nothing for staff, and nothing about oneself', async () => {
    const tom = await anAdult(world, school, { roles: ['staff'] });
    await reported(world, aBlock(world, { person: lead, rule: 'extremism' }));
    assert.deepEqual(await lines(tom), []);
    assert.deepEqual(await lines(lead), ['3 The weekly review of the internet is due']);
  });
});
