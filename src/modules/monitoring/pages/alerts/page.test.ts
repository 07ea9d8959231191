import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../../test/support/world.ts';
import { sealing } from '../../../../platform/db/sealed-columns.ts';
import type { PersonId, SchoolId } from '../../../../platform/ids/ids.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../../../people/testing.ts';
import { aBlock, aCallForHelp, monitored, reported } from '../../testing.ts';

let world: World;
let school: SchoolId;
let sam: PersonId;
let dsl: PersonId;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  sam = await aPupil(world, school);
  dsl = await anAdult(world, school, { roles: ['dsl'], given: 'Dana' });
});
afterEach(() => world.end());

async function eventsNamed(name: string): Promise<number> {
  const rows = await world.store.reading.selectFrom('audit_event').select('seq').where('event', '=', name).execute();
  return rows.length;
}

async function theAlert(): Promise<string> {
  const [alert] = (await monitored(world, school)).alerts;
  assert.ok(alert);
  return alert.id;
}

describe('the list of alerts', () => {
  test('says what will appear while there is none', async () => {
    const page = await (await signedIn(world, dsl, school)).get('/alerts');
    assert.equal(page.status, 200);
    assert.match(page.text, /No alerts are open/);
    assert.match(page.text, /When a child presses “Tell an adult”/);
  });

  test('puts a waiting child before everything, with who, what, how often and when', async () => {
    await reported(
      world,
      aBlock(world, { rule: 'extremism', address: '10.0.0.9' }),
      aCallForHelp(world, { person: sam, minutesAgo: 20 }),
      aBlock(world, { person: sam }),
      aBlock(world, { person: sam }),
    );
    const page = await (await signedIn(world, dsl, school)).get('/alerts');
    assert.match(page.html, /<h1[^>]*>A child is waiting for an adult<\/h1>/);
    assert.match(page.text, /Go to the child first/);
    assert.match(page.text, /3 alerts: open, not about you, the most serious first/);
    const help = page.text.indexOf('Asked for an adult');
    const serious = page.text.indexOf('Tried to open extremist sites');
    const notice = page.text.indexOf('Tried to open gambling sites 2 just now');
    assert.ok(help > 0 && help < serious && serious < notice, page.text);
    assert.match(page.text, /Somebody at the device 10\.0\.0\.9/);
    assert.match(page.text, /20 minutes ago/);
  });

  test('is filtered and sorted by its address, and odd words in it change nothing', async () => {
    await reported(world, aBlock(world, { person: sam }), aBlock(world, { person: sam, rule: 'extremism' }));
    const browser = await signedIn(world, dsl, school);
    const serious = await browser.get('/alerts?severity=serious');
    assert.match(serious.text, /extremist sites/);
    assert.doesNotMatch(serious.text, /Tried to open gambling/);
    assert.match((await browser.get('/alerts?state=closed')).text, /Alerts that somebody has closed appear here/);
    const odd = await browser.get('/alerts?severity=huge&sort=colour&page=-3&state=gone');
    assert.match(odd.text, /2 alerts: open/);
  });

  test('leaves out what is about the person who asks, and others see it', async () => {
    const deputy = await anAdult(world, school, { roles: ['deputy-dsl'] });
    await reported(world, aBlock(world, { person: dsl, rule: 'extremism' }));
    assert.match((await (await signedIn(world, dsl, school)).get('/alerts')).text, /No alerts are open/);
    assert.match((await (await signedIn(world, deputy, school)).get('/alerts')).text, /1 alert to look at/);
  });

  test('leaves a viewing event each time, and is refused when that cannot be written', async () => {
    const browser = await signedIn(world, dsl, school);
    await browser.get('/alerts');
    assert.equal(await eventsNamed('alerts-viewed'), 1);
    await world.store.transaction(async (db) => {
      await db.schema.alterTable('audit_event').renameTo('audit_event_away').execute();
    });
    const page = await browser.get('/alerts');
    assert.equal(page.status, 500);
    assert.doesNotMatch(page.text, /No alerts are open/);
    await world.store.transaction(async (db) => {
      await db.schema.alterTable('audit_event_away').renameTo('audit_event').execute();
    });
  });

  for (const role of ['staff', 'technician', 'office', 'governor'] as const) {
    test(`is refused to ${role}, and the refusal is recorded`, async () => {
      const person = await anAdult(world, school, { roles: [role] });
      const page = await (await signedIn(world, person, school)).get('/alerts');
      assert.equal(page.status, 403);
      assert.equal(await eventsNamed('access-refused'), 1);
    });
  }
});

describe('one alert', () => {
  test('explains itself in four lines and shows each attempt, never as a link', async () => {
    await reported(world, aBlock(world, { person: sam, host: 'bets.example', url: '/win?now' }));
    const page = await (await signedIn(world, dsl, school)).get(`/alerts/${await theAlert()}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /Sam H/);
    assert.match(page.text, /Year 4, Oak/);
    assert.match(page.text, /What happened .* tried to open bets\.example and the filter blocked it/);
    assert.match(page.text, /Why It is one of the gambling sites, says the list “starter”\. Clause s1-011/);
    assert.match(page.text, /Until when Until the school changes its filtering/);
    assert.match(page.text, /Who can help/);
    assert.match(page.text, /bets\.example\/win\?now/);
    assert.doesNotMatch(page.html, /href="[^"]*bets\.example/);
    assert.doesNotMatch(/<title>(.*?)<\/title>/.exec(page.html)?.[1] ?? '', /Sam|bets/);
    assert.equal(await eventsNamed('alert-viewed'), 1);
  });

  test('of the illegal tier names the site without the rest of its address, and says not to open it', async () => {
    await reported(
      world,
      aBlock(world, { person: sam, host: 'worse.example', tier: 1, rule: 'illegal', clause: null, url: '/the/rest' }),
    );
    const page = await (await signedIn(world, dsl, school)).get(`/alerts/${await theAlert()}`);
    assert.match(page.text, /Do not open, copy or send the address\. Tell the headteacher at once/);
    assert.match(page.text, /worse\.example/);
    assert.doesNotMatch(page.text, /the\/rest/);
  });

  test('offers the visits to a safeguarding lead and not to the online-safety lead', async () => {
    const lead = await anAdult(world, school, { roles: ['lead'] });
    await reported(world, aBlock(world, { person: sam }));
    const path = `/alerts/${await theAlert()}`;
    assert.match((await (await signedIn(world, dsl, school)).get(path)).text, /See what they opened that day/);
    const shown = await (await signedIn(world, lead, school)).get(path);
    assert.equal(shown.status, 200);
    assert.doesNotMatch(shown.text, /See what they opened/);
  });

  test('about oneself is refused', async () => {
    await reported(world, aBlock(world, { person: dsl, rule: 'extremism' }));
    const path = `/alerts/${await theAlert()}`;
    const browser = await signedIn(world, dsl, school);
    for (const address of [path, `${path}/close`, `${path}/incident`]) {
      assert.equal((await browser.get(address)).status, 403, address);
    }
  });

  test('of another school is not found', async () => {
    await reported(world, aBlock(world, { person: sam }));
    const path = `/alerts/${await theAlert()}`;
    world.clock.advance({ minutes: 1 });
    const other = await aSchool(world, { name: 'Elmfield Primary School' });
    const stranger = await anAdult(world, other, { roles: ['dsl', 'head'] });
    const browser = await signedIn(world, stranger, other);
    assert.equal((await browser.get(path)).status, 404);
    await browser.get('/alerts');
    assert.equal((await browser.post(`${path}/close`, { reason: 'helped', words: 'Done' })).status, 404);
  });
});

describe('closing an alert', () => {
  test('asks for a reason and what was done, and keeps what was typed', async () => {
    await reported(world, aBlock(world, { person: sam }));
    const path = `/alerts/${await theAlert()}`;
    const browser = await signedIn(world, dsl, school);
    await browser.get(`${path}/close`);
    const refused = await browser.post(`${path}/close`, { words: 'Spoke with Sam' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /Choose why this can be closed/);
    assert.match(refused.html, /Spoke with Sam<\/textarea>/);
    const done = await browser.post(`${path}/close`, { reason: 'spoken-to', words: 'Spoke with Sam' });
    assert.equal(done.status, 303);
    const shown = await browser.follow();
    assert.match(shown.text, /The alert is closed/);
    assert.match(shown.text, /Somebody spoke with the person\. Spoke with Sam/);
    assert.match((await browser.get('/alerts')).text, /No alerts are open/);
    assert.match((await browser.get('/alerts?state=closed')).text, /Somebody spoke with the person/);
  });

  test('twice tells the second one that it is closed', async () => {
    await reported(world, aBlock(world, { person: sam }));
    const path = `/alerts/${await theAlert()}/close`;
    const browser = await signedIn(world, dsl, school);
    await browser.get(path);
    await browser.post(path, { reason: 'helped', words: 'Done' });
    const again = await browser.post(path, { reason: 'helped', words: 'Done again' });
    assert.equal(again.status, 422);
    assert.match(again.text, /This alert is closed already/);
    assert.equal(await eventsNamed('alert-closed'), 1);
  });
});

describe('making an incident of an alert', () => {
  test('fills in what is known, writes the incident and closes the alert in one step', async () => {
    await reported(world, aBlock(world, { person: sam, minutesAgo: 7 }), aBlock(world, { person: sam }));
    const path = `/alerts/${await theAlert()}`;
    const browser = await signedIn(world, dsl, school);
    const shown = await browser.get(`${path}/incident`);
    assert.match(shown.html, /From an alert of the filter\. [^<]*tried to open bets\.example/);
    const details = /<textarea[^>]*name="details"[^>]*>([^<]*)</.exec(shown.html)?.[1] ?? '';
    assert.match(details, /2 times, from 9:03am on 23 November 2026 to 9:10am on 23 November 2026/);
    const incomplete = await browser.post(`${path}/incident`, { details: 'Sam typed a name.', category: 'not-sure' });
    assert.match(incomplete.text, /Choose whether a child is in danger now/);
    const done = await browser.post(`${path}/incident`, {
      details: 'Sam typed a name from an advert.',
      danger: 'no',
      category: 'harmful-content',
      place: 'Library',
    });
    assert.equal(done.status, 303);
    assert.match((await browser.follow()).text, /It is recorded as an incident/);
    const opened = sealing({ incident: ['details', 'device'] })(world.store.reading);
    const incident = await opened
      .selectFrom('incident')
      .select(['id', 'source', 'details', 'happened_on', 'happened_time', 'device'])
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [incident['source'], incident['details'], incident['happened_on'], incident['happened_time'], incident['device']],
      ['alert', 'Sam typed a name from an advert.', '2026-11-23', '09:03', '10.0.0.7'],
    );
    const [alert] = (await monitored(world, school)).alerts;
    assert.equal(alert?.state, 'closed');
    assert.equal(alert.incident, incident['id']);
    assert.equal(await eventsNamed('incident-reported'), 1);
    assert.equal(await eventsNamed('alert-made-incident'), 1);
    const people = await world.store.reading.selectFrom('incident_person').select('person_id').execute();
    assert.deepEqual(
      people.map((row) => String(row['person_id'])),
      [sam],
    );
  });
});
