import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { allowed } from '../../../platform/access/access.ts';
import { command, done, nothing, query, wholeSchool } from '../../../platform/commands/command.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import { aPupil, aSchool, worked } from '../../people/testing.ts';
import { requestFromGate } from '../commands/ask-for-change.ts';
import { filteringEvents } from '../events.ts';
import { endStop, stateOfStop, stopInternet, stopsOf, type StopId } from './stops.ts';

/** What another module does in its own command. */
const passOn = command({
  name: 'test.pass-on',
  input: z.object({ person: z.custom<PersonId>(), until: z.custom<Temporal.Instant | null>() }),
  events: { 'internet-stopped': filteringEvents['internet-stopped'] },
  load: wholeSchool,
  policy: () => allowed,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input, newId }) => {
    const { stopId, event } = await stopInternet(
      { db, now, newId },
      { ...input, kind: 'sanction', from: now, clause: 's1-032', sourceKind: 'incident', sourceId: 'incident-7' },
    );
    return done(stopId, event);
  },
});
const endNow = command({
  name: 'test.end',
  input: z.object({ stop: z.custom<StopId>() }),
  events: { 'internet-stop-ended-early': filteringEvents['internet-stop-ended-early'] },
  load: wholeSchool,
  policy: () => allowed,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input }) => done(null, await endStop({ db }, { stopId: input.stop, at: now })),
});
const fromGate = command({
  name: 'test.from-gate',
  input: z.object({
    person: z.custom<PersonId | null>(),
    host: z.string(),
    profile: z.string(),
    reason: z.string(),
    eventKey: z.string(),
  }),
  events: {
    'filter-change-asked': filteringEvents['filter-change-asked'],
    'filter-epoch-begun': filteringEvents['filter-epoch-begun'],
  },
  load: wholeSchool,
  policy: () => allowed,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, input, newId }) => {
    const made = await requestFromGate({ db, now, newId }, input);
    return made === undefined
      ? done(null, { name: 'filter-epoch-begun', subject: db.school, data: { epoch: 1 } })
      : done(made.requestId, made.event);
  },
});
const readStops = query({
  name: 'test.read',
  input: z.object({ person: z.custom<PersonId>() }),
  events: {},
  load: wholeSchool,
  policy: () => allowed,
  leaves: 'a test',
  answer: (db, { input }) => stopsOf(db, input.person),
});

describe('what other modules ask of filtering', () => {
  let world: World;
  let school: SchoolId;
  let pupil: PersonId;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    pupil = await aPupil(world, school);
  });
  afterEach(() => world.end());

  const stop = async (until: Temporal.Instant | null) =>
    worked(await world.runner.run(passOn, world.commandLine(school), { person: pupil, until }));
  const stops = () => world.runner.ask(readStops, world.commandLine(school), { person: pupil });

  test('a stop carries start, end, clause and source, and raises the number', async () => {
    const before = (await world.parts.changes.of(school)).wanted;
    await stop(world.clock.now().add({ minutes: 1 }));
    const [kept] = await stops();
    assert.equal(kept?.clause, 's1-032');
    assert.equal(kept.sourceId, 'incident-7');
    assert.equal(stateOfStop(kept, world.clock.now()), 'in-force');
    assert.equal(stateOfStop(kept, world.clock.now().add({ minutes: 1 })), 'over');
    assert.equal((await world.parts.changes.of(school)).wanted, before + 1);
  });

  test('a stop is ended once; the second to end it is told', async () => {
    const id = await stop(null);
    world.clock.advance({ minutes: 5 });
    worked(await world.runner.run(endNow, world.commandLine(school), { stop: id }));
    const [kept] = await stops();
    assert.ok(kept !== undefined);
    assert.equal(stateOfStop(kept, world.clock.now()), 'over');
    await assert.rejects(
      world.runner.run(endNow, world.commandLine(school), { stop: id }),
      (error) => error instanceof Refused && error.code === 'SG-CHANGED',
    );
  });

  test('a stop that ends before it begins is a mistake of the caller', async () => {
    await assert.rejects(stop(world.clock.now()), RangeError);
    assert.deepEqual(await stops(), []);
  });

  test('a request from a block page is made once per event, and thirty mistakes make one line', async () => {
    const asked = async (person: PersonId | null, reason: string, eventKey: string, host = 'museum.example') =>
      worked(
        await world.runner.run(fromGate, world.commandLine(school), { person, host, profile: 'ks2', reason, eventKey }),
      );
    assert.notEqual(await asked(pupil, '', 'f-b-1-1'), null);
    assert.equal(await asked(pupil, '', 'f-b-1-1'), null);
    assert.equal(await asked(null, '', 'f-b-1-2'), null);
    assert.notEqual(await asked(null, 'For a lesson', 'f-b-1-3'), null);
    assert.equal(await asked(null, 'For a lesson, again', 'f-b-1-4'), null);
    assert.equal(await asked(pupil, '', 'f-b-1-5', 'childline.org.uk'), null);
    assert.equal(await asked(pupil, '', 'f-b-1-6', 'not a host'), null);
  });
});
