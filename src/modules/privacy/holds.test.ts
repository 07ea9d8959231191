import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { aRegisterSchool } from '../../../test/support/register-school.ts';
import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aCast, aReport } from '../incidents/testing.ts';
import { actorFor, anAdult, worked } from '../people/testing.ts';
import { aFormSaying, anEntry } from '../registers/testing.ts';
import { makeHoldPerson } from './commands/holds.ts';
import { makeSignDeletion } from './commands/sign-deletion.ts';
import { holdQueries } from './queries/hold-queries.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { aHoldOn, confirmed, tableRows } from './testing.ts';

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

type Shown = 'head' | 'dsl' | 'lead' | 'chair';

/** A school in which the head, or the safeguarding lead where it names the head, holds an old record by itself: who sees how many holds, and who ends it. */
async function aHeldRecord(t: TestContext, kind: string, given: Readonly<Record<string, string>>, named?: Shown) {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  const id = await aReport(world, cast.teacher);
  await world.store.transaction(async (db) => {
    await db
      .updateTable('incident')
      .set({ state: 'closed', ...given })
      .execute();
    if (named !== undefined) {
      await db.updateTable('incident_person').set({ person_id: cast[named].person, part: 'saw' }).execute();
    }
  });
  world.clock.advance({ hours: YEARS * 26 });
  const by = named === 'head' ? cast.dsl : cast.head;
  const record = `incident:${id}`;
  const { release: releasedBy } = await aHoldOn(world, by, { code: kind, record });
  const shown = async (who: Shown): Promise<number> =>
    (await world.runner.ask(holdQueries(world.parts).seeHolds, cast[who], {})).holds.length;
  /** As the page of what is past its time counts them, for the same reader. */
  const counted = async (who: Shown): Promise<number> =>
    (await world.runner.ask(retentionQueries(world.parts).seeRetention, cast[who], {})).holds;
  const release = (who: Shown) => releasedBy(cast[who]);
  const reopened = () => world.store.transaction((db) => db.updateTable('incident').set({ state: 'open' }).execute());
  return { shown, counted, release, reopened };
}

test('a held record stays hidden from whom it was about, also when it is due no more and when the hold is released', async (t) => {
  const { shown, counted, release, reopened } = await aHeldRecord(t, 'incidents', {}, 'dsl');
  assert.deepEqual([await shown('head'), await counted('head')], [1, 1]);
  assert.deepEqual([await shown('dsl'), await counted('dsl')], [0, 0]);
  await reopened();
  assert.deepEqual([await shown('head'), await shown('dsl'), await shown('lead')], [1, 0, 0]);
  await release('head');
  assert.deepEqual([await shown('head'), await shown('dsl'), await shown('lead')], [1, 0, 0]);
  assert.equal(await counted('head'), 0);
});

test('a hold on a record about the headteacher is released by the chair, also when the record is due no more', async (t) => {
  const { shown, counted, release, reopened } = await aHeldRecord(t, 'incidents', {}, 'head');
  assert.deepEqual([await shown('dsl'), await shown('chair')], [1, 1]);
  await reopened();
  assert.deepEqual([await shown('head'), await counted('head')], [0, 0]);
  await assert.rejects(release('head'), /about you/);
  assert.deepEqual([await shown('chair'), await counted('chair')], [1, 1]);
  await release('chair');
});

test('a hold on an allegation is shown to nobody who may not open it', async (t) => {
  const { shown, counted } = await aHeldRecord(t, 'incident-allegations', { sphere: 'staff' });
  for (const who of ['dsl', 'lead', 'chair'] as const) assert.equal(await shown(who), 0, who);
  assert.equal(await counted('dsl'), 0);
  assert.deepEqual([await shown('head'), await counted('head')], [1, 1]);
});
