import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { Browser, Page } from '../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { PersonActor } from '../../../platform/access/access.ts';
import { aCast, aReport, withdrawnFrom, type Cast } from '../../incidents/testing.ts';
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

const seenIn = (html: string): string => /name="seen" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '';

/** Decides on a piece as its page shows it. */
async function decide(who: Browser, href: string, given: Record<string, string> = { decision: 'give' }): Promise<Page> {
  const { html } = await who.get(href);
  return who.post(href, { exemption: '', reason: '', ...given, seen: seenIn(html) });
}

/** Signs the copy as the page of signing shows it. */
async function sign(who: Browser, address: string): Promise<Page> {
  const { html } = await who.get(`${address}/sign`);
  return who.post(`${address}/sign`, { seen: seenIn(html) });
}

/** The pieces that somebody sees on the page of a request: their addresses by title. */
async function piecesSeenBy(who: Browser, address: string): Promise<ReadonlyMap<string, string>> {
  const { html } = await who.get(address);
  return new Map(
    [...html.matchAll(/href="(\/privacy\/requests\/[^"]+\/pieces\/[^"]+)">([^<]+)</g)].map(
      ([, href = '', title = '']) => [title, href],
    ),
  );
}

/** Has a request about somebody recorded and gathered by the office. */
async function gathered(name: string): Promise<string> {
  const office = await browse(cast.office);
  await office.get('/privacy/requests/add');
  const { location = '' } = await office.post('/privacy/requests/add', { ...asked, name });
  await office.get(location);
  assert.equal((await office.post(`${location}/gather`)).status, 303);
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
      assert.equal((await decide(dsl, href)).status, 303);
    }
    assert.equal((await dsl.get(`${address}/sign`)).status, 403);
    const head = await browse(cast.head);
    assert.equal((await head.get(`${address}/copy.html`)).status, 404);
    assert.equal((await sign(head, address)).status, 303);

    const copy = await head.get(`${address}/copy.html`);
    assert.equal(copy.status, 200);
    assert.match(copy.html, /Robin was pushed by \[another pupil\] \[left out\]/);
    assert.doesNotMatch(copy.html, /Jo Example/);
    const pdf = await head.get(`${address}/copy.pdf`);
    assert.equal(pdf.status, 200);
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    assert.match(pdf.html, /^%PDF-1\.7/);
    const part = await office.get(`${address}/copy.html`);
    assert.doesNotMatch(part.html, /Robin was pushed/);
    assert.match(part.html, /Those in the school who answer for a record give it themselves/);
    assert.doesNotMatch(part.html, /\d+ (?:more|others?) /);

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
    assert.equal(events.filter((event) => event === 'subject-copy-exported').length, 3);
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
      assert.equal((await decide(dsl, href)).status, 303);
    }
    assert.doesNotMatch((await dsl.get(address)).text, /To be decided/);
    // The office cannot read the incident; what it marks must not change what the safeguarding lead said yes to.
    const office = await browse(cast.office);
    await office.get(address);
    assert.equal((await office.post(address, { words: 'Jo Example', stands: 'leave' })).status, 303);
    assert.match((await dsl.get(address)).text, /To be decided/);
    const head = await browse(cast.head);
    assert.equal((await sign(head, address)).status, 422);
  });

  test('gives no copy any more when it is refused or withdrawn after it was signed', async () => {
    for (const end of ['refused', 'withdrawn']) {
      const address = await gathered('Robin Sample');
      const dsl = await browse(cast.dsl);
      for (const href of (await piecesSeenBy(dsl, address)).values()) await decide(dsl, href);
      const head = await browse(cast.head);
      assert.equal((await sign(head, address)).status, 303);
      assert.equal((await head.get(`${address}/copy.html`)).status, 200);
      await head.get(`${address}/end`);
      assert.equal((await head.post(`${address}/end`, { end, reason: 'They may not ask.' })).status, 303);
      for (const kind of ['html', 'pdf']) assert.equal((await head.get(`${address}/copy.${kind}`)).status, 404);
    }
    for (const row of await tableRows(world, 'subject_piece'))
      assert.deepEqual([row['original'], row['given']], ['', '']);
    for (const row of await tableRows(world, 'subject_request')) assert.equal(row['copy_hash'], null);
  });
});

describe('who signs a copy', () => {
  const everything = async (who: Browser, address: string): Promise<void> => {
    for (const href of (await piecesSeenBy(who, address)).values()) {
      assert.equal((await decide(who, href)).status, 303);
    }
  };

  test('is the headteacher for an ordinary one, and nobody else', async () => {
    const address = await gathered('Robin Sample');
    await everything(await browse(cast.dsl), address);
    const chair = await browse(cast.chair);
    assert.equal((await chair.get(address)).status, 403);
    assert.doesNotMatch((await chair.get('/')).text, /copy of records/);
    const head = await browse(cast.head);
    assert.match((await head.get('/')).text, /Request 1 for a copy of records is due.+Sign it/);
    assert.equal((await sign(head, address)).status, 303);
  });

  test('is the chair of governors where it is about the headteacher, who sees nothing of it', async () => {
    await aReport(world, cast.teacher, { details: 'The head saw it.', who: 'Alex Head' });
    const address = await gathered('Alex Head');
    const head = await browse(cast.head);
    for (const path of [address, `${address}/sign`, `${address}/end`]) {
      assert.equal((await head.get(path)).status, 403, path);
    }
    assert.doesNotMatch((await head.get('/')).text, /copy of records/);
    const dsl = await browse(cast.dsl);
    await everything(dsl, address);
    assert.equal((await dsl.get(`${address}/sign`)).status, 403);
    // What only the headteacher or the chair may read is the chair’s to decide.
    const chair = await browse(cast.chair);
    assert.match((await chair.get('/')).text, /Request 1 for a copy of records is due.+Prepare it/);
    assert.equal((await sign(chair, address)).status, 422);
    await everything(chair, address);
    assert.match((await chair.get('/')).text, /Sign it/);
    assert.match((await chair.get('/privacy/requests')).text, /Alex Head/);
    assert.equal((await chair.get('/privacy/requests/add')).status, 403);
    assert.equal((await sign(chair, address)).status, 303);
    const copy = await chair.get(`${address}/copy.html`);
    assert.match(copy.html, /The head saw it/);
    assert.equal((await head.get(`${address}/copy.html`)).status, 403);
    const [row] = await tableRows(world, 'subject_request');
    assert.equal(row?.['signed_by'], cast.chair.person);
  });

  test('is the headteacher as they see it; what is not for them the chair of governors decides, signs and takes out', async () => {
    await aReport(world, cast.teacher, { details: 'The head shouted at Robin.', who: 'Robin Sample', about: 'head' });
    const address = await gathered('Robin Sample');
    await everything(await browse(cast.dsl), address);
    const chair = await browse(cast.chair);
    assert.match((await chair.get('/')).text, /Request 1 for a copy of records is due.+Prepare it/);
    assert.equal((await sign(chair, address)).status, 422);
    const theirs = await piecesSeenBy(chair, address);
    assert.deepEqual([...theirs.keys()], ['Incident 1']);
    assert.equal((await chair.get(`${address}/give`)).status, 403);
    assert.equal((await chair.get(`${address}/end`)).status, 403);
    const head = await browse(cast.head);
    assert.equal((await sign(head, address)).status, 303);
    assert.doesNotMatch((await head.get(`${address}/copy.html`)).html, /shouted/);
    // The rest may be given out before the chair has come to it.
    const office = await browse(cast.office);
    await office.get(`${address}/give`);
    const on = { 'on-day': '23', 'on-month': '11', 'on-year': '2026' };
    assert.equal((await office.post(`${address}/give`, { how: 'To the mother.', ...on })).status, 303);
    assert.match((await chair.get('/')).text, /Request 1 for a copy of records/);
    await everything(chair, address);
    assert.match((await chair.get('/')).text, /Request 1 for a copy of records.+Sign it/);
    assert.doesNotMatch((await chair.get(`${address}/copy.html`)).html, /shouted/);
    assert.match((await chair.get(address)).text, /You sign the pieces that are only for you/);
    assert.match((await chair.get(`${address}/sign`)).text, /1 piece is given and 0 kept back/);
    assert.equal((await sign(chair, address)).status, 303);
    assert.match((await chair.get(`${address}/copy.html`)).html, /The head shouted at Robin/);
    assert.doesNotMatch((await chair.get(`${address}/copy.html`)).html, /Record of the person/);
    assert.doesNotMatch((await chair.get('/')).text, /copy of records/);
    // Signed, it changes no more; and what it was made from is not kept a second time.
    const row = (await tableRows(world, 'subject_piece')).find((one) => one['title'] === 'Incident 1');
    assert.deepEqual([row?.['decision'], row?.['original'], row?.['decided_by']], ['signed', '', cast.chair.person]);
    const again = await chair.post(theirs.get('Incident 1') ?? '', {
      decision: 'withhold',
      exemption: 'others',
      reason: 'x',
    });
    assert.equal(again.status, 422);
    for (const who of [head, office, await browse(cast.dsl)]) {
      assert.doesNotMatch((await who.get(address)).text, /Chair|Incident 1|your part|2 more pieces/);
    }
  });

  test('says in its copy the same of what others give, whether there is such a piece, one that is kept back, or none', async () => {
    const copyOf = async (): Promise<string> => {
      const address = await gathered('Robin Sample');
      for (const who of [await browse(cast.dsl), await browse(cast.chair)]) {
        for (const [title, href] of await piecesSeenBy(who, address)) {
          const kept = { decision: 'withhold', exemption: 'serious-harm', reason: 'It would harm another.' };
          const { status } = await decide(who, href, title.startsWith('Incident') ? kept : { decision: 'give' });
          assert.equal(status, 303);
        }
      }
      assert.equal((await sign(await browse(cast.head), address)).status, 303);
      const { text } = await (await browse(cast.office)).get(`${address}/copy.html`);
      return text.replaceAll(/Request \d+|[0-9a-f]{64}/g, '');
    };
    const none = await copyOf();
    await aReport(world, cast.teacher, { details: 'Somebody shouted.', who: 'Robin Sample', about: 'head' });
    await aReport(world, cast.teacher, { details: 'Somebody cried.', who: 'Robin Sample' });
    assert.equal(await copyOf(), none);
  });

  test('is the headteacher where it is about the chair; what the vice-chair answers for is theirs', async () => {
    const details = 'The chair of governors shouted.';
    await aReport(world, cast.teacher, { details, who: 'Alex Chair', about: 'chair' });
    const address = await gathered('Alex Chair');
    await everything(await browse(cast.dsl), address);
    const vice = await browse(cast.viceChair);
    await everything(vice, address);
    assert.equal((await (await browse(cast.chair)).get(`${address}/sign`)).status, 403);
    assert.equal((await sign(vice, address)).status, 303);
    assert.match((await vice.get(address)).text, /Your part is signed/);
    // It is taken out once the rest is signed too.
    assert.equal((await vice.get(`${address}/copy.html`)).status, 404);
    assert.equal((await sign(await browse(cast.head), address)).status, 303);
    assert.match((await vice.get(`${address}/copy.html`)).html, /The chair of governors shouted/);
  });
});

describe('what stood on the page', () => {
  test('is what is decided: a piece that would be given otherwise by now is refused, and what was typed is not lost', async () => {
    await aReport(world, cast.teacher, { details: 'Robin was pushed in the hall.', who: 'Robin Sample' });
    const address = await gathered('Robin Sample');
    const dsl = await browse(cast.dsl);
    const href = (await piecesSeenBy(dsl, address)).get('Incident 1') ?? '';
    const { html } = await dsl.get(href);
    const lead = await browse(cast.lead);
    await lead.get(address);
    assert.equal((await lead.post(address, { words: 'in the hall', stands: 'other' })).status, 303);
    const late = await dsl.post(href, { decision: 'give', exemption: '', reason: '', seen: seenIn(html) });
    assert.equal(late.status, 409);
    assert.match(late.text, /This changed while you had it open/);
    assert.equal((await dsl.post(href, { decision: 'give', exemption: '', reason: '' })).status, 409);
    assert.equal((await decide(dsl, href)).status, 303);
  });

  test('is what is signed: a copy in which a decision changed meanwhile is refused', async () => {
    const address = await gathered('Robin Sample');
    const dsl = await browse(cast.dsl);
    const pieces = await piecesSeenBy(dsl, address);
    for (const href of pieces.values()) await decide(dsl, href);
    const head = await browse(cast.head);
    const { html } = await head.get(`${address}/sign`);
    const [href = ''] = pieces.values();
    const kept = await decide(dsl, href, { decision: 'withhold', exemption: 'others', reason: 'It names others.' });
    assert.equal(kept.status, 303);
    await head.get(`${address}/sign`);
    assert.equal((await head.post(`${address}/sign`, { seen: seenIn(html) })).status, 409);
    assert.equal((await tableRows(world, 'subject_request'))[0]?.['state'], 'preparing');
    assert.equal((await sign(head, address)).status, 303);
  });

  test('is gathered again: what is held in other words by now is decided again, and who may read it is read anew', async () => {
    await aReport(world, cast.teacher, { details: 'Robin was pushed.', who: 'Robin Sample' });
    const address = await gathered('Robin Sample');
    const dsl = await browse(cast.dsl);
    const pieces = await piecesSeenBy(dsl, address);
    for (const href of pieces.values()) await decide(dsl, href);
    await world.store.transaction((db) => db.updateTable('incident').set({ sphere: 'head' }).execute());
    await dsl.get(address);
    assert.equal((await dsl.post(`${address}/gather`)).status, 303);
    assert.equal((await piecesSeenBy(dsl, address)).has('Incident 1'), false);
    const chair = await browse(cast.chair);
    assert.match(
      (await chair.get((await piecesSeenBy(chair, address)).get('Incident 1') ?? '')).text,
      /Robin was pushed/,
    );
  });

  test('is gathered again without what is held about them no longer: a pupil withdrawn from an incident', async () => {
    const incident = await aReport(world, cast.teacher, { details: 'A child cried at home.', who: 'Robin Sample' });
    const address = await gathered('Robin Sample');
    const dsl = await browse(cast.dsl);
    const before = await piecesSeenBy(dsl, address);
    for (const href of before.values()) await decide(dsl, href);
    await withdrawnFrom(world, cast.dsl, incident, cast.pupil);
    await dsl.get(address);
    assert.equal((await dsl.post(`${address}/gather`)).status, 303);
    assert.equal((await piecesSeenBy(dsl, address)).has('Incident 1'), false);
    assert.equal((await dsl.get(before.get('Incident 1') ?? '')).status, 404);
    const row = (await tableRows(world, 'subject_piece')).find((one) => one['title'] === 'Incident 1');
    assert.deepEqual([row?.['decision'], row?.['original'], row?.['given']], ['gone', '', '']);
    const head = await browse(cast.head);
    const page = await head.get(`${address}/sign`);
    assert.match(page.text, new RegExp(`${String(before.size - 1)} pieces are given and 0 kept back`));
    assert.equal((await sign(head, address)).status, 303);
    assert.doesNotMatch((await head.get(`${address}/copy.html`)).html, /A child cried|Incident 1/);
  });

  test('is gathered once more with what is held about them after all', async () => {
    const incident = await aReport(world, cast.teacher, { details: 'Robin fell.', who: 'Robin Sample' });
    const address = await gathered('Robin Sample');
    await withdrawnFrom(world, cast.dsl, incident, cast.pupil);
    const dsl = await browse(cast.dsl);
    const gather = async () => {
      await dsl.get(address);
      assert.equal((await dsl.post(`${address}/gather`)).status, 303);
      return (await piecesSeenBy(dsl, address)).get('Incident 1');
    };
    assert.equal(await gather(), undefined);
    await world.store.transaction((db) => db.updateTable('incident_person').set({ withdrawn_at: null }).execute());
    assert.match((await dsl.get((await gather()) ?? '')).text, /Robin fell/);
  });
});
