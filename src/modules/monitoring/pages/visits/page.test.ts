import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../../../platform/ids/ids.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../../../people/testing.ts';
import { aBlock, aVisit, reported } from '../../testing.ts';

let world: World;
let school: SchoolId;
let sam: PersonId;
let dsl: PersonId;
let path: string;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  sam = await aPupil(world, school);
  dsl = await anAdult(world, school, { roles: ['dsl'] });
  path = `/monitoring/people/${sam}/visits`;
});
afterEach(() => world.end());

async function looks(): Promise<readonly [string, unknown][]> {
  const rows = await world.store.reading
    .selectFrom('audit_event')
    .select(['subject', 'data'])
    .where('event', '=', 'visits-viewed')
    .orderBy('seq')
    .execute();
  return rows.map((row) => [String(row['subject']), JSON.parse(String(row['data']))]);
}

describe('what a person opened on a day', () => {
  test('is shown in order of time, and the look is recorded with person and day', async () => {
    await reported(
      world,
      aVisit(world, { person: sam, host: 'museum.example', minutesAgo: 5, count: 40 }),
      aBlock(world, { person: sam, minutesAgo: 2 }),
      aVisit(world, { person: dsl, host: 'staff.example' }),
    );
    const page = await (await signedIn(world, dsl, school)).get(path);
    assert.equal(page.status, 200);
    assert.match(page.text, /9:05am museum\.example Opened 40 10\.0\.0\.7 9:08am bets\.example Blocked 1/);
    assert.doesNotMatch(page.text, /staff\.example/);
    assert.match(page.text, /2 lines: in order of time/);
    assert.deepEqual(await looks(), [[sam, { day: '2026-11-23', shown: 2, page: 1 }]]);
  });

  test('is the school’s day: what happened after midnight in London belongs to the new day', async () => {
    // In summer London is an hour ahead of UTC: 23:30Z on the 30th is half past midnight on the 1st.
    world.clock.set(Temporal.Instant.from('2027-07-01T09:00:00Z'));
    await reported(world, aVisit(world, { person: sam, host: 'late.example', minutesAgo: 570 }));
    const browser = await signedIn(world, dsl, school);
    assert.match((await browser.get(`${path}?day=2027-07-01`)).text, /12:30am late\.example/);
    assert.match((await browser.get(`${path}?day=2027-06-30`)).text, /Nothing is recorded of this person on this day/);
  });

  test('is paged, can be had whole for printing, and can be narrowed to what was blocked', async () => {
    await reported(
      world,
      ...Array.from({ length: 51 }, (_, at) => aVisit(world, { person: sam, host: `site${String(at)}.example` })),
      aBlock(world, { person: sam }),
    );
    const browser = await signedIn(world, dsl, school);
    assert.match((await browser.get(path)).text, /1 to 50 of 52 lines/);
    assert.match((await browser.get(`${path}?page=2`)).text, /51 to 52 of 52 lines/);
    assert.match((await browser.get(`${path}?all=yes`)).text, /52 lines: in order of time/);
    assert.match((await browser.get(`${path}?only=blocked`)).text, /1 line: blocked ones only/);
  });

  test('says so when nothing is recorded', async () => {
    const page = await (await signedIn(world, dsl, school)).get(`${path}?day=2020-02-31`);
    assert.match(page.text, /Nothing is recorded of this person on this day/);
  });

  for (const role of ['lead', 'staff', 'technician', 'governor'] as const) {
    test(`is refused to ${role}`, async () => {
      const person = await anAdult(world, school, { roles: [role], classes: ['Oak'] });
      assert.equal((await (await signedIn(world, person, school)).get(path)).status, 403);
      assert.deepEqual(await looks(), []);
    });
  }

  test('is refused to the person themselves', async () => {
    const browser = await signedIn(world, dsl, school);
    assert.equal((await browser.get(`/monitoring/people/${dsl}/visits`)).status, 403);
  });

  test('of another school is not found', async () => {
    world.clock.advance({ minutes: 1 });
    const other = await aSchool(world, { name: 'Elmfield Primary School' });
    const stranger = await anAdult(world, other, { roles: ['dsl', 'head'] });
    assert.equal((await (await signedIn(world, stranger, other)).get(path)).status, 404);
  });

  test('is not shown when the look cannot be recorded', async () => {
    await reported(world, aVisit(world, { person: sam, host: 'museum.example' }));
    const browser = await signedIn(world, dsl, school);
    await world.store.transaction(async (db) => {
      await db.schema.alterTable('audit_event').renameTo('audit_event_away').execute();
    });
    const page = await browser.get(path);
    assert.equal(page.status, 500);
    assert.doesNotMatch(page.text, /museum/);
    await world.store.transaction(async (db) => {
      await db.schema.alterTable('audit_event_away').renameTo('audit_event').execute();
    });
  });
});
