import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../../people/testing.ts';
import { filterSays, publish, readAsFilter } from '../testing.ts';

describe('pages of filtering', () => {
  let world: World;
  let school: SchoolId;
  let pupil: PersonId;
  let lead: PersonId;
  let teacher: PersonId;
  let technician: PersonId;
  let head: PersonId;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    pupil = await aPupil(world, school, { given: 'Sam', family: 'Hill' });
    lead = await anAdult(world, school, { roles: ['staff', 'lead'], given: 'Lea' });
    teacher = await anAdult(world, school, { roles: ['staff'], given: 'Tess' });
    technician = await anAdult(world, school, { roles: ['technician'], given: 'Tim' });
    head = await anAdult(world, school, { roles: ['head'], given: 'Hedy' });
    await publish(world);
  });
  afterEach(() => world.end());

  const as = (person: PersonId) => signedIn(world, person, school);
  const dutiesOf = async (person: PersonId): Promise<string> => (await (await as(person)).get('/')).text;

  test('what is in force is said with its time, or that the filter is not running', async () => {
    const browser = await as(lead);
    assert.match((await browser.get('/filtering')).text, /The filter is not running/);
    filterSays(world, { since: Temporal.Instant.from('2026-11-23T10:42:07Z') });
    assert.match((await browser.get('/filtering')).text, /The rules are in force since 10:42:07/);
    filterSays(world, { number: readAsFilter(world).header.number - 1 });
    assert.match((await browser.get('/filtering')).text, /not yet in force/);
    world.clock.advance({ seconds: 11 });
    assert.match((await browser.get('/filtering')).text, /The filter is not running/);
  });

  test('alarms of the filter stand on the page and under what needs you', async () => {
    filterSays(world, { alarms: [{ code: 'ruleset-broken', message: 'ruleset-1-9.json, line 2: damaged.' }] });
    assert.match((await (await as(lead)).get('/filtering')).text, /ruleset-1-9\.json, line 2: damaged/);
    assert.match(await dutiesOf(technician), /The filter has raised an alarm/);
    assert.doesNotMatch(await dutiesOf(teacher), /alarm/);
  });

  test('levels, lists and their counts are shown', async () => {
    const { text } = await (await as(technician)).get('/filtering');
    assert.match(text, /gambling sites/);
    assert.match(text, /our choice/);
    assert.match(text, /sites that no list knows are closed/);
  });

  test('teachers, parents and pupils do not see it', async () => {
    assert.equal((await (await as(teacher)).get('/filtering')).status, 403);
    assert.equal((await (await as(teacher)).get(`/filtering/people/${pupil}`)).status, 403);
    assert.equal((await (await as(technician)).get(`/filtering/people/${pupil}`)).status, 403);
    assert.equal((await (await as(head)).get('/filtering/credentials')).status, 403);
  });

  test('a site is tried as a level, with tier, rule and list', async () => {
    const browser = await as(lead);
    const { text } = await browser.get('/filtering/test?url=https%3A%2F%2Fwww.tiktok.com%2Fx&profile=ks2');
    assert.match(text, /www\.tiktok\.com is blocked/);
    assert.match(text, /Tier 6/);
    assert.match(text, /starter, version/);
    assert.match(
      (await browser.get('/filtering/test?url=not%20a%20site')).text,
      /This is not the address of a web page\. Type it like example\.org/,
    );
    assert.match((await browser.get(`/filtering/test?url=childline.org.uk&person=${pupil}`)).text, /is open for/);
  });

  test('a request is asked, signed, carried out; the log has reason, date, name and signature', async () => {
    const asking = await as(teacher);
    await asking.get('/filtering/requests/new');
    const empty = await asking.post('/filtering/requests/new', { wants: 'open', site: '', reason: '' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /Enter the site/);
    const forNobody = { wants: 'open', site: 'museum.example', reason: 'For a lesson' };
    assert.match((await asking.post('/filtering/requests/new', forNobody)).text, /Choose for whom/);
    const sent = await asking.post('/filtering/requests/new', {
      wants: 'open',
      site: 'https://www.tiktok.com/@museum',
      reason: 'The museum shows its finds there',
      profiles: 'ks2',
    });
    assert.equal(sent.status, 303, sent.text);
    const address = sent.location ?? '';
    assert.match((await asking.follow()).text, /waits for somebody whom the policy names/);
    assert.match(await dutiesOf(head), /1 request to open or close a site/);
    assert.doesNotMatch(await dutiesOf(technician), /request to open/);

    const carrying = await as(technician);
    assert.doesNotMatch((await carrying.get(address)).text, /Your decision/);
    assert.equal((await carrying.post(address, { decision: 'approve' })).status, 403);

    const deciding = await as(head);
    assert.match((await deciding.get(address)).text, /Tess/);
    const refusedBare = await deciding.post(address, { decision: 'refuse', why: '' });
    assert.match(refusedBare.text, /Enter why you refuse/);
    assert.match((await deciding.post(address, { decision: 'approve' })).text, /Choose for whom/);
    assert.equal((await deciding.post(address, { decision: 'approve', profiles: 'ks2' })).status, 303);
    assert.match((await deciding.follow()).text, /Approved and signed by/);
    assert.match((await deciding.get(address)).text, /For whom Key Stage 2/);
    assert.equal((await deciding.post(address, { decision: 'approve' })).status, 422);

    await publish(world);
    const { ruleset } = readAsFilter(world);
    assert.deepEqual(
      ruleset.allows.map(({ hosts, profiles }) => ({ hosts, profiles })),
      [{ hosts: ['www.tiktok.com'], profiles: ['ks2'] }],
    );
    filterSays(world);
    await publish(world);
    assert.match((await deciding.get(address)).text, /in force since/);
  });

  test('a request that is refused changes nothing and says why', async () => {
    const asking = await as(teacher);
    await asking.get('/filtering/requests/new');
    const sent = await asking.post('/filtering/requests/new', {
      wants: 'open',
      site: 'games.example',
      reason: 'Golden time',
      profiles: 'everybody',
    });
    const address = sent.location ?? '';
    const deciding = await as(lead);
    await deciding.get(address);
    assert.equal((await deciding.post(address, { decision: 'refuse', why: 'It shows advertising' })).status, 303);
    assert.match((await asking.get(address)).text, /It shows advertising/);
    await publish(world);
    assert.deepEqual(readAsFilter(world).ruleset.allows, []);
  });

  test('IT support blocks at once; the head is asked to sign, and may end it', async () => {
    const browser = await as(technician);
    await browser.get('/filtering/block');
    const help = await browser.post('/filtering/block', { sites: 'www.childline.org.uk', reason: 'x', length: 'open' });
    assert.match(help.text, /Help sites cannot be blocked/);
    await browser.post('/filtering/block', { sites: 'bad.example', reason: 'Found in lesson two', length: 'open' });
    await publish(world);
    assert.deepEqual(readAsFilter(world).ruleset.schoolBlocks[0]?.hosts, ['bad.example']);
    assert.match(await dutiesOf(head), /1 emergency block to sign/);

    const signing = await as(head);
    const page = await signing.get('/filtering/block');
    const sign = /action="(\/filtering\/rules\/[^"]+\/sign)"/.exec(page.html)?.[1] ?? '';
    assert.equal((await browser.post(sign, { keep: 'yes' })).status, 403);
    assert.equal((await signing.post(sign, { keep: 'no' })).status, 303);
    await publish(world);
    assert.deepEqual(readAsFilter(world).ruleset.schoolBlocks, []);
    assert.doesNotMatch(await dutiesOf(head), /emergency block/);
  });

  test('the lead’s own block is signed with it', async () => {
    const browser = await as(lead);
    await browser.get('/filtering/block');
    await browser.post('/filtering/block', { sites: 'bad.example', reason: 'Found in lesson two', length: 'today' });
    assert.match((await browser.follow()).text, /with your signature/);
    assert.doesNotMatch(await dutiesOf(head), /emergency block/);
    await publish(world);
    assert.equal(readAsFilter(world).ruleset.schoolBlocks[0]?.until, '2026-11-24T00:00:00.000Z');
  });

  test('a credential is shown once, held as a digest, and revoked', async () => {
    const browser = await as(technician);
    await browser.get('/filtering/credentials?q=hill');
    const shown = await browser.post('/filtering/credentials/issue', { person: pupil });
    const secret = /<dd[^>]*>([\w-]{22})<\/dd>/.exec(shown.html)?.[1] ?? '';
    assert.notEqual(secret, '');
    // In the answer to the button: no cookie and no address carries it about.
    assert.equal(shown.location, undefined);
    const kept = [...browser.cookies.values()].map((value) => Buffer.from(value, 'base64url').toString());
    assert.ok(!kept.some((value) => value.includes(secret)));
    assert.doesNotMatch((await browser.get('/filtering/credentials')).html, new RegExp(secret));
    await publish(world);
    const credential = readAsFilter(world).ruleset.people.find((person) => person.id === pupil)?.credential;
    assert.equal(credential?.sha256, createHash('sha256').update(secret).digest('hex'));
    const page = await browser.get('/filtering/credentials');
    const revoke = /action="(\/filtering\/credentials\/[^"]+\/revoke)"/.exec(page.html)?.[1] ?? '';
    await browser.post(revoke);
    await publish(world);
    assert.equal(readAsFilter(world).ruleset.people.find((person) => person.id === pupil)?.credential, null);
  });

  test('own servers and ports reach the ruleset; a slip is named by its line; the second to save is told', async () => {
    const browser = await as(technician);
    await browser.get('/filtering/network');
    const slip = await browser.post('/filtering/network', { servers: 'a.example:443\nnonsense', version: '0' });
    assert.match(slip.text, /Line 2: write a server like/);
    await browser.post('/filtering/network', { servers: '10.0.0.5:8443', ports: '8443', profile: 'ks2', version: '0' });
    await publish(world);
    const { network, networkProfile } = readAsFilter(world).ruleset;
    assert.deepEqual(network, { connectPorts: [8443], ownServers: ['10.0.0.5:8443'] });
    assert.equal(networkProfile, 'ks2');
    assert.equal((await browser.post('/filtering/network', { servers: '', version: '0' })).status, 409);
    assert.match((await (await as(head)).get('/filtering/network')).text, /can change this/);
  });

  test('a list pasted by the school decides; one that changed oddly is held back until a person decides', async () => {
    const browser = await as(lead);
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `n${String(index)}.own.example`).join('\n');
    await browser.get('/filtering/lists/new');
    assert.match(
      (
        await browser.post('/filtering/lists/new', {
          name: 'our-games',
          category: 'games',
          names: 'two words\nhere too',
        })
      ).text,
      /cannot be used/,
    );
    const unknown = await browser.post('/filtering/lists/new', {
      name: 'our-games',
      category: 'nothing-of-the-kind',
      names: names(3),
    });
    assert.match(unknown.text, /Choose a kind of site from the list/);
    await browser.post('/filtering/lists/new', { name: 'our-games', category: 'games', names: names(200) });
    await publish(world);
    assert.match((await browser.get('/filtering/test?url=n7.own.example&profile=ks2')).text, /our-games, version 1/);

    const page = await browser.get('/filtering/lists');
    const newer = /href="(\/filtering\/lists\/new\?id=[^"]+)"/.exec(page.html)?.[1] ?? '';
    const id = newer.split('=')[1] ?? '';
    await browser.get(newer);
    await browser.post(newer, { id, name: 'our-games', category: 'games', names: names(20) });
    assert.match((await browser.follow()).text, /Held back/);
    await publish(world);
    assert.match((await browser.get('/filtering/test?url=n99.own.example&profile=ks2')).text, /is blocked/);
    assert.match(await dutiesOf(technician), /our-games changed oddly/);
    await browser.get('/filtering/lists');
    await browser.post(`/filtering/lists/${id}/settle`, { use: 'yes' });
    await publish(world);
    assert.match((await browser.get('/filtering/test?url=n99.own.example&profile=ks2')).text, /is open/);
    await browser.get('/filtering/lists');
    await browser.post(`/filtering/lists/${id}/remove`);
    await publish(world);
    assert.match((await browser.get('/filtering/test?url=n7.own.example&profile=ks2')).text, /is open/);
  });

  test('a starter list is switched off and on', async () => {
    const browser = await as(technician);
    await browser.get('/filtering/lists');
    await browser.post('/filtering/lists/switch', { category: 'social-networks', on: 'no' });
    await publish(world);
    assert.doesNotMatch((await browser.get('/filtering/test?url=facebook.com&profile=ks2')).text, /Tier 6/);
    await browser.get('/filtering/lists');
    await browser.post('/filtering/lists/switch', { category: 'social-networks', on: 'yes' });
    await publish(world);
    assert.match((await browser.get('/filtering/test?url=facebook.com&profile=ks2')).text, /is blocked/);
  });

  test('a pupil’s internet is switched off and given back, and each look is recorded', async () => {
    const browser = await as(lead);
    await browser.get(`/filtering/people/${pupil}`);
    await browser.post(`/filtering/people/${pupil}`, { length: 'hour' });
    const off = await browser.follow();
    assert.match(off.text, /The internet is off for/);
    await publish(world);
    assert.match((await browser.get(`/filtering/test?url=example.org&person=${pupil}`)).text, /Tier 2/);
    const stop = /name="stop" value="([^"]+)"/.exec(off.html)?.[1] ?? '';
    await browser.get(`/filtering/people/${pupil}`);
    await browser.post(`/filtering/people/${pupil}/give-back`, { stop });
    assert.match((await browser.follow()).text, /The internet is on for/);
    const looks = await world.store.reading
      .selectFrom('audit_event')
      .select('subject')
      .where('event', '=', 'internet-stops-viewed')
      .where('subject', '=', pupil)
      .execute();
    assert.ok(looks.length >= 4);
  });

  test('nobody switches their own internet', async () => {
    const browser = await as(head);
    assert.equal((await browser.get(`/filtering/people/${head}`)).status, 403);
  });
});
