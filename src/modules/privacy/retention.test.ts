import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { Page } from '../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { aCast, aReport, type Cast } from '../incidents/testing.ts';
import { signedIn } from '../people/testing.ts';
import { batchOf, type Waiting } from './queue.ts';
import { tableRows } from './testing.ts';

/** From "past its time" on the page to the row that is gone, on the real app and a real store. */

let world: World;
let cast: Cast;
let backups: string;
beforeEach(async () => {
  backups = mkdtempSync(join(tmpdir(), 'schoolgate-backups-'));
  world = await makeWorld({ env: { SCHOOLGATE_BACKUP_FOLDER: backups } });
  cast = await aCast(world);
});
afterEach(async () => {
  await world.end();
  rmSync(backups, { recursive: true, force: true });
});

const browse = (actor: PersonActor) => signedIn(world, actor.person, cast.school);

/** The job that executes warrants, once. */
async function deleteNow(): Promise<void> {
  await world.jobs.find((job) => job.name === 'safekeeping.delete-records')?.run();
}

/** Where the first hold on a page is released. */
const releaseIn = ({ html }: Page): string => /action="(\/privacy\/holds\/[^"]+\/release)"/.exec(html)?.[1] ?? '';

/** Two incidents that were closed long ago. */
async function oldIncidents(): Promise<readonly string[]> {
  const ids = [await aReport(world, cast.teacher), await aReport(world, cast.teacher, { who: 'Jo Example' })];
  await world.store.transaction((db) => db.updateTable('incident').set({ state: 'closed' }).execute());
  world.clock.advance({ hours: 24 * 366 * 26 });
  return ids;
}

describe('records past their time', () => {
  test('are none in a young school, and the page says so', async () => {
    const page = await (await browse(cast.head)).get('/privacy/retention');
    assert.equal(page.status, 200);
    assert.match(page.text, /No record is past its time/);
    assert.match(page.text, /Incidents in which a child is named/);
  });

  test('are kept 25 years from the birth of the youngest child, and go when head and safeguarding lead have signed', async () => {
    const ids = await oldIncidents();
    const head = await browse(cast.head);
    assert.match((await head.get('/privacy/retention')).text, /2 records are past their time/);
    const list = await head.get('/privacy/retention/incidents');
    assert.match(list.text, /2 records to look through/);
    for (const id of ids) assert.match(list.html, new RegExp(`/incidents/${id}`));
    assert.match((await head.get('/privacy/retention/incidents/sign')).text, /Delete 2 records\?/);
    const shown = await head.get('/privacy/retention/incidents/sign');
    const signed = await head.post('/privacy/retention/incidents/sign', {
      list: /name="list" value="([0-9a-f]{64})"/.exec(shown.html)?.[1] ?? '',
    });
    assert.equal(signed.status, 303);
    const proof = await head.follow();
    assert.match(proof.text, /2 records wait for a second signature/);
    await deleteNow();
    assert.equal((await tableRows(world, 'incident')).length, 2);

    const address = signed.location ?? '';
    assert.equal((await head.get(`${address}/sign`)).status, 403);
    const dsl = await browse(cast.dsl);
    assert.match((await dsl.get('/')).text, /signature/);
    // She keeps one of the two.
    const again = await dsl.get(address);
    assert.match(again.text, /Sign this list too/);
    await dsl.get(`/privacy/retention/incidents/keep?record=incident:${ids[0] ?? ''}`);
    const kept = await dsl.post('/privacy/retention/incidents/keep', {
      record: `incident:${ids[0] ?? ''}`,
      reason: 'An inquiry has asked for it.',
      'until-day': '1',
      'until-month': '1',
      'until-year': '2054',
    });
    assert.equal(kept.status, 303);
    assert.match((await dsl.get(`${address}/sign`)).text, /Delete 1 record\?/);
    assert.equal((await dsl.post(`${address}/sign`)).status, 303);
    await deleteNow();
    assert.deepEqual(
      (await tableRows(world, 'incident')).map((row) => row['id']),
      [ids[0]],
    );
    assert.equal(
      (await tableRows(world, 'incident_entry')).every((row) => row['incident_id'] === ids[0]),
      true,
    );
    const done = await dsl.get(address);
    assert.match(done.text, /1 record was deleted/);
    assert.match(done.text, /Alex Head/);
    assert.match(done.text, /Alex Safe/);
    assert.match(done.text, /[0-9a-f]{64}/);
  });

  test('are kept back for ten years at once, and no longer', async () => {
    const [id = ''] = await oldIncidents();
    const dsl = await browse(cast.dsl);
    const farthest = schoolDay(world.clock.now()).add({ years: 10 });
    const keep = async (until: Temporal.PlainDate) => {
      await dsl.get(`/privacy/retention/incidents/keep?record=incident:${id}`);
      return dsl.post('/privacy/retention/incidents/keep', {
        record: `incident:${id}`,
        reason: 'An inquiry has asked for it.',
        'until-day': String(until.day),
        'until-month': String(until.month),
        'until-year': String(until.year),
      });
    };
    const refused = await keep(farthest.add({ days: 1 }));
    assert.equal(refused.status, 422);
    assert.match(refused.text, /Keep it for at most 10 years, then look at it again/);
    assert.equal((await keep(farthest)).status, 303);
  });

  /** Has the list of incidents signed by head and safeguarding lead; the job has not come round yet. Says where it stands. */
  async function signedByBoth(): Promise<string> {
    const head = await browse(cast.head);
    const dsl = await browse(cast.dsl);
    const shown = await head.get('/privacy/retention/incidents/sign');
    const list = /name="list" value="([0-9a-f]{64})"/.exec(shown.html)?.[1] ?? '';
    const { location = '' } = await head.post('/privacy/retention/incidents/sign', { list });
    await dsl.get(`${location}/sign`);
    assert.equal((await dsl.post(`${location}/sign`)).status, 303);
    return location;
  }

  const robinHeld = {
    name: 'robin sample',
    reason: 'A solicitor has written.',
    'review-day': '1',
    'review-month': '6',
    'review-year': '2053',
  };

  test('stay where a legal hold lies on a child in them, although everybody has signed, and the others of the list go', async () => {
    const [robins] = await oldIncidents();
    const address = await signedByBoth();
    const head = await browse(cast.head);
    const lead = await browse(cast.lead);
    await lead.get('/privacy/holds/add');
    assert.equal((await lead.post('/privacy/holds/add', robinHeld)).status, 303);
    await deleteNow();
    const left = async () => (await tableRows(world, 'incident')).map((row) => row['id']);
    assert.deepEqual(await left(), [robins]);
    assert.ok((await tableRows(world, 'incident_entry')).some((row) => row['incident_id'] === robins));
    const done = await head.get(address);
    assert.match(done.text, /1 record was deleted/);
    assert.match(done.text, /1 record, by a legal hold that was laid before the others went/);
    const control = world.modules.flatMap((module) => module.controls).find((one) => one.code === 'legal-hold');
    const db = readHandle(world.store.reading, cast.school);
    assert.equal((await control?.evidence(db, { now: world.clock.now() }))?.state, 'met');
    assert.match((await lead.get('/privacy/holds')).text, /Everything about Robin Sample.+A solicitor has written/);
    assert.match((await head.get('/privacy/retention/incidents')).text, /Under legal hold/);
    // Released, it comes back to the list and goes only when it is signed anew.
    const release = releaseIn(await head.get('/privacy/holds'));
    assert.equal((await head.post(release)).status, 303);
    assert.match((await lead.get('/privacy/holds')).text, /No legal hold is in force/);
    await deleteNow();
    assert.deepEqual(await left(), [robins]);
    assert.match((await head.get('/privacy/retention/incidents')).text, /1 record to look through/);
    await signedByBoth();
    await deleteNow();
    assert.deepEqual(await left(), []);
  });

  test('stay, one or all, where a legal hold lies on the record itself', async () => {
    const ids = await oldIncidents();
    const lead = await browse(cast.lead);
    const address = await signedByBoth();
    const hold = async (id: string): Promise<void> => {
      await world.store.transaction((db) =>
        db
          .insertInto('legal_hold')
          .values({
            id: `hold-${id}`,
            school_id: cast.school,
            table_name: 'incident',
            row_id: id,
            placed_by: cast.head.person,
            placed_at: world.clock.now().toString(),
          })
          .execute(),
      );
    };
    for (const id of ids) await hold(id);
    await deleteNow();
    assert.equal((await tableRows(world, 'incident')).length, 2);
    const page = await (await browse(cast.head)).get(address);
    assert.match(page.text, /Nothing of this list was deleted/);
    assert.match(page.text, /2 records, by a legal hold/);
    // Laid without saying whom they are about: that may be the headteacher.
    assert.match((await lead.get('/privacy/holds')).text, /No legal hold is in force/);
    assert.match((await (await browse(cast.chair)).get('/privacy/holds')).text, /2 legal holds are in force/);
  });

  test('stay while another hold lies on the same child, whoever releases theirs', async () => {
    await oldIncidents();
    const lead = await browse(cast.lead);
    const head = await browse(cast.head);
    for (const [who, reason] of [
      [head, 'An inquiry has asked.'],
      [lead, 'A solicitor has written.'],
    ] as const) {
      await who.get('/privacy/holds/add');
      const held = await who.post('/privacy/holds/add', {
        name: 'robin sample',
        reason,
        'review-day': '1',
        'review-month': '6',
        'review-year': '2053',
      });
      assert.equal(held.status, 303);
    }
    assert.match((await lead.get('/privacy/holds')).text, /The headteacher releases it/);
    const release = releaseIn(await head.get('/privacy/holds'));
    assert.equal((await lead.post(release)).status, 403);
    await head.get('/privacy/holds');
    assert.equal((await head.post(release)).status, 303);
    assert.equal((await tableRows(world, 'legal_hold')).filter((row) => row['released_at'] === null).length, 1);
    assert.match((await head.get('/privacy/retention/incidents')).text, /Under legal hold/);
  });

  test('held for a claim about the headteacher are released by the chair of governors, and the headteacher is not told', async () => {
    await oldIncidents();
    await world.store.transaction((db) =>
      db
        .updateTable('incident_person')
        .set({ person_id: cast.head.person, part: 'saw' })
        .where('part', '!=', 'did')
        .execute(),
    );
    const dsl = await browse(cast.dsl);
    const head = await browse(cast.head);
    const chair = await browse(cast.chair);
    const hold = { ...robinHeld, name: 'Alex Head' };
    // One record that names them, then everything about them.
    const list = await dsl.get('/privacy/retention/incidents');
    const record = /keep\?record=([^"]+)"/.exec(list.html)?.[1] ?? '';
    await dsl.get(`/privacy/holds/add-record?code=incidents&record=${record}`);
    const one = { code: 'incidents', record: decodeURIComponent(record), ...robinHeld };
    assert.equal((await dsl.post('/privacy/holds/add-record', one)).status, 303);
    await dsl.get('/privacy/holds/add');
    assert.equal((await dsl.post('/privacy/holds/add', hold)).status, 303);
    assert.match(
      (await dsl.get('/privacy/holds')).text,
      /The chair of governors releases it.+The chair of governors releases it/,
    );
    assert.match((await head.get('/privacy/holds')).text, /No legal hold is in force/);
    assert.match((await head.get('/privacy/retention')).text, /Legal holds ?: none is in force/);
    const release = releaseIn(await chair.get('/privacy/holds'));
    assert.equal((await head.post(release)).status, 403);
    await chair.get('/privacy/holds');
    assert.equal((await chair.post(release)).status, 303);
    assert.equal((await chair.get('/privacy/holds/add')).status, 403);
    assert.equal((await tableRows(world, 'legal_hold')).filter((row) => row['released_at'] === null).length, 1);
  });

  test('go by the others’ warrant when the oldest of them has more parts than a warrant names', () => {
    const aRecord = (id: string, parts: number): Waiting => ({
      record: {
        table: 'incident',
        id,
        parts: Array.from({ length: parts }, (_part, at) => ({ table: 'incident_entry', id: `${id}-${String(at)}` })),
        people: [],
        dueOn: Temporal.PlainDate.from('2026-01-01'),
        what: id,
        href: '/',
        mayOpen: () => true,
      },
    });
    const batch = batchOf([aRecord('huge', 20_000), aRecord('small', 2)]);
    assert.deepEqual(
      batch.map(({ id }) => id),
      ['small'],
    );
  });
});
