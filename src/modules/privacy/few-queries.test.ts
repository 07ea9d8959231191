import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { asId } from '../../platform/ids/ids.ts';
import { aCast, aReport, type Cast } from '../incidents/testing.ts';
import { aPupil } from '../people/testing.ts';
import { reviewRetention } from './duties.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { aSignedBatch } from './testing.ts';

/** The pages of what is past its time ask the database as often for many records as for few: nothing is asked record by record. */

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld();
  cast = await aCast(world);
});
after(() => world.end());

/** More incidents that were closed long ago, and more pupils who left long ago. */
async function older(times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await aReport(world, cast.teacher, { when: world.clock.now().toString().slice(0, 10) });
    await aPupil(world, cast.school, { given: `Left${String(at)}`, family: world.ids.next().slice(0, 8) });
  }
  await world.store.transaction(async (db) => {
    await db.updateTable('incident').set({ state: 'closed' }).execute();
    await db.updateTable('person').set({ left_on: '2027-01-01' }).where('given_name', 'like', 'Left%').execute();
  });
}

/** How many statements the page of what is past its time, one of its lists, and the lines of the home page send. */
async function statements(): Promise<{ readonly page: number; readonly list: number; readonly home: number }> {
  let sent = 0;
  const counting = world.store.reading.withPlugin({
    transformQuery: ({ node }) => {
      sent += 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  const db = readHandle(counting, cast.school);
  const now = world.clock.now();
  const queries = retentionQueries(world.parts);
  const asked = { actor: cast.head, now, request: cast.head.request };
  const counted = async (ask: () => Promise<unknown>): Promise<number> => {
    sent = 0;
    await ask();
    return sent;
  };
  const one = await queries.reviewClass.load(db, { code: 'people-pupils' }, asked);
  assert.ok(one !== undefined);
  return {
    page: await counted(() => queries.seeRetention.answer(db, { ...asked, input: {}, subject: 'school' })),
    list: await counted(() => queries.reviewClass.answer(db, { ...asked, input: { code: one.code }, subject: one })),
    home: await counted(() => reviewRetention(world.parts).linesFor(db, cast.head, { now })),
  };
}

test('as many questions for ten times as many records, and with lists that wait for a signature', async () => {
  await older(2);
  world.clock.advance({ hours: 24 * 366 * 26 });
  await aSignedBatch(world, cast.head);
  const few = await statements();
  await world.store.transaction((db) =>
    db
      .updateTable('retention_batch')
      .set({ begun_by: asId<'person'>('somebody-else') })
      .execute(),
  );
  await older(20);
  await aSignedBatch(world, cast.head);
  const many = await statements();
  assert.deepEqual(many, few);
  // One for each kind of record, and few more.
  assert.ok(many.page < 60, String(many.page));
  assert.ok(many.home < 60, String(many.home));
});
