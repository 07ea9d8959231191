import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { PersonActor } from '../../../platform/access/access.ts';
import { aCast, aReport, type Cast } from '../../incidents/testing.ts';
import { signedIn } from '../../people/testing.ts';
import { tableRows } from '../testing.ts';
import { dueDay, extendedDay } from './requests.ts';

/** From the letter to the copy in their hands, on the real app. */

let world: World;
let cast: Cast;
beforeEach(async () => {
  world = await makeWorld();
  cast = await aCast(world);
});
afterEach(() => world.end());

const browse = (actor: PersonActor) => signedIn(world, actor.person, cast.school);

const asked = {
  name: 'Robin Sample',
  as: 'parent',
  asker: 'The mother',
  identity: 'Known to the office.',
  'received-day': '20',
  'received-month': '11',
  'received-year': '2026',
  wants: '',
};

async function aRequest(): Promise<string> {
  const office = await browse(cast.office);
  await office.get('/privacy/requests/add');
  const { location = '', status } = await office.post('/privacy/requests/add', asked);
  assert.equal(status, 303);
  return location;
}

describe('the clock', () => {
  test('is one month, to the last day of a shorter one; three in all when it is extended', () => {
    assert.equal(dueDay(Temporal.PlainDate.from('2026-11-20')).toString(), '2026-12-20');
    assert.equal(dueDay(Temporal.PlainDate.from('2027-01-31')).toString(), '2027-02-28');
    assert.equal(extendedDay(Temporal.PlainDate.from('2026-11-20')).toString(), '2027-02-20');
  });
});

describe('a request for a copy', () => {
  test('goes from the office to the head and out, with others left out and casework for those who may read it', async () => {
    await aReport(world, cast.teacher, { details: 'Robin was pushed by Jo Example in the hall.', who: 'Robin Sample' });
    const address = await aRequest();
    const office = await browse(cast.office);
    assert.match((await office.get('/')).text, /Request 1 for a copy of records is due on 20 December 2026/);
    await office.get(address);
    assert.equal((await office.post(`${address}/gather`)).status, 303);
    const seen = await office.follow();
    assert.match(seen.text, /Record of the person/);
    assert.doesNotMatch(seen.text, /Incident 1/);
    assert.match(seen.text, /more piece(s are| is) for others to read/);

    const dsl = await browse(cast.dsl);
    const list = await dsl.get(address);
    assert.match(list.text, /Incident 1/);
    const pieces = [...list.html.matchAll(/href="(\/privacy\/requests\/[^"]+\/pieces\/[^"]+)">([^<]+)</g)];
    const incident = pieces.find(([, , title]) => title === 'Incident 1')?.[1] ?? '';
    assert.equal((await office.get(incident)).status, 403);
    const piece = await dsl.get(incident);
    assert.match(piece.text, /Robin was pushed by \[another pupil\] in the hall/);
    assert.match(piece.text, /Held: What was reported: Robin was pushed by Jo Example/);

    // A word more is marked by hand.
    await dsl.get(address);
    assert.equal((await dsl.post(address, { words: 'in the hall', stands: 'other' })).status, 303);
    assert.match((await dsl.get(incident)).text, /by \[another pupil\] \[left out\]/);

    // Keeping something back needs the reason in law.
    const without = await dsl.post(incident, { decision: 'withhold', exemption: '', reason: '' });
    assert.equal(without.status, 422);
    for (const [, href = ''] of pieces) {
      await dsl.get(href);
      assert.equal((await dsl.post(href, { decision: 'give', exemption: '', reason: '' })).status, 303);
    }
    assert.equal((await dsl.get(`${address}/sign`)).status, 403);
    const head = await browse(cast.head);
    assert.equal((await head.get(`${address}/copy.html`)).status, 404);
    await head.get(`${address}/sign`);
    assert.equal((await head.post(`${address}/sign`)).status, 303);

    const copy = await head.get(`${address}/copy.html`);
    assert.equal(copy.status, 200);
    assert.match(copy.html, /Robin was pushed by \[another pupil\] \[left out\]/);
    assert.doesNotMatch(copy.html, /Jo Example/);
    const part = await office.get(`${address}/copy.html`);
    assert.doesNotMatch(part.html, /Robin was pushed/);
    assert.match(part.html, /more are given by those in the school who answer for them/);

    await office.get(`${address}/give`);
    const given = await office.post(`${address}/give`, {
      how: 'To the mother, in person.',
      'on-day': '23',
      'on-month': '11',
      'on-year': '2026',
    });
    assert.equal(given.status, 303);
    assert.match((await office.get(address)).text, /Request 1: given out/);
    // What it was made from is not kept a second time, and exports stand in the trail.
    const rows = await tableRows(world, 'subject_piece');
    assert.ok(rows.length >= 2);
    const events = (await tableRows(world, 'audit_event')).map((row) => row['event']);
    assert.equal(events.filter((event) => event === 'subject-copy-exported').length, 2);
  });

  test('is never prepared by whom it is about, and an extension needs the first month', async () => {
    const office = await browse(cast.office);
    await office.get('/privacy/requests/add');
    const own = await office.post('/privacy/requests/add', { ...asked, name: 'Alex Desk', as: 'self' });
    assert.equal(own.status, 422);
    const lead = await browse(cast.lead);
    await lead.get('/privacy/requests/add');
    const { location = '' } = await lead.post('/privacy/requests/add', { ...asked, name: 'Alex Desk', as: 'self' });
    assert.equal((await office.get(location)).status, 403);
    assert.match((await office.get('/privacy/requests')).text, /No request for a copy is open/);
    world.clock.advance({ hours: 24 * 40 });
    const later = await browse(cast.lead);
    assert.match((await later.get('/')).text, /Request 1 for a copy of records is 13 days too late/);
    await later.get(`${location}/extend`);
    assert.equal((await later.post(`${location}/extend`, { reason: 'It is much.' })).status, 422);
  });

  test('has what was to be given decided again when words of others are to stay in after all', async () => {
    await aReport(world, cast.teacher, { details: 'Robin was pushed by Jo Example.', who: 'Robin Sample' });
    const address = await aRequest();
    const dsl = await browse(cast.dsl);
    await dsl.get(address);
    await dsl.post(`${address}/gather`);
    const list = await dsl.get(address);
    for (const [, href = ''] of list.html.matchAll(/href="(\/privacy\/requests\/[^"]+\/pieces\/[^"]+)"/g)) {
      await dsl.get(href);
      assert.equal((await dsl.post(href, { decision: 'give', exemption: '', reason: '' })).status, 303);
    }
    assert.doesNotMatch((await dsl.get(address)).text, /To be decided/);
    // The office cannot read the incident; what it marks must not change what the safeguarding lead said yes to.
    const office = await browse(cast.office);
    await office.get(address);
    assert.equal((await office.post(address, { words: 'Jo Example', stands: 'leave' })).status, 303);
    assert.match((await dsl.get(address)).text, /To be decided/);
    const head = await browse(cast.head);
    await head.get(`${address}/sign`);
    assert.equal((await head.post(`${address}/sign`)).status, 422);
  });
});
