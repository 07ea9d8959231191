import assert from 'node:assert/strict';
import { test } from 'node:test';

import { aRegisterSchool } from '../../../test/support/register-school.ts';
import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aCast, aReport } from '../incidents/testing.ts';
import { actorFor, anAdult, worked } from '../people/testing.ts';
import { aFormSaying, anEntry } from '../registers/testing.ts';
import { makeHoldPerson } from './commands/holds.ts';
import { makeSignDeletion } from './commands/sign-deletion.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { confirmed, tableRows } from './testing.ts';

/** Whom a legal hold keeps records of, whose it is to see, and who may end it. */

const WHY = { reason: 'A solicitor has written.', review: '2099-06-01' };
const YEARS = 24 * 366;

test('a hold on a member of staff keeps the low-level concerns about them, whose fields are all sealed', async (t) => {
  const { world, school, names } = await aRegisterSchool('hold-on-sealed');
  t.after(() => world.end());
  const code = 'low-level-concerns';
  const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'], family: 'Head' }));
  const lead = await actorFor(world, school, await anAdult(world, school, { roles: ['lead'], family: 'Lead' }));
  await anAdult(world, school, { roles: ['staff'], given: 'Chris', family: 'Other' });
  await anEntry(world, head, code, aFormSaying(code, names, 'Said in the staff room.'));
  await anEntry(world, head, code, aFormSaying(code, { ...names, adult: 'Chris Other' }, 'Said at lunch.'));
  await world.store.transaction((db) =>
    db.updateTable('register_entry').set({ state: 'closed', counts_from: '2026-11-20' }).execute(),
  );
  world.clock.advance({ hours: YEARS * 7 });
  worked(await world.runner.run(makeHoldPerson(), lead, { name: names.adult, ...WHY }));
  const { reviewClass } = retentionQueries(world.parts);
  const kind = `register-${code}`;
  const { list, waiting } = await world.runner.ask(reviewClass, head, { code: kind });
  assert.deepEqual(
    waiting.map(({ record, kept }) => [record.what, kept]),
    [
      ['Low-level concerns, entry 1', 'hold'],
      ['Low-level concerns, entry 2', undefined],
    ],
  );
  worked(await world.runner.run(makeSignDeletion(world.parts), confirmed(head), { code: kind, list }));
  await world.jobs.find((job) => job.name === 'safekeeping.delete-records')?.run();
  assert.deepEqual(
    (await tableRows(world, 'register_entry')).map((row) => row['number']),
    [1],
  );
  // They are named there still, so their own record stays as long.
  const registers = world.modules.find((module) => module.name === 'registers');
  const person = (await tableRows(world, 'person')).find((row) => row['family_name'] === 'Named');
  const named = await registers?.stillNames?.(readHandle(world.store.reading, school), [String(person?.['id'])]);
  assert.equal(named?.size, 1);
});

test('a hold on the teacher who reported an incident keeps it, and it is about the child all the same', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  const reported = await aReport(world, cast.teacher);
  const other = await aReport(world, cast.office);
  await world.store.transaction((db) => db.updateTable('incident').set({ state: 'closed' }).execute());
  world.clock.advance({ hours: YEARS * 26 });
  worked(await world.runner.run(makeHoldPerson(), cast.lead, { name: 'Alex Teach', ...WHY }));
  const { reviewClass } = retentionQueries(world.parts);
  const { waiting, batch } = await world.runner.ask(reviewClass, cast.head, { code: 'incidents' });
  assert.equal(waiting.find(({ record }) => record.id === reported)?.kept, 'hold');
  assert.deepEqual(
    batch.map((record) => record.id),
    [other],
  );
  assert.deepEqual(batch[0]?.about, [cast.pupil]);
  assert.deepEqual(new Set(batch[0].people), new Set([cast.pupil, cast.office.person]));
});
