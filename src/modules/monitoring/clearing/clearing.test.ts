import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Store } from '../../../platform/db/store.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../../people/testing.ts';
import { clearingJob } from './clearing-job.ts';

let world: World;
let school: SchoolId;
beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
});
afterEach(() => world.end());

/** Visits of a person (or nobody), one a second from an instant on. */
async function visits(from: string, many: number, person: PersonId | null = null): Promise<void> {
  const first = Temporal.Instant.from(from);
  for (let done = 0; done < many; done += 500) {
    const rows = Array.from({ length: Math.min(500, many - done) }, (_, at) => ({
      school_id: school,
      id: world.ids.next(),
      filter_id: 'f1',
      boot_id: from,
      worker: person === null ? 0 : 1,
      seq: done + at,
      type: 'visited',
      at: first.add({ seconds: done + at }).toString({ smallestUnit: 'millisecond' }),
      taken_in_at: from,
      person_id: person,
      known_by: 'sign-in',
      address: '10.0.0.7',
      profile: 'ks2',
      ruleset: '1.1',
      host: 'museum.example',
      url: '',
      visits: 1,
      words: '',
    }));
    await world.store.transaction((db) => db.insertInto('filter_event').values(rows).execute());
  }
}

const left = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  world.store.reading.selectFrom('filter_event').selectAll().orderBy('at').execute();

const cleared = async (): Promise<readonly unknown[]> =>
  (
    await world.store.reading
      .selectFrom('audit_event')
      .select('data')
      .where('event', '=', 'visits-cleared')
      .orderBy('seq')
      .execute()
  ).map((row): unknown => JSON.parse(String(row['data'])));

/** The store, with how many rows of visits went in each of its transactions. */
function counting(store: Store, counts: number[]): Store {
  return {
    ...store,
    transaction: async (work) => {
      const before = await many(store);
      const result = await store.transaction(work);
      const gone = before - (await many(store));
      if (gone > 0) counts.push(gone);
      return result;
    },
  };
}

/** A store whose transaction of this number is not done. */
function failingAt(store: Store, number: number): Store {
  let begun = 0;
  return {
    ...store,
    transaction: async (work) => {
      begun += 1;
      if (begun === number) throw new Error('the power went');
      return store.transaction(work);
    },
  };
}

const many = async (store: Store): Promise<number> =>
  Number(
    (
      await store.reading
        .selectFrom('filter_event')
        .select((of) => of.fn.countAll<number | string>().as('n'))
        .executeTakeFirstOrThrow()
    )['n'],
  );

describe('visits past their year', () => {
  test('go, day by day, and the trail says how many and until when; younger ones stay', async () => {
    await visits('2025-11-20T10:00:00Z', 3);
    await visits('2025-11-23T10:00:00Z', 2);
    await world.jobs.find((job) => job.name === 'monitoring.clear-visits')?.run();
    assert.equal((await left()).length, 2);
    assert.deepEqual(await cleared(), [{ visits: 3, before: '2025-11-23', last: '2025-11-20T10:00:02.000Z' }]);
    // The same day again: nothing, and no second row.
    const again = clearingJob(world.parts);
    await again.run();
    assert.equal((await cleared()).length, 1);
    world.clock.advance({ hours: 24 });
    await again.run();
    assert.equal((await left()).length, 0);
    assert.equal((await cleared()).length, 2);
  });

  test('stay while a legal hold lies on the person, and go when it is released', async () => {
    const pupil = await aPupil(world, school);
    await visits('2025-11-20T10:00:00Z', 2, pupil);
    await visits('2025-11-20T10:00:00Z', 2);
    const hold = {
      school_id: school,
      id: world.ids.next(),
      table_name: 'person',
      row_id: pupil,
      placed_by: pupil,
      placed_at: world.clock.now().toString(),
    };
    await world.store.transaction((db) => db.insertInto('legal_hold').values(hold).execute());
    await clearingJob(world.parts).run();
    assert.deepEqual(
      (await left()).map((row) => row['person_id']),
      [pupil, pupil],
    );
    await world.store.transaction((db) =>
      db.updateTable('legal_hold').set({ released_at: world.clock.now().toString() }).execute(),
    );
    await clearingJob(world.parts).run();
    assert.deepEqual(await left(), []);
  });

  test('stay with their alert, and go when that is gone', async () => {
    await visits('2025-11-20T10:00:00Z', 2);
    const [first] = await left();
    await world.store.transaction((db) =>
      db
        .insertInto('alert')
        .values({
          school_id: school,
          id: 'alert-1',
          subject_key: 'address:10.0.0.7',
          address: '10.0.0.7',
          kind: 'gambling',
          severity: 'low',
          rank: 3,
          state: 'open',
          events: 1,
          first_at: '2025-11-20T10:00:00.000Z',
          last_at: '2025-11-20T10:00:00.000Z',
          raised_at: '2025-11-20T10:00:00.000Z',
          version: 1,
        })
        .execute(),
    );
    const link = { school_id: school, alert_id: 'alert-1', at: '2025-11-20T10:00:00.000Z' };
    await world.store.transaction((db) =>
      db
        .insertInto('alert_event')
        .values([
          { ...link, event_id: String(first?.['id']) },
          { ...link, alert_id: 'alert-gone', event_id: 'visit-gone' },
        ])
        .execute(),
    );
    await clearingJob(world.parts).run();
    assert.deepEqual(
      (await left()).map((row) => row['id']),
      [first?.['id']],
    );
    const links = await world.store.reading.selectFrom('alert_event').select('event_id').execute();
    assert.deepEqual(
      links.map((row) => String(row['event_id'])),
      [first?.['id']],
    );
  });

  test('are told to the trail once and in full when the program was stopped half-way', async () => {
    await visits('2025-11-20T10:00:00Z', 350);
    // The first transaction clears leftovers, the second a hundred visits.
    const failing = failingAt(world.store, 3);
    await assert.rejects(clearingJob({ ...world.parts, store: failing }).run(), /the power went/);
    assert.equal((await left()).length, 250);
    assert.deepEqual(await cleared(), []);
    await clearingJob(world.parts).run();
    assert.deepEqual(await cleared(), [{ visits: 350, before: '2025-11-23', last: '2025-11-20T10:05:49.000Z' }]);
  });

  test('go in small pieces even when they are 50,000, and pages are answered meanwhile', async () => {
    const head = await anAdult(world, school, { roles: ['head'] });
    await visits('2025-11-10T10:00:00Z', 50_000);
    const counts: number[] = [];
    const job = clearingJob({ ...world.parts, store: counting(world.store, counts) });
    const browser = await signedIn(world, head, school);
    const clearing = job.run();
    // Each page is answered while much is still to be cleared: it did not wait for the end.
    const still: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) {
      assert.equal((await browser.get('/')).status, 200);
      still.push(await many(world.store));
    }
    assert.ok((still[4] ?? 0) > 0, `after each page so many were left: ${still.join(', ')}`);
    await clearing;
    assert.equal((await left()).length, 0);
    assert.ok(Math.max(...counts) <= 400, 'no piece was larger than a page can wait for');
    assert.equal(
      counts.reduce((sum, each) => sum + each, 0),
      50_000,
    );
    assert.equal((await cleared()).length, 1);
  });
});
