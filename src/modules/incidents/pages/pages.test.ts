import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { verifyChain } from '../../../platform/audit/chain.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import { aPupil, signedIn } from '../../people/testing.ts';
import { incidentControls } from '../controls.ts';
import { incidentDuties } from '../duties.ts';
import { aCast, aClassifiedOne, aReport, type Cast } from '../testing.ts';

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld({ seed: 'incident-pages' });
  cast = await aCast(world);
});
after(() => world.end());

const today = { 'happened-day': '23', 'happened-month': '11', 'happened-year': '2026' };

test('without data the controls say so, and none is green', async () => {
  for (const control of incidentControls) {
    const evidence = await control.evidence(readHandle(world.store.reading, cast.school), { now: world.clock.now() });
    assert.equal(evidence.state, 'no-data', control.code);
    assert.equal(evidence.latest, undefined);
  }
});

test('a teacher logs a concern with four fields, learns what to do at once and who sees it, and settles a name', async () => {
  await aPupil(world, cast.school, { given: 'Robin', family: 'Other' });
  const browser = await signedIn(world, cast.teacher.person, cast.school);
  const shown = await browser.get('/incidents/new');
  assert.ok(shown.html.indexOf('What happened?') < shown.html.indexOf('Who is it about?'), 'what happened comes first');
  assert.doesNotMatch(shown.html, /type="file"/);
  const empty = await browser.post('/incidents/new', { about: 'general', ...today });
  assert.equal(empty.status, 422);
  assert.match(empty.html, /href="#details"[^>]*>Enter what happened/);
  await browser.post('/incidents/new', { details: 'A page.', danger: 'yes', who: 'Robin', about: 'general', ...today });
  const received = await browser.follow();
  assert.match(received.text, /Do this first .* Call 999/);
  assert.match(received.text, /Your concern is logged/);
  assert.match(received.text, /seen by the safeguarding lead, the deputies and the headteacher/);
  assert.match(received.text, /Who do you mean by “Robin”\? Robin Other .* Robin Sample/);
  const part = /name="part" value="([^"]+)"/.exec(received.html)?.[1] ?? '';
  const settled = await browser.post(/action="(\/incidents\/received\/[^"]+\/who)"/.exec(received.html)?.[1] ?? '', {
    part,
    person: cast.pupil,
  });
  assert.equal(settled.status, 303);
  assert.doesNotMatch((await browser.follow()).text, /Who do you mean/);
});

test('what was written on paper while nothing could be saved is entered afterwards, and marked as recorded late, by whom', async () => {
  const browser = await signedIn(world, cast.teacher.person, cast.school);
  assert.match((await browser.get('/incidents/new')).text, /I am copying this from paper/);
  const fields = {
    danger: 'no',
    about: 'general',
    'happened-day': '20',
    'happened-month': '11',
    'happened-year': '2026',
    time: '10:40am',
  };
  const { location } = await browser.post('/incidents/new', { ...fields, details: 'Seen on Friday.', paper: 'yes' });
  const id = location?.split('/').at(-1) ?? assert.fail('it was not taken');
  const dsl = await signedIn(world, cast.dsl.person, cast.school);
  const shown = await dsl.get(`/incidents/${id}`);
  assert.match(shown.text, /Recorded late by \(ours\) Alex Teach, from paper, 9:10am on 23 November 2026/);
  assert.match(shown.text, /20 November 2026 at about 10:40am/);
});

test('danger comes first among what needs the safeguarding lead, and nobody else is asked', async () => {
  const [triage] = incidentDuties;
  assert.ok(triage);
  const db = readHandle(world.store.reading, cast.school);
  const asking = { now: world.clock.now() };
  assert.equal((await triage.linesFor(db, cast.dsl, asking))[0]?.urgency, 1);
  for (const actor of [cast.teacher, cast.lead, cast.technician, cast.chair]) {
    assert.deepEqual(await triage.linesFor(db, actor, asking), []);
  }
});

test('the reporter of an allegation sees that it was received and cannot add to it; the DSL is refused', async () => {
  const id = await aReport(world, cast.teacher, { about: 'staff', details: 'A private phone.' });
  const reporter = await signedIn(world, cast.teacher.person, cast.school);
  const mine = await reporter.get(`/incidents/mine/${id}`);
  assert.match(mine.text, /received/);
  assert.doesNotMatch(mine.text, /A private phone/);
  assert.equal((await reporter.get(`/incidents/mine/${id}/add`)).status, 403);
  assert.equal((await reporter.get(`/incidents/${id}`)).status, 403);
  const dsl = await signedIn(world, cast.dsl.person, cast.school);
  assert.equal((await dsl.get(`/incidents/${id}`)).status, 403);
});

test('the page of what may be illegal has no upload and says why; each look is recorded', async () => {
  const id = await aClassifiedOne(world, cast.dsl, await aReport(world, cast.teacher), 'illegal');
  const browser = await signedIn(world, cast.head.person, cast.school);
  for (const path of ['', '/act', '/refer?body=iwf', '/note', '/classify', '/sanction', '/print']) {
    const shown = await browser.get(`/incidents/${id}${path}`);
    assert.equal(shown.status, 200, path);
    assert.doesNotMatch(shown.html, /type="file"|multipart/, path);
  }
  const shown = await browser.get(`/incidents/${id}`);
  assert.match(shown.text, /Never view, copy, print, share, store or save/);
  assert.match(shown.text, /no way to add a file here, on purpose/);
  const looks = await world.store.reading
    .selectFrom('audit_event')
    .select('data')
    .where('event', '=', 'incident-viewed')
    .where('subject', '=', id)
    .where('actor', '=', cast.head.person)
    .execute();
  assert.ok(looks.length >= 8);
});

test('a DSL who classifies an allegation hands it to the head and lands in the log', async () => {
  const id = await aReport(world, cast.teacher);
  const browser = await signedIn(world, cast.dsl.person, cast.school);
  await browser.get(`/incidents/${id}/make-safe`);
  await browser.post(`/incidents/${id}/make-safe`, { version: '1', safe: 'yes', support: 'With a mentor.' });
  const sent = await browser.post(`/incidents/${id}/classify`, {
    version: '2',
    branch: 'allegation',
    about: 'staff',
    category: 'not-sure',
    reason: 'It was an adult.',
  });
  assert.equal(sent.location, '/incidents', sent.text);
  assert.match((await browser.follow()).text, /seen by the headteacher, and nobody else/);
});

test('the log has the policy’s six columns first, and the file has them too, with cells disarmed', async () => {
  await aReport(world, cast.teacher, { details: '=HYPERLINK("x"), said aloud' });
  await aReport(world, cast.teacher, { details: '＝HYPERLINK("y"), at full width' });
  const browser = await signedIn(world, cast.dsl.person, cast.school);
  const shown = await browser.get('/incidents');
  assert.match(
    shown.text,
    /Date of incident Names of individuals Device number and location Details Actions and reasons Confirmed by Waits for \(ours\)/,
  );
  const file = await browser.get('/incidents/log.csv');
  assert.match(
    file.html,
    /^"Date of incident","Names of individuals","Device number and location","Details","Actions and reasons","Confirmed by","Number \(ours\)"/,
  );
  assert.match(file.html, /"'=HYPERLINK\(""x""\), said aloud"/);
  assert.match(file.html, /"'＝HYPERLINK\(""y""\), at full width"/);
});

test('governors see no name and no word, and fewer than five of a kind are not told apart', async () => {
  for (let count = 0; count < 5; count += 1) {
    await aReport(world, cast.teacher, { category: 'cyberbullying', details: 'Unkind words.' });
  }
  await aReport(world, cast.teacher, { category: 'grooming', details: 'A stranger.' });
  const browser = await signedIn(world, cast.governor.person, cast.school);
  const shown = await browser.get('/incidents/log-for-governors');
  assert.match(shown.text, /November 2026/);
  assert.match(shown.text, /Online bullying: 5/);
  assert.doesNotMatch(shown.text, /Grooming|Robin|Unkind words|A stranger|Year 4|It may be illegal/);
  assert.equal((await browser.get('/incidents')).status, 403);
});

test('a signature is for exactly the list on the screen: after another report it is asked for again', async () => {
  const browser = await signedIn(world, cast.head.person, cast.school);
  const shown = await browser.get('/incidents/sign-off');
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(shown.html)?.[1] ?? '';
  await aReport(world, cast.teacher, { details: 'A late one.' });
  const late = await browser.post('/incidents/sign-off', { term: '2026-autumn', hash, confirm: 'yes' });
  assert.match(late.text, /The log has changed since you opened this page/);
  const fresh = /name="hash" value="([0-9a-f]{64})"/.exec(late.html)?.[1] ?? '';
  assert.notEqual(fresh, hash);
  await browser.post('/incidents/sign-off', { term: '2026-autumn', hash: fresh, confirm: 'yes' });
  assert.match(
    (await browser.follow()).text,
    /Alex Head ?, Headteacher, 9:10am on 23 November 2026: .* exactly what you see below/,
  );
});

test('with data each control is measured, and the chain verifies', async () => {
  for (const control of incidentControls) {
    const evidence = await control.evidence(readHandle(world.store.reading, cast.school), { now: world.clock.now() });
    assert.equal(evidence.state, 'met', `${control.code}: ${evidence.figure}`);
    assert.equal(evidence.kind, 'measured');
    assert.ok(evidence.latest);
  }
  assert.equal((await verifyChain(world.store.reading, cast.school)).ok, true);
});
